#include "installer/wizard/model/token_work.h"

#include <algorithm>
#include <regex>

#include "common/ipc/token_source.h"
#include "installer/wizard/model/state.h"

namespace kigen::wizard {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Modules are named with and without their variables expanded: the file's own name is what both have.
std::string file_name(std::string_view path) {
  std::string name(path.substr(path.find_last_of("\\/") + 1));
  std::transform(name.begin(), name.end(), name.begin(), lower);
  return name;
}

bool takes_module(const profile::Token& rules, const std::string& module) {
  return rules.modules.empty() || std::any_of(rules.modules.begin(), rules.modules.end(), [&module](const auto& path) {
           return file_name(path) == file_name(module);
         });
}

// The pattern was tried when the profile was read, and a serial number is short.
bool takes_serial(const profile::Token& rules, const std::string& serial) {
  return rules.serial_pattern.empty() || std::regex_match(serial, std::regex(rules.serial_pattern));
}

std::vector<profile::ProfilePtr> profiles_that_fit(const State& state, const renewal::FoundToken& token) {
  std::vector<profile::ProfilePtr> fitting;
  for (const auto& profile : state.found.profiles)
    if (profile->token && takes_module(*profile->token, token.info.module) &&
        takes_serial(*profile->token, token.info.serial))
      fitting.push_back(profile);
  return fitting;
}

TokenVerdict verdict_without_token(const State& state) {
  const TokenWork& work = state.token;
  if (work.error) {
    if (work.error->code == ErrorCode::Cancelled) return TokenVerdict::Stopped;
    if (work.error->code == ErrorCode::TokenDriverMissing) return TokenVerdict::NoDriver;
    return work.error->code == ErrorCode::TokenReadTimedOut ? TokenVerdict::TimedOut : TokenVerdict::Unreadable;
  }
  if (!work.found.empty()) return serial_of_certificate(state).empty() ? TokenVerdict::Several : TokenVerdict::Other;
  if (work.faults.empty()) return TokenVerdict::None;
  const bool timed_out = std::any_of(work.faults.begin(), work.faults.end(),
                                     [](const Error& fault) { return fault.code == ErrorCode::TokenReadTimedOut; });
  return timed_out ? TokenVerdict::TimedOut : TokenVerdict::Unreadable;
}

}  // namespace

const renewal::FoundToken* find_token(const TokenWork& work, std::string_view serial) {
  const auto found = std::find_if(work.found.begin(), work.found.end(),
                                  [serial](const auto& token) { return token.info.serial == serial; });
  return found == work.found.end() ? nullptr : &*found;
}

const renewal::FoundToken* token_at_hand(const State& state) {
  const TokenWork& work = state.token;
  if (const std::string wanted = serial_of_certificate(state); !wanted.empty()) return find_token(work, wanted);
  return work.found.size() == 1 ? &work.found.front() : nullptr;
}

TokenVerdict token_verdict(const State& state) {
  if (state.token.searching || !state.token.searched) return TokenVerdict::Searching;
  const renewal::FoundToken* token = token_at_hand(state);
  if (!token) return verdict_without_token(state);
  if (!token->info.initialized || !token->info.pin_initialized)
    return state.task == Task::Unblock ? TokenVerdict::NotLocked : TokenVerdict::NotReady;
  if (state.task == Task::Unblock) return token->info.pin_locked ? TokenVerdict::Ready : TokenVerdict::NotLocked;
  return token->info.pin_locked ? TokenVerdict::Locked : TokenVerdict::Ready;
}

std::string serial_of_certificate(const State& state) {
  if (state.task != Task::Renew) return {};
  if (state.certificate) {
    const auto& detail = *state.certificate;
    if (const auto serial = ipc::token_serial(detail.summary.source)) return *serial;
    // The driver may show the token's certificate in the user's store as well.
    const bool lives_on_token = state.profile && state.profile->key.where == "token";
    for (const auto& place : detail.places)
      if (const auto serial = ipc::token_serial(place.source); serial && lives_on_token) return *serial;
    return {};
  }
  for (const auto& item : state.found.certificates)
    if (item.thumbprint_sha256 == state.thumbprint) return ipc::token_serial(item.source).value_or("");
  return {};
}

bool token_away(const State& state, const ipc::CertificateSummary& item) {
  const auto serial = ipc::token_serial(item.source);
  if (!serial) return false;
  const bool seen = state.token.searched && !state.token.error;
  return seen ? !find_token(state.token, *serial) : !item.token_present;
}

bool can_show_certificate(const State& state, std::string_view thumbprint) {
  for (const auto& item : state.found.certificates) {
    if (item.thumbprint_sha256 != thumbprint) continue;
    return state.token.show_when_found != thumbprint && !token_away(state, item);
  }
  return false;
}

profile::ProfilePtr profile_of_all_tokens(const std::vector<profile::ProfilePtr>& profiles) {
  auto all = std::make_shared<profile::Profile>();
  all->token.emplace();
  profile::Token& rules = *all->token;
  rules.modules = keys::pkcs11::usual_modules();
  bool several = false;
  for (const auto& profile : profiles) {
    if (!profile->token) continue;
    for (const auto& module : profile->token->modules)
      if (std::find(rules.modules.begin(), rules.modules.end(), module) == rules.modules.end())
        rules.modules.push_back(module);
    if (profile->token->software.empty()) continue;
    several = several || (!rules.software.empty() && rules.software != profile->token->software);
    rules.software = profile->token->software;
    rules.software_url = profile->token->software_url;
  }
  if (several) rules.software.clear(), rules.software_url.clear();
  return all;
}

profile::ProfilePtr profile_of_token(const State& state, const renewal::FoundToken& token) {
  if (!is_pin_task(state.task)) return state.profile;
  const std::string source = ipc::token_source(token.info.serial);
  for (const auto& item : state.found.certificates)
    if (item.source == source && !item.profile.empty()) return find_profile(state, item.profile);
  const auto fitting = profiles_that_fit(state, token);
  return fitting.size() == 1 ? fitting.front() : nullptr;
}

bool may_unblock(const State& state, const renewal::FoundToken& token) {
  const auto unblocks = [](const profile::ProfilePtr& profile) { return profile->token && profile->token->unblock; };
  if (const auto profile = profile_of_token(state, token)) return unblocks(profile);
  const auto fitting = profiles_that_fit(state, token);
  return std::any_of(fitting.begin(), fitting.end(), unblocks);
}

bool any_unblocks(const State& state) {
  return std::any_of(state.found.profiles.begin(), state.found.profiles.end(),
                     [](const auto& profile) { return profile->token && profile->token->unblock; });
}

std::optional<int> pin_tries_left(const State& state) {
  const renewal::FoundToken* token = find_token(state.token, state.token.serial);
  if (!token) return std::nullopt;
  const auto profile = profile_of_token(state, *token);
  const int tries = profile && profile->token ? profile->token->pin_tries : 0;
  return renewal::tries_left(state.token.at_first.value_or(token->info), token->info, state.token.wrong_pins, tries);
}

const profile::ErrorMapping* known_error(const profile::Profile& profile, ErrorCode code) {
  const auto found = std::find_if(profile.errors.begin(), profile.errors.end(),
                                  [code](const auto& mapping) { return mapping.kigen_code == static_cast<int>(code); });
  return found == profile.errors.end() ? nullptr : &*found;
}

}  // namespace kigen::wizard
