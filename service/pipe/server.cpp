#include "service/pipe/server.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <map>
#include <vector>

#include "service/pipe/acceptor.h"
#include "service/pipe/session.h"

namespace kigen::pipe {
namespace {

constexpr std::chrono::milliseconds kFirstAcceptPause{50};
constexpr std::chrono::milliseconds kLongestAcceptPause{5'000};

}  // namespace

class Server::Impl final : public SessionHost, public std::enable_shared_from_this<Impl> {
 public:
  Impl(boost::asio::io_context& io, ServiceApi& api, ServerOptions options)
      : io_(io),
        api_(api),
        options_(std::move(options)),
        identity_{.version = options_.version, .instance = options_.instance},
        pause_(io) {}

  Status listen() {
    auto acceptor = make_acceptor(io_, options_.endpoint);
    if (!acceptor) return acceptor.error();
    acceptor_ = std::move(*acceptor);
    accept_next();
    return {};
  }

  void stop() {
    stopped_ = true;
    pause_.cancel();
    if (acceptor_) acceptor_->close();
    while (!sessions_.empty()) sessions_.begin()->second.session->close();
  }

  void push(ConnectionId connection, const ipc::Push& message) {
    const auto found = sessions_.find(connection);
    if (found == sessions_.end()) return;
    auto frame = std::visit(
        [&](const auto& params) { return ipc::notification_frame(ipc::kPushNames[message.index()], params); }, message);
    if (frame) found->second.session->push(message.index(), std::move(*frame));
  }

  void close(ConnectionId connection) {
    const auto found = sessions_.find(connection);
    if (found != sessions_.end()) found->second.session->close();
  }

  Status admit(ConnectionId connection, const PeerIdentity& peer) override {
    std::size_t& held = users_[peer.sid];
    if (held >= options_.limits.connections_per_user) {
      return Error(ErrorCode::PipeTooManyConnections).with("max", std::to_string(options_.limits.connections_per_user));
    }
    ++held;
    if (const auto found = sessions_.find(connection); found != sessions_.end()) found->second.user = peer.sid;
    return {};
  }

  void closed(ConnectionId connection, bool was_greeted) override {
    const auto found = sessions_.find(connection);
    if (found == sessions_.end()) return;
    if (const auto user = users_.find(found->second.user); user != users_.end() && --user->second == 0) {
      users_.erase(user);
    }
    sessions_.erase(found);
    counters_.open = sessions_.size();
    if (was_greeted) api_.disconnected(connection);
  }

  ServiceApi& api() override { return api_; }
  [[nodiscard]] const ServiceIdentity& identity() const override { return identity_; }
  [[nodiscard]] const ServerLimits& limits() const override { return options_.limits; }
  ServerCounters& counters() override { return counters_; }

 private:
  struct Entry {
    std::shared_ptr<Session> session;
    std::string user;  ///< "" until identified
  };

  void accept_next() {
    acceptor_->accept([weak = weak_from_this()](Result<ipc::Stream> stream) {
      const auto self = weak.lock();
      if (!self || self->stopped_) return;
      if (!stream) return self->pause_accepting();
      self->accept_pause_ = {};
      self->accepted(std::move(*stream));
      if (!self->stopped_) self->accept_next();
    });
  }

  // An error here (no descriptors left, no memory) would come back at once: wait, so that the clients in hand are
  // served.
  void pause_accepting() {
    accept_pause_ = std::clamp(accept_pause_ * 2, kFirstAcceptPause, kLongestAcceptPause);
    pause_.expires_after(accept_pause_);
    pause_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
      const auto self = weak.lock();
      if (!error && self && !self->stopped_) self->accept_next();
    });
  }

  void accepted(ipc::Stream stream) {
    ++counters_.accepted;
    const ConnectionId connection = ++last_connection_;
    const bool room = sessions_.size() < options_.limits.connections || evict_silent();
    auto session = std::make_shared<Session>(io_, std::move(stream), connection, *this);
    sessions_.emplace(connection, Entry{.session = session, .user = {}});
    counters_.open = sessions_.size();
    if (room) return session->start();
    session->refuse(Error(ErrorCode::PipeTooManyConnections).with("max", std::to_string(options_.limits.connections)));
  }

  // When all places are taken, the oldest connection that has not even said hello gives way: whoever opens connections
  // in order to hold them cannot lock others out.
  bool evict_silent() {
    const auto silent =
        std::ranges::find_if(sessions_, [](const auto& entry) { return !entry.second.session->greeted(); });
    if (silent == sessions_.end()) return false;
    ++counters_.refused;
    silent->second.session->close();
    return true;
  }

  boost::asio::io_context& io_;
  ServiceApi& api_;
  ServerOptions options_;
  ServiceIdentity identity_;
  std::unique_ptr<Acceptor> acceptor_;
  boost::asio::steady_timer pause_;
  std::chrono::milliseconds accept_pause_{0};
  std::map<ConnectionId, Entry> sessions_;
  std::map<std::string, std::size_t, std::less<>> users_;
  ConnectionId last_connection_ = 0;
  ServerCounters counters_;
  bool stopped_ = false;
};

Server::Server(boost::asio::io_context& io, ServiceApi& api, ServerOptions options)
    : impl_(std::make_shared<Impl>(io, api, std::move(options))) {}

Server::~Server() {
  stop();
}

Status Server::listen() {
  return impl_->listen();
}

void Server::close(ConnectionId connection) {
  impl_->close(connection);
}

void Server::stop() {
  impl_->stop();
}

void Server::push(ConnectionId connection, const ipc::Push& message) {
  impl_->push(connection, message);
}

ServerCounters Server::counters() const {
  return impl_->counters();
}

}  // namespace kigen::pipe
