// The settings in force: policy over what was set at run time over kigen.toml over defaults. Settings is an immutable
// value, cheap to copy; resolve is pure.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/diagnostic.h"
#include "common/settings/file.h"
#include "common/settings/schema.h"

namespace kigen::settings {

enum class Origin { Default, File, Runtime, Policy };
/// "default", "file", "runtime", "policy".
[[nodiscard]] std::string_view to_string(Origin origin) noexcept;

/// Values of one layer by key, as text, not yet checked.
using Values = std::map<std::string, std::string, std::less<>>;

struct Layers {
  FileLayer file;
  Values runtime;
  Values policy;
};

struct Value {
  std::string text;
  Origin origin = Origin::Default;
  [[nodiscard]] bool locked() const noexcept { return origin == Origin::Policy; }
};

class Settings {
 public:
  /// All defaults, no folder.
  Settings();

  /// The key must be one of schema()'s, of that kind.
  [[nodiscard]] const Value& value(std::string_view key) const;
  [[nodiscard]] std::int64_t integer(std::string_view key) const;
  [[nodiscard]] bool boolean(std::string_view key) const;
  [[nodiscard]] const std::string& word(std::string_view key) const { return value(key).text; }
  [[nodiscard]] const std::vector<FolderSource>& folders() const;

  [[nodiscard]] int check_interval_hours() const;

  friend bool operator==(const Settings&, const Settings&);

 private:
  friend struct Resolver;
  struct Data {
    std::map<std::string, Value, std::less<>> values;
    std::vector<FolderSource> folders;
  };
  explicit Settings(std::shared_ptr<const Data> data) : data_(std::move(data)) {}
  std::shared_ptr<const Data> data_;
};

/// A bad or unknown value in a layer is told (its origin in "origin": "policy", "runtime") and the next layer below
/// applies.
struct Resolved {
  Settings settings;
  std::vector<Diagnostic> problems;
};
[[nodiscard]] Resolved resolve(const Layers& layers);

}  // namespace kigen::settings
