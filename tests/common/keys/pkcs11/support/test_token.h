// A token for tests: SoftHSM's files in a folder of the test's own, behind kigen-test-token (tests/token_module), whose
// switches are set through control(). The folder and the environment that names it are the process's: one at a time.
#pragma once

#include <p11-kit/pkcs11.h>

#include <filesystem>
#include <string>
#include <vector>

#include "common/keys/pkcs11/token.h"

namespace kigen::keys::test {

inline constexpr const char* kPin = "123456";
inline constexpr const char* kPuk = "87654321";

/// Whether there is a SoftHSM: Debian's, or the DLL that KIGEN_TEST_SOFTHSM names.
[[nodiscard]] bool has_softhsm();
/// A module of the build beside this program: "kigen-test-token", "kigen-test-bad-text" …
[[nodiscard]] std::string module_path(const std::string& name = "kigen-test-token");

class TestToken {
 public:
  explicit TestToken(const std::string& label = "Kigen test");
  ~TestToken();
  TestToken(const TestToken&) = delete;
  TestToken& operator=(const TestToken&) = delete;

  /// Another one in the same folder; returns its serial number.
  std::string add(const std::string& label);
  [[nodiscard]] const std::filesystem::path& control() const { return folder_; }
  [[nodiscard]] const std::string& serial() const { return serial_; }
  void set(const std::string& name, const std::string& content = "") const;
  void clear(const std::string& name) const;
  /// How often the log has this function ("log" must be on).
  [[nodiscard]] int calls(const std::string& function) const;
  /// As Token::open wants it, from list_tokens().
  [[nodiscard]] pkcs11::TokenInfo info() const;
  /// Opened, and logged in with kPin.
  [[nodiscard]] std::shared_ptr<pkcs11::Token> open(const pkcs11::WorkerOptions& options = {}) const;

 private:
  std::filesystem::path folder_;
  std::string serial_;
};

/// SoftHSM in this process, past Kigen and the test module, with the PIN given: to make objects that no honest software
/// makes. Ends with it.
class RawToken {
 public:
  explicit RawToken(const TestToken& token);
  ~RawToken();
  RawToken(const RawToken&) = delete;
  RawToken& operator=(const RawToken&) = delete;
  [[nodiscard]] CK_FUNCTION_LIST& functions() const { return *functions_; }
  [[nodiscard]] CK_SESSION_HANDLE session() const { return session_; }
  /// Fails the test unless it is made.
  CK_OBJECT_HANDLE create(std::vector<CK_ATTRIBUTE> values) const;

 private:
  CK_FUNCTION_LIST* functions_;
  CK_SESSION_HANDLE session_ = 0;
};

}  // namespace kigen::keys::test
