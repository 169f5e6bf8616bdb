// The control folder of the test module: one file per switch, read anew at each call, so that a test changes a token's
// behaviour while a program runs. Shared by the module and by the tests that steer it. README.md lists the switches.
//
// Threads: any; several processes may read and write at once. Ownership: none, everything lies in the folder.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kigen::test_token {

/// The switches as they were at one moment; what a switch holds is read when it is asked for, once.
class Switches {
 public:
  Switches() = default;
  /// Every name in `folder`; an unreadable folder has no switches.
  explicit Switches(const std::filesystem::path& folder);

  [[nodiscard]] bool has(const std::string& name) const { return contents_.contains(name); }
  /// Content without surrounding white space; nothing when the switch is off.
  [[nodiscard]] std::optional<std::string> text(const std::string& name) const;
  /// NAME@SERIAL before NAME.
  [[nodiscard]] std::optional<std::string> text(const std::string& name, const std::string& serial) const;
  [[nodiscard]] bool has(const std::string& name, const std::string& serial) const {
    return has(name + "@" + serial) || has(name);
  }
  /// The switch's content as a number; `otherwise` when it is off or none.
  [[nodiscard]] unsigned long number(const std::string& name, const std::string& serial, unsigned long otherwise) const;
  /// Words of the content, separated by white space or commas.
  [[nodiscard]] std::vector<std::string> words(const std::string& name, const std::string& serial = {}) const;
  [[nodiscard]] bool has_word(const std::string& name, const std::string& word, const std::string& serial = {}) const;

 private:
  std::filesystem::path folder_;
  mutable std::map<std::string, std::optional<std::string>> contents_;  // none: not read yet
};

[[nodiscard]] std::vector<std::string> split_words(const std::string& text);

/// Sets a switch: a reader sees the old content or the new one, never half of it.
void write_switch(const std::filesystem::path& folder, const std::string& name, const std::string& content);
/// Switches it off; being off already is no error.
void remove_switch(const std::filesystem::path& folder, const std::string& name);
/// Takes a token out of its reader, or all when `serial` is empty. Sessions end even if the token is back at once.
void pull(const std::filesystem::path& folder, const std::string& serial);
/// Puts it back.
void insert(const std::filesystem::path& folder, const std::string& serial);

}  // namespace kigen::test_token
