// Tokens and profiles that live on them, for the tests of the wizard's flow.
#pragma once

#include "common/ipc/token_source.h"
#include "samples.h"

namespace kigen::wizard::samples {

inline renewal::FoundToken token(const std::string& serial, const std::string& label = "Kigen") {
  renewal::FoundToken found;
  found.info.module = "C:\\Windows\\System32\\eTPKCS11.dll";
  found.info.serial = serial;
  found.info.label = label;
  found.info.model = "5110";
  found.info.initialized = found.info.pin_initialized = found.info.login_required = true;
  return found;
}

/// As E has it: a storage PIN, the holder is asked for, the user sets the PIN.
inline profile::Profile etoken() {
  profile::Profile profile;
  profile.id = "etoken";
  profile.name = {"電子認証", "e-certification"};
  profile.support = {"運用員へ", "Write to the operators"};
  profile.enroll.base_url = "https://ra.example/";
  profile.credentials = {credential("storage_pin", true, "issue")};
  profile.key.where = "token";
  profile.token.emplace();
  profile.token->modules = {"%SystemRoot%\\System32\\eTPKCS11.dll"};
  profile.token->pin_min = 4;
  profile.token->pin_max = 8;
  profile.token->pin_tries = 10;
  profile.token->holder_url = "https://ra.example:8443/holder/{serial}";
  profile.token->pin = "set";
  profile.token->software = "SafeNet Authentication Client";
  profile.token->software_url = "https://driver.example/";
  return profile;
}

/// As T has it: renewed on the token, the login ID comes from it.
inline profile::Profile network() {
  profile::Profile profile;
  profile.id = "network";
  profile.name = {"閉域網", "closed network"};
  profile.enroll.base_url = "https://net.example/";
  profile.credentials = {credential("login_id", false, "both"), credential("password", true, "both")};
  profile.credentials[0].prefill = "token.serial";
  profile.key.where = "token";
  profile.token.emplace();
  profile.token->unblock = true;
  return profile;
}

inline ipc::CertificateSummary on_token(char digit, const std::string& serial, const std::string& profile = "network") {
  auto item = certificate(digit, 12, "due", profile);
  item.source = ipc::token_source(serial);
  item.has_private_key = false;  // nobody sees it without the PIN
  return item;
}

inline Catalogue token_catalogue() {
  Catalogue found = catalogue();
  found.certificates.push_back(on_token('e', "0123"));
  found.profiles = {shared(banking()), shared(customs()), shared(etoken()), shared(network())};
  return found;
}

inline renewal::TokenSearch tokens(std::vector<renewal::FoundToken> found) {
  renewal::TokenSearch search;
  search.tokens = std::move(found);
  return search;
}

/// Answers the search that is under way.
inline Actions answer(Flow& flow, const Actions& actions, Result<renewal::TokenSearch> search) {
  const auto* wanted = find<SearchTokens>(actions);
  EXPECT_TRUE(wanted);
  return wanted ? flow.tokens_found(wanted->run, std::move(search), {}, kNow) : Actions{};
}

/// On the first page with everything loaded.
inline Flow at_first_page(Catalogue found = token_catalogue()) {
  Flow flow({"", "", false});
  (void)flow.begin();
  (void)flow.loaded(std::move(found), kNow);
  return flow;
}

/// On the token's page of an issue with etoken, before the search has ended.
inline Flow issuing(Actions& search, profile::Profile profile = etoken()) {
  Catalogue found = token_catalogue();
  found.profiles = {shared(std::move(profile))};
  Flow flow = at_first_page(std::move(found));
  flow.choose_task(Task::Issue);
  (void)flow.next(kNow);
  search = flow.next(kNow);
  EXPECT_EQ(flow.state().page, Page::Token);
  return flow;
}

/// The page of the new PIN of a token, reached from the first page.
inline Flow at_pin_page(Task task, renewal::FoundToken found) {
  Flow flow = at_first_page();
  flow.choose_task(task);
  const Actions search = flow.next(kNow);
  std::vector<renewal::FoundToken> all;
  all.push_back(std::move(found));
  (void)answer(flow, search, tokens(std::move(all)));
  (void)flow.next(kNow);
  return flow;
}

/// On the page of the new PIN, with a token whose reader has keys.
inline Flow at_new_pin_on_pad() {
  Actions search;
  Flow flow = issuing(search);
  renewal::FoundToken pad = token("0123");
  pad.info.pin_pad = true;
  (void)answer(flow, search, tokens({pad}));
  (void)flow.next(kNow);
  (void)flow.holder_known(renewal::TokenHolder{"YAMADA Taro"}, kNow);
  (void)flow.next(kNow);
  flow.typed(0, "STORE99");
  (void)flow.next(kNow);
  return flow;
}

}  // namespace kigen::wizard::samples
