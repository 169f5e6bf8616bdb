// Requests of the protocol as calls into one module. The request is not trusted: what is not complete is refused before
// anything is called. One thread.
#pragma once

#include <functional>

#include "common/keys/pkcs11/protocol/message.h"
#include "common/keys/pkcs11/worker/library.h"
#include "common/keys/pkcs11/worker/module.h"

namespace kigen::keys::pkcs11 {

class Server {
 public:
  using Loader = std::function<Result<CK_C_GetFunctionList>(const std::string& path)>;
  explicit Server(Loader loader = load_library) : loader_(std::move(loader)) {}

  /// The reply to one request.
  [[nodiscard]] Message serve(const Message& request);
  /// The frame of the reply to one payload, whatever its octets are.
  [[nodiscard]] Octets answer(std::span<const std::uint8_t> payload);

 private:
  [[nodiscard]] Message load(const Message& request);
  [[nodiscard]] Message token_info(CK_SLOT_ID slot);
  [[nodiscard]] Message objects(const Message& request);
  [[nodiscard]] Message keys(const Message& request);
  [[nodiscard]] Message pins(const Message& request);
  [[nodiscard]] Message done(CK_RV rv) const;

  Loader loader_;
  Module module_;
};

}  // namespace kigen::keys::pkcs11
