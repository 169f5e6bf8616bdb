// The part of Api that answers for settings, profiles and the doctor.
#include "common/ipc/token_source.h"
#include "service/app/api.h"

namespace kigen::app {

ipc::SettingValue Api::setting(const settings::Definition& definition) const {
  const auto& value = engine_.configuration_.current().value(definition.key);
  return {.key = std::string(definition.key),
          .value = value.text,
          .origin = std::string(settings::to_string(value.origin)),
          .allowed = settings::allowed(definition),
          .locked = value.locked()};
}

void Api::get_settings(const pipe::Caller& caller, pipe::Reply<ipc::SettingsResult> reply) {
  (void)caller;
  ipc::SettingsResult result;
  for (const auto& definition : settings::schema()) result.values.push_back(setting(definition));
  for (const auto& diagnostic : engine_.configuration_.store().problems()) result.problems.push_back(diagnostic.error);
  reply(std::move(result));
}

void Api::set_setting(const pipe::Caller& caller, ipc::SettingSetParams params, pipe::Reply<ipc::SettingValue> reply) {
  auto& store = engine_.configuration_.store();
  const auto canonical = store.check_set(params.key, params.value, caller.administrator);
  if (!canonical) return reply(canonical.error());
  // On the disk first, in force then: what was acknowledged survives anything.
  engine_.database_->run(
      [this, key = params.key, value = *canonical] { return engine_.inventory_->ledger().set_setting(key, value); },
      [this, key = params.key, value = *canonical, administrator = caller.administrator,
       reply = std::move(reply)](const Status& stored) {
        if (!stored) {
          engine_.watch_incident(stored.error());
          return reply(stored.error());
        }
        const auto set = engine_.configuration_.store().set(key, value, administrator);
        if (!set) return reply(set.error());
        after_setting(key);
        reply(setting(*settings::find(key)));
      });
}

void Api::reset_setting(const pipe::Caller& caller, ipc::SettingKeyParams params,
                        pipe::Reply<ipc::SettingValue> reply) {
  const auto* definition = settings::find(params.key);
  if (definition == nullptr) return reply(settings::unknown_setting(params.key));
  const auto& value = engine_.configuration_.current().value(params.key);
  if (const auto allowed = engine_.configuration_.store().check_set(params.key, value.text, caller.administrator);
      !allowed) {
    return reply(allowed.error());
  }
  engine_.database_->run([this, key = params.key] { return engine_.inventory_->ledger().reset_setting(key); },
                         [this, definition, key = params.key, administrator = caller.administrator,
                          reply = std::move(reply)](const Status& stored) {
                           if (!stored) {
                             engine_.watch_incident(stored.error());
                             return reply(stored.error());
                           }
                           const Status reset = engine_.configuration_.store().reset(key, administrator);
                           if (!reset) return reply(reset.error());
                           after_setting(key);
                           reply(setting(*definition));
                         });
}

void Api::after_setting(const std::string& key) {
  engine_.context_.log.info("setting " + key + " is now " + engine_.configuration_.current().value(key).text);
  engine_.copy_settings_soon();
  ConfigurationChange change;
  change.settings = true;
  engine_.configuration_changed(change);
}

void Api::list_profiles(const pipe::Caller& caller, pipe::Reply<ipc::ProfilesResult> reply) {
  (void)caller;
  ipc::ProfilesResult result;
  for (const auto& profile : engine_.configuration_.profiles()->profiles) {
    ipc::ProfileInfo info;
    info.id = profile->id;
    info.name_ja = profile->name.ja;
    info.name_en = profile->name.en;
    info.consequence_ja = profile->consequence.ja;
    info.consequence_en = profile->consequence.en;
    info.identifier_label_ja = profile->identifier_label.ja;
    info.identifier_label_en = profile->identifier_label.en;
    info.support_ja = profile->support.ja;
    info.support_en = profile->support.en;
    info.origin = profile->origin;
    for (const auto& host : profile->preflight) info.hosts.push_back(host.host + ":" + std::to_string(host.port));
    if (profile->token) info.token_modules = profile->token->modules;
    result.profiles.push_back(std::move(info));
  }
  for (const auto& diagnostic : engine_.configuration_.profile_problems()) {
    if (diagnostic.severity == Diagnostic::Severity::Error) result.problems.push_back(diagnostic.error);
  }
  reply(std::move(result));
}

void Api::doctor(const pipe::Caller& caller, pipe::Reply<ipc::DoctorResult> reply) {
  status(caller, [this, viewer = viewer_of(caller), reply = std::move(reply)](const Result<ipc::StatusResult>& status) {
    Examination examination{
        .status = status ? std::optional(*status) : std::nullopt,
        .database = status ? std::nullopt : std::optional(status.error()),
        .profiles = engine_.configuration_.profiles(),
        .unreadable_drivers = {},
        .host_timeout = std::chrono::seconds{engine_.configuration_.current().integer("preflight.timeout_seconds")}};
    if (!status) return doctor_.examine(std::move(examination), reply);
    engine_.database_->run([this, viewer] { return engine_.inventory_->unreadable(viewer); },
                           [this, reply, examination = std::move(examination)](
                               const Result<std::vector<inventory::UnreadableEntry>>& items) mutable {
                             if (!items) examination.database = items.error();
                             if (items) {
                               for (const auto& item : *items) {
                                 if (item.source != ipc::kTokenDrivers) continue;
                                 examination.unreadable_drivers.push_back(to_message(item));
                               }
                             }
                             doctor_.examine(std::move(examination), reply);
                           });
  });
}

}  // namespace kigen::app
