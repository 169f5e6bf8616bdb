#include "common/settings/settings.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace kigen::settings {

std::string_view to_string(Origin origin) noexcept {
  switch (origin) {
    case Origin::File:
      return "file";
    case Origin::Runtime:
      return "runtime";
    case Origin::Policy:
      return "policy";
    case Origin::Default:
      break;
  }
  return "default";
}

/// Lays the layers over each other, the lowest first.
struct Resolver {
  std::shared_ptr<Settings::Data> data = std::make_shared<Settings::Data>();
  std::vector<Diagnostic> problems;

  Resolver() {
    for (const Definition& definition : schema()) {
      data->values[std::string(definition.key)] = {std::string(definition.default_value), Origin::Default};
    }
  }

  void lay(const Values& values, Origin origin) {
    for (const auto& [key, text] : values) {
      const Definition* definition = find(key);
      if (definition == nullptr) {
        complain(unknown_setting(key), key, origin, "unknown");
        continue;
      }
      auto checked = check_value(*definition, text);
      if (checked) {
        data->values[key] = {*std::move(checked), origin};
      } else {
        complain(checked.error(), key, origin, checked.error().code == ErrorCode::SettingType ? "type" : "range");
      }
    }
  }

  void complain(Error error, const std::string& key, Origin origin, const char* reason) {
    Diagnostic one;
    one.file = to_string(origin);
    one.key = key;
    one.error = std::move(error);
    one.error.with("origin", std::string(to_string(origin))).with("reason", reason);
    problems.push_back(std::move(one));
  }

  Resolved finish() { return {Settings(std::move(data)), std::move(problems)}; }
};

Settings::Settings() : data_(Resolver().data) {}

const Value& Settings::value(std::string_view key) const {
  const auto found = data_->values.find(key);
  if (found == data_->values.end()) throw std::logic_error("no such setting: " + std::string(key));
  return found->second;
}

std::int64_t Settings::integer(std::string_view key) const {
  const std::string& text = value(key).text;
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool Settings::boolean(std::string_view key) const {
  return value(key).text == "true";
}

const std::vector<FolderSource>& Settings::folders() const {
  return data_->folders;
}

int Settings::check_interval_hours() const {
  return static_cast<int>(integer("check.interval_hours"));
}

bool operator==(const Settings& a, const Settings& b) {
  const auto same = [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.text == y.second.text && x.second.origin == y.second.origin;
  };
  return a.data_->folders == b.data_->folders && std::equal(a.data_->values.begin(), a.data_->values.end(),
                                                            b.data_->values.begin(), b.data_->values.end(), same);
}

Resolved resolve(const Layers& layers) {
  Resolver resolver;
  resolver.lay(layers.file.values, Origin::File);
  resolver.lay(layers.runtime, Origin::Runtime);
  resolver.lay(layers.policy, Origin::Policy);
  resolver.data->folders = layers.file.folders;
  return resolver.finish();
}

}  // namespace kigen::settings
