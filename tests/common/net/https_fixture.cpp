#include "tests/common/net/https_fixture.h"

namespace kigen::net::test {

ConnectOptions trusting() {
  ConnectOptions options;
  options.trust = {.system_roots = false, .anchors = {shared_authority().own().der()}};
  options.proxy.setting.kind = ProxySetting::Kind::None;
  options.resolver = [](const std::string&) {
    return Result<std::vector<std::string>>(std::vector<std::string>{"127.0.0.1"});
  };
  return options;
}

const Credential& client_credential() {
  static const auto credential = shared_authority().issue({.name = "client", .client = true, .elliptic = false});
  return credential;
}

ClientIdentity identity_of(const Credential& credential) {
  return {credential.der(), {}, credential.client_key()};
}

Url url_of(const TlsServer& server, const std::string& host) {
  return {.host = host, .port = server.port()};
}

Result<Response> get(const Url& url, const ConnectOptions& options, std::stop_token stop) {
  auto connection = connect(url, options, stop);
  if (!connection) return connection.error();
  return (*connection)->send({}, stop);
}

std::string arg(const Error& error, const std::string& name) {
  const auto found = error.args.find(name);
  return found == error.args.end() ? "" : found->second;
}

void answer_all(ServerSession& session) {
  while (!session.read_request().empty()) session.answer(200, "hello " + session.client_name());
}

}  // namespace kigen::net::test
