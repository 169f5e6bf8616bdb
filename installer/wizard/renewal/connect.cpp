#include <algorithm>

#include "common/x509/subject.h"
#include "installer/wizard/renewal/run.h"

namespace kigen::renewal {
namespace {

// The proxy's question goes to whoever runs the job.
net::ProxyPolicy proxy_policy(Run& run) {
  net::ProxyPolicy policy;
  policy.setting = run.job.proxy;
  policy.ask = [&run](const net::ProxyAddress& proxy, const std::string& realm,
                      bool again) -> std::optional<net::ProxyLogin> {
    if (run.stop.stop_requested()) return std::nullopt;
    auto& known = run.proxy_login;
    if (again || !known || known->first != proxy) {
      known.reset();
      std::optional<net::ProxyLogin> given = std::move(run.observer.ask(ProxyLoginQuestion{proxy, realm, again}).login);
      if (!given) return std::nullopt;
      known.emplace(proxy, *std::move(given));
    }
    return net::ProxyLogin{known->second.user, known->second.password.clone()};
  };
  return policy;
}

std::string text_of(const Credentials& credentials, const std::string& id) {
  const auto found = credentials.find(id);
  return found == credentials.end() ? std::string() : std::string(found->second.view());
}

Secret secret_of(const Credentials& credentials, const std::string& id) {
  const auto found = credentials.find(id);
  return found == credentials.end() ? Secret() : found->second.clone();
}

bool is_secret(const profile::Profile& profile, const std::string& id) {
  return std::any_of(profile.credentials.begin(), profile.credentials.end(),
                     [&](const auto& one) { return one.id == id && one.secret; });
}

// The token says these of itself.
void fill_from_token(Run& run) {
  if (run.vault.token() == nullptr) return;
  const auto& info = run.vault.token()->info();
  for (const auto& field : run.profile().credentials) {
    const bool named = field.prefill == "token.serial" || field.prefill == "token.label";
    if (!named || !text_of(run.job.credentials, field.id).empty()) continue;
    run.job.credentials.insert_or_assign(field.id, Secret(field.prefill == "token.serial" ? info.serial : info.label));
  }
}

}  // namespace

std::vector<std::string> credential_ids(const profile::Profile& profile, Kind kind) {
  std::vector<std::string> ids;
  for (const auto& one : profile.credentials) {
    const bool wanted = one.used_for == "both" || one.used_for == (kind == Kind::Issue ? "issue" : "renew");
    if (wanted) ids.push_back(one.id);
  }
  return ids;
}

Status need_credentials(Run& run) {
  fill_from_token(run);
  std::vector<std::string> missing;
  for (const std::string& id : credential_ids(run.profile(), run.job.kind)) {
    const auto found = run.job.credentials.find(id);
    if (found == run.job.credentials.end() || found->second.empty()) missing.push_back(id);
  }
  if (missing.empty()) return {};
  Answer answer = run.observer.ask(CredentialsQuestion{missing});
  for (auto& [id, secret] : answer.credentials) run.job.credentials.insert_or_assign(id, std::move(secret));
  for (const std::string& id : missing) {
    if (text_of(run.job.credentials, id).empty()) {
      return Error(run.stop.stop_requested() ? ErrorCode::Cancelled : ErrorCode::CredentialsWrong, "not given")
          .with("missing", id);
    }
  }
  return {};
}

Login login_of(Run& run) {
  const auto ids = credential_ids(run.profile(), run.job.kind);
  if (ids.empty()) return nullptr;
  auto login = std::make_shared<net::Request::Login>();
  login->preemptive = true;
  if (ids.size() == 1 && is_secret(run.profile(), ids.front())) {
    // A password alone: it is that of the person whom the certificate in hand names.
    if (run.old_record) login->user = x509::common_name(run.old_record->subject);
    login->password = secret_of(run.job.credentials, ids.front());
  } else {
    login->user = text_of(run.job.credentials, ids.front());
    if (ids.size() > 1) login->password = secret_of(run.job.credentials, ids[1]);
  }
  return login;
}

Result<net::ConnectOptions> connect_options(Run& run, bool with_old_certificate) {
  net::ConnectOptions options;
  options.trust.anchors = run.anchors;
  options.proxy = proxy_policy(run);
  if (with_old_certificate && run.old) {
    auto key = run.old_vault.personal().key_of(*run.job.old);
    if (!key) return key.error();
    options.identity = net::ClientIdentity{.certificate = run.old->der, .intermediates = {}, .key = *std::move(key)};
    run.tell_key_use();
  }
  return options;
}

Result<Ra*> ra_of(Run& run) {
  if (run.ra) return run.ra.get();
  const auto base = net::parse_url(run.profile().enroll.base_url);
  if (!base) return base.error();
  auto options = connect_options(run, run.job.kind == Kind::Renew);
  if (!options) return options.error();
  run.ra = run.parts.make_ra({*base, run.profile().enroll.label}, *std::move(options));
  return run.ra.get();
}

}  // namespace kigen::renewal
