// The calls that Kigen makes into a PKCS#11 library, with bounds on everything that it gives back. A function that the
// library does not have answers CKR_FUNCTION_NOT_SUPPORTED. One thread; one session at a time.
#pragma once

#include <p11-kit/pkcs11.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/keys/pkcs11/protocol/message.h"

namespace kigen::keys::pkcs11 {

class Module {
 public:
  /// Finishes when it goes.
  ~Module() { finish(); }
  Module() = default;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  /// Takes the function list and C_Initialize: with the system's locks, or without when the library has none.
  /// TokenLibraryFailed with what is wrong.
  [[nodiscard]] Status start(CK_C_GetFunctionList get_function_list);
  [[nodiscard]] bool started() const noexcept { return functions_ != nullptr; }
  void finish() noexcept;

  /// The function that was called last, for the error's words.
  [[nodiscard]] const char* last_function() const noexcept { return last_; }

  CK_RV slots(std::vector<CK_SLOT_ID>& out);
  CK_RV token_info(CK_SLOT_ID slot, CK_TOKEN_INFO& out);
  /// For reading and writing, or for reading where the token takes nothing else.
  CK_RV open_session(CK_SLOT_ID slot, bool& writable);
  CK_RV login(CK_USER_TYPE user, bool pin_pad, const Octets& pin);
  CK_RV logout();
  CK_RV set_pin(bool pin_pad, const Octets& present, const Octets& next);
  CK_RV init_pin(bool pin_pad, const Octets& next);
  CK_RV find(const std::vector<Attribute>& sought, std::vector<CK_OBJECT_HANDLE>& out);
  CK_RV attributes(CK_OBJECT_HANDLE object, std::vector<Attribute>& wanted);
  CK_RV create(const std::vector<Attribute>& values, CK_OBJECT_HANDLE& out);
  CK_RV change(CK_OBJECT_HANDLE object, const std::vector<Attribute>& values);
  CK_RV destroy(CK_OBJECT_HANDLE object);
  CK_RV generate(CK_MECHANISM_TYPE mechanism, const std::vector<Attribute>& public_key,
                 const std::vector<Attribute>& private_key, CK_OBJECT_HANDLE& public_out,
                 CK_OBJECT_HANDLE& private_out);
  CK_RV mechanism_flags(CK_SLOT_ID slot, CK_MECHANISM_TYPE mechanism, CK_FLAGS& out);
  CK_RV sign(CK_OBJECT_HANDLE key, CK_MECHANISM& mechanism, const Octets& data, Octets& signature);
  CK_RV wait_for_event(CK_SLOT_ID& out);

 private:
  template <class Function, class... Arguments>
  CK_RV call(const char* name, Function function, Arguments... arguments) {
    last_ = name;
    return function == nullptr ? CKR_FUNCTION_NOT_SUPPORTED : function(arguments...);
  }
  [[nodiscard]] CK_RV initialize();
  [[nodiscard]] CK_RV sized(CK_OBJECT_HANDLE object, std::vector<CK_ATTRIBUTE>& shape);

  CK_FUNCTION_LIST* functions_ = nullptr;
  CK_SESSION_HANDLE session_ = 0;
  bool open_ = false, logged_in_ = false;
  const char* last_ = "";
};

}  // namespace kigen::keys::pkcs11
