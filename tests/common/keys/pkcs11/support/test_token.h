// A token for tests as Kigen's own code sees it: a TokenRig (tests/token_module) with one token in it. One at a time.
#pragma once

#include <p11-kit/pkcs11.h>

#include <memory>
#include <string>
#include <vector>

#include "common/keys/pkcs11/token.h"
#include "tests/token_module/maker/session.h"
#include "tests/token_module/rig/rig.h"

namespace kigen::keys::test {

using test_token::kRigPin;
using test_token::kRigPuk;

/// kigen-test-token, and a library that is no good module, as Kigen is told of them.
[[nodiscard]] inline std::string module_path() {
  return test_token::TokenRig::module();
}
[[nodiscard]] inline std::string bad_module_path(const std::string& name) {
  return test_token::TokenRig::bad_module(name);
}

class TestToken {
 public:
  explicit TestToken(const std::string& label = "Kigen test") : serial_(rig_.add_token(label)) {}

  [[nodiscard]] const test_token::TokenRig& rig() const { return rig_; }
  /// Another one beside it; returns its serial number.
  std::string add(const std::string& label) { return rig_.add_token(label); }
  [[nodiscard]] const std::string& serial() const { return serial_; }
  void set(const std::string& name, const std::string& content = "") const { rig_.set(name, content); }
  void clear(const std::string& name) const { rig_.clear(name); }
  /// How often a function whose name begins so is in the log (set("log") begins it).
  [[nodiscard]] int calls(const std::string& function) const;
  /// Opened, and logged in with kRigPin; throws std::runtime_error otherwise.
  [[nodiscard]] std::shared_ptr<pkcs11::Token> open(const pkcs11::WorkerOptions& options = {}) const;

 private:
  test_token::TokenRig rig_;
  std::string serial_;
};

/// SoftHSM in this process, past Kigen and the test module, with the PIN given: to make objects that no honest software
/// makes. Ends with it.
class RawToken {
 public:
  explicit RawToken(const TestToken& token);
  [[nodiscard]] CK_FUNCTION_LIST& functions() const { return library_.call(); }
  [[nodiscard]] CK_SESSION_HANDLE session() const { return session_.handle(); }
  /// Every object of the token.
  [[nodiscard]] std::vector<CK_OBJECT_HANDLE> objects() const { return session_.find({}); }
  CK_OBJECT_HANDLE create(std::vector<CK_ATTRIBUTE> values) const { return session_.create(std::move(values)); }

 private:
  test_token::Library library_;
  test_token::Session session_;
};

}  // namespace kigen::keys::test
