#include "service/app/configuration.h"

#include <boost/asio/io_context.hpp>

#include <algorithm>

#include "common/platform/files.h"
#include "common/platform/folder_notice.h"
#include "service/app/policy_watch.h"

namespace kigen::app {

/// What tells of changes: two folders, and the registry where there is one.
class Configuration::Watch {
 public:
  Watch(Configuration& owner, const Context& context) {
    const auto again = [&owner] { owner.reload(); };
    const auto policy_file = owner.policy_->watched_file().filename();
    watch(context, context.data.root(), again, [policy_file](std::string_view name) {
      return name == "kigen.toml" || (!policy_file.empty() && name == policy_file.string());
    });
    const auto is_toml = [](std::string_view name) { return name.ends_with(".toml"); };
    watch(context, context.data.profiles(), again, is_toml);
    policy_ = watch_policy(context.io, *owner.policy_, again);
  }

 private:
  void watch(const Context& context, const std::filesystem::path& folder, const std::function<void()>& again,
             platform::FolderNotice::Wanted wanted) {
    auto notice = platform::FolderNotice::watch(context.io, folder, std::move(wanted), again);
    if (notice) {
      notices_.push_back(std::move(*notice));
    } else {
      context.log.write(platform::LogLevel::Warning, "changes will be seen at the next start only", notice.error());
    }
  }

  std::vector<std::unique_ptr<platform::FolderNotice>> notices_;
  std::shared_ptr<void> policy_;
};

Configuration::Configuration(const Context& context, std::filesystem::path shipped_profiles)
    : context_(context),
      shipped_(std::move(shipped_profiles)),
      policy_(settings::make_policy_source(context.data.root())),
      profiles_(std::make_shared<profile::ProfileSet>()) {}

Configuration::~Configuration() = default;

void Configuration::load() {
  // A file that is wrong at the start must not cost the settings that were good until then.
  const auto kept = platform::read_file(last_good_file(), settings::kMaxSettingsBytes);
  if (kept) store_.take_file(settings::parse_settings(*kept, platform::to_utf8(last_good_file())));
  take_settings_file();
  store_.take_policy(policy_->read());
  profiles_ = std::make_shared<profile::ProfileSet>(profile::load_profiles(shipped_, context_.data.profiles()));
  tell_new_problems();
}

std::filesystem::path Configuration::last_good_file() const {
  return context_.data.backup() / "kigen.toml";
}

bool Configuration::take_settings_file() {
  auto parsed = settings::load_settings(context_.data.settings());
  const bool good = !has_errors(parsed.diagnostics);
  const bool changed = store_.take_file(std::move(parsed));
  const auto text = platform::read_file(context_.data.settings(), settings::kMaxSettingsBytes);
  const auto kept = platform::read_file(last_good_file(), settings::kMaxSettingsBytes);
  if (good && text && (!kept || *kept != *text)) {
    const Status written = platform::write_file_atomically(last_good_file(), *text);
    if (!written) context_.log.write(platform::LogLevel::Warning, "the good settings were not kept", written.error());
  } else if (good && !text && kept) {
    // The file was removed on purpose: its settings are no longer wanted.
    std::error_code ignored;
    std::filesystem::remove(last_good_file(), ignored);
  }
  return changed;
}

void Configuration::take_runtime(settings::Values values) {
  store_.take_runtime(std::move(values));
  tell_new_problems();
}

void Configuration::watch(Changed changed) {
  changed_ = std::move(changed);
  watch_ = std::make_unique<Watch>(*this, context_);
}

bool Configuration::reload_profiles() {
  auto fresh =
      std::make_shared<profile::ProfileSet>(profile::reload_profiles(shipped_, context_.data.profiles(), *profiles_));
  // By content: a reload makes new objects of the same files, and matching every certificate anew is not free.
  const bool same =
      fresh->diagnostics == profiles_->diagnostics &&
      std::equal(fresh->profiles.begin(), fresh->profiles.end(), profiles_->profiles.begin(), profiles_->profiles.end(),
                 [](const auto& one, const auto& other) { return *one == *other; });
  profiles_ = std::move(fresh);
  return !same;
}

void Configuration::reload() {
  const auto before = problems();
  ConfigurationChange change;
  change.settings = take_settings_file();
  change.settings = store_.take_policy(policy_->read()) || change.settings;
  change.profiles = reload_profiles();
  tell_new_problems();
  change.problems = before != problems();
  if (changed_) changed_(change);
}

inventory::Matcher Configuration::matcher() const {
  return [matcher = std::make_shared<profile::Matcher>(*profiles_)](const CertificateRecord& record) {
    return std::string(matcher->match(record));
  };
}

std::vector<Error> Configuration::problems() const {
  std::vector<Error> all;
  for (const auto& list : {store_.problems(), profiles_->diagnostics}) {
    for (const Diagnostic& diagnostic : list) {
      if (diagnostic.severity == Diagnostic::Severity::Error) all.push_back(diagnostic.error);
    }
  }
  return all;
}

// Each fault is told once for as long as it stands, not at every reload.
void Configuration::tell_new_problems() {
  std::vector<Diagnostic> now = store_.problems();
  const std::size_t settings_count = now.size();
  now.insert(now.end(), profiles_->diagnostics.begin(), profiles_->diagnostics.end());
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (std::find(told_.begin(), told_.end(), now[i]) != told_.end()) continue;
    const bool serious = now[i].severity == Diagnostic::Severity::Error;
    context_.log.write(serious ? platform::LogLevel::Warning : platform::LogLevel::Info, to_log_line(now[i]));
    if (!serious) continue;
    if (i < settings_count) {
      context_.events.report(host::EventId::SettingsRefused, {to_log_line(now[i])});
    } else {
      context_.events.report(host::EventId::ProfileRefused, {now[i].file, to_log_line(now[i])});
    }
  }
  told_ = std::move(now);
}

}  // namespace kigen::app
