#include "common/settings/store.h"

#include <iterator>
#include <utility>

namespace kigen::settings {

std::vector<Diagnostic> SettingsStore::problems() const {
  std::vector<Diagnostic> all = file_problems_;
  all.insert(all.end(), policy_problems_.begin(), policy_problems_.end());
  all.insert(all.end(), resolved_.problems.begin(), resolved_.problems.end());
  return all;
}

bool SettingsStore::resolve_again() {
  Settings before = resolved_.settings;
  resolved_ = resolve(layers_);
  return !(before == resolved_.settings);
}

bool SettingsStore::take_file(ParsedFile file) {
  file_problems_ = std::move(file.diagnostics);
  if (has_errors(file_problems_)) return false;
  layers_.file = std::move(file.layer);
  return resolve_again();
}

bool SettingsStore::take_policy(PolicyReading policy) {
  policy_problems_ = std::move(policy.problems);
  layers_.policy = std::move(policy.values);
  return resolve_again();
}

bool SettingsStore::take_runtime(Values runtime) {
  layers_.runtime = std::move(runtime);
  return resolve_again();
}

Result<const Definition*> SettingsStore::settable(std::string_view key, bool administrator) const {
  const Definition* definition = find(key);
  if (definition == nullptr) return unknown_setting(key);
  if (definition->set_by == SetBy::Administrator && !administrator) {
    return Error(ErrorCode::SettingNotAllowed).with("key", std::string(key));
  }
  if (current().value(key).locked()) return Error(ErrorCode::SettingLockedByPolicy).with("key", std::string(key));
  return definition;
}

Result<std::string> SettingsStore::check_set(std::string_view key, std::string_view text, bool administrator) const {
  const auto definition = settable(key, administrator);
  if (!definition) return definition.error();
  return check_value(**definition, text);
}

Result<std::string> SettingsStore::set(std::string_view key, std::string_view text, bool administrator) {
  auto checked = check_set(key, text, administrator);
  if (!checked) return checked;
  layers_.runtime.insert_or_assign(std::string(key), *checked);
  resolve_again();
  return checked;
}

Status SettingsStore::reset(std::string_view key, bool administrator) {
  const auto definition = settable(key, administrator);
  if (!definition) return definition.error();
  if (const auto found = layers_.runtime.find(key); found != layers_.runtime.end()) layers_.runtime.erase(found);
  resolve_again();
  return {};
}

}  // namespace kigen::settings
