// Sends one GET through a proxy and says what came of it in one line.
//
//   kigen-http-probe URL ANCHOR.der (system|none|HOST:PORT) [USER]...
//
// For each USER a line of standard input is that login's password; a question beyond them is given up. Prints "asked
// REALM [again]" for each question, then "status N BODY" or the error's log line. Ends with 0 for a status, else 1.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "common/net/endpoint_text.h"
#include "common/net/http.h"

namespace {

using namespace kigen;

net::Bytes read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

net::ProxySetting setting_of(const std::string& text) {
  using Kind = net::ProxySetting::Kind;
  if (text == "system") return {};
  if (text == "none") return {.kind = Kind::None};
  const auto host = net::host_from_text(text);
  return {.kind = Kind::Manual, .host = host ? host->host : "", .port = host ? host->port : std::uint16_t{0}};
}

Result<net::Response> run(const std::vector<std::string>& words) {
  const auto url = net::parse_url(words[0]);
  if (!url) return url.error();
  net::ConnectOptions options;
  options.trust = {.system_roots = false, .anchors = {read_all(words[1])}};
  options.proxy.setting = setting_of(words[2]);
  std::size_t next = 3;
  options.proxy.ask = [&](const net::ProxyAddress&, const std::string& realm,
                          bool again) -> std::optional<net::ProxyLogin> {
    std::cout << "asked " << realm << (again ? " again" : "") << '\n';
    std::string password;
    if (next >= words.size() || !std::getline(std::cin, password)) return std::nullopt;
    if (!password.empty() && password.back() == '\r') password.pop_back();
    return net::ProxyLogin{words[next++], Secret(password)};
  };
  auto connection = net::connect(*url, options, {});
  if (!connection) return connection.error();
  return (*connection)->send({.target = url->target}, {});
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() < 3) {
    std::cerr << "usage: kigen-http-probe URL ANCHOR.der (system|none|HOST:PORT) [USER]...\n";
    return 2;
  }
  const auto response = run(words);
  if (!response) {
    std::cout << to_log_line(response.error()) << '\n';
    return 1;
  }
  std::cout << "status " << response->status << ' ' << response->body << '\n';
  return 0;
}
