// Tokens for tests in C++: a control folder of the test's own, SoftHSM tokens in it, and the switches of the test
// module. While it lives, KIGEN_TEST_TOKEN of this process, and so of those it starts, names its folder.
//
// Threads: one; the tokens themselves serve any. Ownership: owns and removes its folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kigen::test_token {

inline constexpr char kRigPin[] = "123456";
inline constexpr char kRigPuk[] = "87654321";

class TokenRig {
 public:
  TokenRig();
  ~TokenRig();
  TokenRig(const TokenRig&) = delete;
  TokenRig& operator=(const TokenRig&) = delete;

  /// False where SoftHSM is not here: KIGEN_TEST_SOFTHSM names its library, natively it may also lie where Debian puts
  /// it.
  [[nodiscard]] static bool available();
  /// The module that these tokens stand behind.
  [[nodiscard]] static std::string module();
  /// SoftHSM itself, which sees the same tokens and obeys no switch.
  [[nodiscard]] static std::string softhsm();
  /// A library that is no good module, by its name in README.md: "not-pkcs11".
  [[nodiscard]] static std::string bad_module(const std::string& name);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// A new token; answers its serial. An empty PIN leaves the user's PIN unset.
  std::string add_token(const std::string& label, const std::string& pin = kRigPin, const std::string& puk = kRigPuk);
  /// kigen-token-maker COMMAND --folder … with these arguments; answers its output. Throws std::runtime_error when it
  /// fails.
  std::string maker(const std::string& command, const std::vector<std::string>& arguments);

  void set(const std::string& name, const std::string& content = "") const;
  void clear(const std::string& name) const;
  /// Takes a token out of its reader and puts it back; all of them where none is named.
  void pull(const std::string& serial = "") const;
  void insert(const std::string& serial = "") const;

  /// Functions of the log so far, in order; set("log") begins it.
  [[nodiscard]] std::vector<std::string> calls() const;
  void forget_calls() const;

 private:
  std::filesystem::path folder_;
};

// What the rig needs of the system.
[[nodiscard]] std::filesystem::path program_folder();
/// Runs a program to its end; its exit code, or -1 when it could not be started.
[[nodiscard]] int run_program(const std::filesystem::path& program, const std::vector<std::string>& arguments);

}  // namespace kigen::test_token
