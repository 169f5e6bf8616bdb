#include "tests/common/est/canned_server.h"

#include <csignal>

namespace kigen::est::testing {

using net::test::ServerSession;

Step answers(int status, std::string body, std::string more_header) {
  return [=](ServerSession& session) { return session.answer(status, body, more_header); };
}

Step answers_in_chunks(int status, std::string body) {
  return [=](ServerSession& session) {
    std::string text = "HTTP/1.1 " + std::to_string(status) + " OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0, size = 1; at < body.size(); at += size, size = size % 7 + 1) {
      const std::string chunk = body.substr(at, size);
      text += std::to_string(chunk.size()) + "\r\n" + chunk + "\r\n";
    }
    return session.write(text + "0\r\n\r\n");
  };
}

Step answers_and_closes(int status, std::string body, bool told) {
  return [=](ServerSession& session) {
    session.answer(status, body, told ? "Connection: close\r\n" : "");
    return false;
  };
}

Step cuts() {
  return [](ServerSession& session) {
    session.cut();
    return false;
  };
}

Step stays_silent() {
  return [](ServerSession& session) {
    session.wait_for_client();
    return false;
  };
}

namespace {

// OpenSSL writes with write(): to a client that has gone, that is a signal where there are signals.
std::vector<Step> without_signals(std::vector<Step> steps) {
#ifdef SIGPIPE
  std::signal(SIGPIPE, SIG_IGN);
#endif
  return steps;
}

}  // namespace

CannedServer::CannedServer(std::vector<Step> steps)
    : steps_(without_signals(std::move(steps))),
      server_(net::test::good_server(), [this](ServerSession& session) { serve(session); }) {}

void CannedServer::serve(ServerSession& session) {
  for (;;) {
    std::string request = session.read_request();
    if (request.empty()) return;
    const Step step = take(std::move(request));
    if (!step || !step(session)) return;
  }
}

Step CannedServer::take(std::string request) {
  const std::lock_guard lock(mutex_);
  const std::size_t number = requests_.size();
  requests_.push_back(std::move(request));
  came_.notify_all();
  return number < steps_.size() ? steps_[number] : Step();
}

net::Url CannedServer::url(const std::string& target) const {
  return {.host = "127.0.0.1", .port = server_.port(), .target = target};
}

net::ConnectOptions CannedServer::options() const {
  net::ConnectOptions out;
  out.trust = {.system_roots = false, .anchors = {net::test::shared_authority().own().der()}};
  out.proxy.setting.kind = net::ProxySetting::Kind::None;
  return out;
}

Client CannedServer::client(std::string label) const {
  return Client({.base = url(), .label = std::move(label)}, options());
}

std::vector<std::string> CannedServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

bool CannedServer::wait_for_requests(std::size_t count) const {
  std::unique_lock lock(mutex_);
  return came_.wait_for(lock, std::chrono::seconds(10), [&] { return requests_.size() >= count; });
}

}  // namespace kigen::est::testing
