#include "tests/demo_ra/accounts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace kigen::demo_ra {
namespace {

constexpr std::array<std::pair<Condition, std::string_view>, 10> kNames{{
    {Condition::Ready, "ready"},
    {Condition::Locked, "locked"},
    {Condition::AlreadyIssued, "already_issued"},
    {Condition::NotIssued, "not_issued"},
    {Condition::Collected, "collected"},
    {Condition::PasswordLocked, "password_locked"},
    {Condition::PasswordExpired, "password_expired"},
    {Condition::Reissued, "reissued"},
    {Condition::SystemError, "system_error"},
    {Condition::NotObtained, "not_obtained"},
}};

constexpr char kHarbour[] = "見本港湾運送株式会社";
constexpr char kTrading[] = "架空通商株式会社";
constexpr char kMaker[] = "例示製作所株式会社";
constexpr char kClinic[] = "医療法人見本会";

void add_customs(std::vector<Account>& to) {
  const std::string label = "customs-filing";
  using enum Condition;
  to.push_back({label, "TRADE001", "ALPHA001", kHarbour, Ready, 0, false, "issues, once; three wrong codes 2 lock it"});
  to.push_back({label, "TRADE002", "BRAVO002", kTrading, Ready, 0, false, "issues, once; three wrong codes 2 lock it"});
  to.push_back({label, "TRADE003", "CHARLIE3", kHarbour, Ready, 0, false, "issues, once; for renewals too"});
  to.push_back({label, "RENEW001", "DELTA001", kHarbour, Ready, 0, false, "renews: --issue makes its certificate"});
  to.push_back({label, "RENEW002", "DELTA002", kTrading, Ready, 0, false, "renews: --issue makes its certificate"});
  to.push_back({label, "LOCKED01", "ECHO0001", kTrading, Locked, 0, false, "locked until 23:30 Japan time"});
  to.push_back({label, "ISSUED01", "FOXTROT1", kTrading, AlreadyIssued, 0, false, "already issued"});
  to.push_back({label, "SYSERR01", "GOLF0001", kHarbour, SystemError, 0, false, "RA system error"});
  to.push_back({label, "NOCERT01", "HOTEL001", kHarbour, NotObtained, 0, false, "certificate cannot be obtained"});
  to.push_back({label, "NOTYET01", "INDIA001", kHarbour, NotIssued, 0, false, "not issued yet"});
  to.push_back({label, "WAIT0001", "JULIET01", kTrading, Ready, 1, false, "202 once, Retry-After in seconds"});
  to.push_back({label, "WAIT0002", "KILO0002", kTrading, Ready, 1, true, "202 once, Retry-After as a date"});
}

void add_corporate(std::vector<Account>& to) {
  const std::string label = "corporate-banking-expired";
  using enum Condition;
  to.push_back({label, "KAISHA01", "pass-word-01", kMaker, Ready, 0, false, "renews until 90 days after expiry"});
  to.push_back({label, "KAISHA02", "pass-word-02", kTrading, Ready, 0, false, "renews until 90 days after expiry"});
  to.push_back({label, "PWLOCK01", "pass-word-03", kMaker, PasswordLocked, 0, false, "550: password locked"});
  to.push_back({label, "PWOLD001", "pass-word-04", kMaker, PasswordExpired, 0, false, "550: password out of date"});
  to.push_back({label, "REISSUED", "pass-word-05", kMaker, Reissued, 0, false, "550: its certificate is an older one"});
  to.push_back({label, "NOTYET01", "pass-word-06", kMaker, NotIssued, 0, false, "550: not issued yet"});
  to.push_back({label, "FETCHED1", "pass-word-07", kMaker, Collected, 0, false, "550: collected already"});
  to.push_back({label, "SYSERR01", "pass-word-08", kMaker, SystemError, 0, false, "RA system error"});
  to.push_back({label, "WAIT0001", "pass-word-09", kMaker, Ready, 1, false, "202 once, Retry-After in seconds"});
}

void add_bank_web(std::vector<Account>& to) {
  const std::string label = "bank-web";
  using enum Condition;
  to.push_back({label, "BANK0001", "", kMaker, Ready, 0, false, "renews from 30 days before expiry"});
  to.push_back({label, "BANK0002", "", kTrading, Ready, 0, false, "renews from 30 days before expiry"});
  to.push_back({label, "ISSUED01", "", kMaker, AlreadyIssued, 0, false, "renewed already"});
  to.push_back({label, "SYSERR01", "", kMaker, SystemError, 0, false, "RA system error"});
  to.push_back({label, "NOCERT01", "", kMaker, NotObtained, 0, false, "certificate cannot be obtained"});
  to.push_back({label, "WAIT0001", "", kMaker, Ready, 1, true, "202 once, Retry-After as a date"});
}

void add_tokens_and_plain(std::vector<Account>& to) {
  using enum Condition;
  const std::string network = "secure-network-token";
  to.push_back({network, "LOGIN001", "Letter-001", kClinic, Ready, 0, false, "issues and renews"});
  to.push_back({network, "LOGIN002", "Letter-004", kClinic, Ready, 0, false, "issues and renews"});
  to.push_back({network, "PWLOCK01", "Letter-002", kClinic, PasswordLocked, 0, false, "0x04/-1: password locked"});
  to.push_back({network, "SYSERR01", "Letter-003", kClinic, SystemError, 0, false, "RA system error"});
  const std::string token = "etoken";
  const char* stores = "stores with the storage PIN on a token that was handed out";
  to.push_back({token, "YAMADA HANAKO", "StorePin1", kMaker, Ready, 0, false, stores});
  to.push_back({token, "SATO KEN", "StorePin2", kMaker, Ready, 0, false, stores});
  to.push_back({token, "SUZUKI AOI", "StorePin3", kMaker, SystemError, 0, false, "RA system error"});
  const std::string plain = "plain";
  to.push_back({plain, "user", "password", kTrading, Ready, 0, false, "any EST client: issues and renews"});
  to.push_back({"bound", "user", "password", kTrading, Ready, 0, false, "wants the channel binding in the request"});
  to.push_back({plain, "wait", "password", kTrading, Ready, 1, false, "202 once"});
}

std::vector<Account> make_accounts() {
  std::vector<Account> all;
  add_customs(all);
  add_corporate(all);
  add_bank_web(all);
  add_tokens_and_plain(all);
  return all;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

}  // namespace

const std::vector<Account>& known_accounts() {
  static const std::vector<Account> accounts = make_accounts();
  return accounts;
}

const Account* find_account(std::string_view label, std::string_view user) {
  const std::string wanted = label == "customs-filing" ? upper(user) : std::string(user);
  const auto& all = known_accounts();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Account& one) { return one.label == label && one.user == wanted; });
  return found == all.end() ? nullptr : &*found;
}

std::string_view condition_name(Condition condition) {
  for (const auto& [value, name] : kNames)
    if (value == condition) return name;
  return {};
}

std::optional<Condition> condition_of(std::string_view name) {
  for (const auto& [value, text] : kNames)
    if (text == name) return value;
  return std::nullopt;
}

std::string accounts_table() {
  std::string text = fmt::format("{:<26}{:<15}{:<14}{}\n", "profile", "user", "password", "what it shows");
  for (const Account& one : known_accounts())
    text += fmt::format("{:<26}{:<15}{:<14}{}\n", one.label, one.user, one.password.empty() ? "-" : one.password,
                        one.shows);
  return text;
}

}  // namespace kigen::demo_ra
