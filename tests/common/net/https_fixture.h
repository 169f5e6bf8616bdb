// What the HTTPS tests share: a client that trusts the tests' authority and finds every name on loopback.
#pragma once

#include <string>

#include "common/net/http.h"
#include "tests/common/net/tls_server.h"

namespace kigen::net::test {

/// Any name is at 127.0.0.1; no proxy.
[[nodiscard]] ConnectOptions trusting();
/// A client certificate, RSA, of the shared authority: CN "client".
[[nodiscard]] const Credential& client_credential();
[[nodiscard]] ClientIdentity identity_of(const Credential& credential);
[[nodiscard]] Url url_of(const TlsServer& server, const std::string& host = "server.test");
/// Connects and sends one GET.
[[nodiscard]] Result<Response> get(const Url& url, const ConnectOptions& options, std::stop_token stop = {});
[[nodiscard]] std::string arg(const Error& error, const std::string& name);
/// Says "hello " and the client's name to every request.
void answer_all(ServerSession& session);

}  // namespace kigen::net::test
