// What the flow (flow.h) wants done, and which of its events brings the result back. Plain values.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "installer/wizard/model/state.h"

namespace kigen::wizard {

/// → loaded()
struct LoadCatalogue {};
/// → certificate_loaded()
struct LoadCertificate {
  std::string thumbprint;
};
/// The service may take its warning of this certificate away.
struct TellStarted {
  std::string thumbprint;
};
/// → host_tested(), test_ended(), with the same `run`
struct TestHosts {
  unsigned run = 0;
  std::vector<profile::Host> hosts;
  profile::ProfilePtr profile;  ///< whose forbidden networks forbid even that
};
struct StopTest {};
/// → job_event(), asked(), finished()
struct RunJob {
  renewal::Job job;
};
/// The engine is told to stop; its outcome still comes.
struct StopJob {};
/// To the question that is open.
struct Reply {
  renewal::Answer answer;
};
/// → abandoned()
struct Abandon {
  std::string job_id;
};
/// A dialog. → login_given()
struct AskLogin {
  renewal::ProxyLoginQuestion question;
};
/// The user wants this login kept for the next time.
struct KeepLogin {
  net::ProxyAddress proxy;
  net::ProxyLogin login;
};
struct KeepProxy {
  net::ProxySetting setting;
};
/// A dialog that says what stays. → cancel_confirmed() or nothing
struct AskToCancel {
  renewal::Aftermath stays{};
};
/// A dialog. → proxy_chosen() or nothing
struct ShowProxySettings {};
/// → tokens_found() with the same `run`. One at a time: an earlier one is to be stopped.
struct SearchTokens {
  unsigned run = 0;
  profile::ProfilePtr profile;
};
struct StopSearch {};
/// The chosen certificate, which its token has now, in Windows' own window.
struct ShowCertificate {};
/// → asked(), holder_known()
struct AskHolder {
  profile::ProfilePtr profile;
  keys::pkcs11::TokenInfo token;
  net::ProxySetting proxy;
};
/// → pin_set(). `profile` may be null. For a token with a PIN pad both secrets are empty.
struct SetTokenPin {
  Task task = Task::ChangePin;  ///< or Unblock
  keys::pkcs11::TokenInfo token;
  profile::ProfilePtr profile;
  Secret proof;  ///< the present PIN, or the PUK
  Secret next;
};
/// A dialog. → pin_given()
struct AskPin {
  renewal::PinQuestion question;
};
/// A dialog: a wrong one locks the token. → last_try_answered()
struct AskLastTry {
  std::string label, serial;
  bool puk = false;
};
/// A dialog. → token_answered(); also when a device has come (device_came())
struct AskToken {
  renewal::TokenQuestion question;
};
/// In the browser; https only.
struct OpenSite {
  std::string url;
};
struct Close {};

using Action =
    std::variant<LoadCatalogue, LoadCertificate, TellStarted, TestHosts, StopTest, RunJob, StopJob, Reply, Abandon,
                 AskLogin, KeepLogin, KeepProxy, AskToCancel, ShowProxySettings, SearchTokens, StopSearch,
                 ShowCertificate, AskHolder, SetTokenPin, AskPin, AskLastTry, AskToken, OpenSite, Close>;
using Actions = std::vector<Action>;

/// A list of them: an Action may hold a secret and cannot be copied into one.
template <typename... Each>
[[nodiscard]] Actions actions(Each... each) {
  Actions list;
  (list.emplace_back(std::move(each)), ...);
  return list;
}
inline void append(Actions& list, Actions more) {
  for (Action& action : more) list.push_back(std::move(action));
}

}  // namespace kigen::wizard
