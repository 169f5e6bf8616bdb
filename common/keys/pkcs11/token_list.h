// The tokens behind one module. One thread.
#pragma once

#include <string>
#include <vector>

#include "common/keys/pkcs11/token.h"
#include "common/keys/pkcs11/worker_client.h"

namespace kigen::keys::pkcs11 {

/// Of a reply to Request::TokenInfo with three numbers and four texts; nothing in it is trusted.
[[nodiscard]] TokenInfo make_token_info(const std::string& module, std::uint64_t slot, const Message& reply);

/// The function that a worker's reply names as the one that failed.
[[nodiscard]] std::string function_of(const Message& reply);

struct ModuleTokens {
  std::vector<TokenInfo> tokens;
  std::vector<Error> faults;  ///< slots that could not be read
};
/// Tokens with a serial number: others cannot be named. (SoftHSM always shows one more, which is not there yet.)
[[nodiscard]] Result<ModuleTokens> tokens_of(WorkerClient& worker);

}  // namespace kigen::keys::pkcs11
