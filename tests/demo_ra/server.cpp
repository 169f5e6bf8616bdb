#include "tests/demo_ra/server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/write.hpp>

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace kigen::demo_ra {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::size_t kMaxConnections = 256;

struct Listener {
  Listener(asio::io_context& io, Server::Serve what) : acceptor(io), serve(std::move(what)) {}
  tcp::acceptor acceptor;
  Server::Serve serve;
};

void open(tcp::acceptor& acceptor, const tcp::endpoint& at) {
  acceptor.open(at.protocol());
#ifndef _WIN32
  acceptor.set_option(tcp::acceptor::reuse_address(true));
#endif
  if (at.protocol() == tcp::v6()) acceptor.set_option(asio::ip::v6_only(true));
  acceptor.bind(at);
  acceptor.listen();
}

}  // namespace

struct Server::Impl {
  asio::io_context io;
  asio::signal_set signals{io, SIGINT, SIGTERM};
  std::vector<std::unique_ptr<Listener>> listeners;

  std::mutex mutex;
  std::condition_variable changed;
  bool ending = false;
  std::set<tcp::socket*> open_sockets;

  class SocketLink final : public Link {
   public:
    SocketLink(Impl& owner, tcp::socket& socket) : owner_(owner), socket_(socket) {}
    std::size_t read(char* to, std::size_t size) override {
      boost::system::error_code failed;
      return socket_.read_some(asio::buffer(to, size), failed);
    }
    bool write(std::string_view bytes) override {
      boost::system::error_code failed;
      asio::write(socket_, asio::buffer(bytes), failed);
      return !failed;
    }
    void close_hard() override {
      boost::system::error_code failed;
      socket_.set_option(asio::socket_base::linger(true, 0), failed);
    }
    void pause(std::chrono::milliseconds time) override {
      std::unique_lock lock(owner_.mutex);
      owner_.changed.wait_for(lock, time, [this] { return owner_.ending; });
    }

   private:
    Impl& owner_;
    tcp::socket& socket_;
  };

  void accept(Listener& from) {
    from.acceptor.async_accept([this, &from](boost::system::error_code failed, tcp::socket socket) {
      if (failed == asio::error::operation_aborted || !from.acceptor.is_open()) return;
      if (!failed) start(std::move(socket), from.serve);
      accept(from);
    });
  }

  void start(tcp::socket socket, const Serve& serve) {
    auto own = std::make_unique<tcp::socket>(std::move(socket));
    {
      const std::scoped_lock lock(mutex);
      if (ending || open_sockets.size() >= kMaxConnections) return;
      open_sockets.insert(own.get());
    }
    std::thread([this, &serve, own = std::move(own)]() mutable {
      SocketLink link(*this, *own);
      try {
        serve(link);
      } catch (const std::exception&) {
        link.close_hard();  // the wall of one connection
      }
      // Under the lock to the end: once the set is empty, nothing of this object is in use any more.
      const std::scoped_lock lock(mutex);
      open_sockets.erase(own.get());
      boost::system::error_code failed;
      own->close(failed);  // not left to the destructor, which would spare the peer a reset
      own.reset();
      changed.notify_all();
    }).detach();
  }

  void end_connections() {
    std::unique_lock lock(mutex);
    ending = true;
    changed.notify_all();
    for (tcp::socket* one : open_sockets) {
      boost::system::error_code failed;
      one->shutdown(tcp::socket::shutdown_both, failed);
    }
    changed.wait(lock, [this] { return open_sockets.empty(); });
  }
};

Server::Server() : impl_(std::make_unique<Impl>()) {
  impl_->signals.async_wait([this](boost::system::error_code failed, int) {
    if (!failed) impl_->io.stop();
  });
}

Server::~Server() {
  impl_->end_connections();
}

std::uint16_t Server::listen(std::uint16_t port, Serve serve) {
  constexpr int kTries = 20;
  for (int i = 1;; ++i) {
    auto four = std::make_unique<Listener>(impl_->io, serve);
    open(four->acceptor, {asio::ip::address_v4::loopback(), port});
    const std::uint16_t taken = four->acceptor.local_endpoint().port();
    auto six = std::make_unique<Listener>(impl_->io, serve);
    try {
      open(six->acceptor, {asio::ip::address_v6::loopback(), taken});
    } catch (const boost::system::system_error& failure) {
      six.reset();  // a machine without IPv6
      // The free port of the one family is in use in the other: take another.
      if (failure.code() == asio::error::address_in_use && port == 0 && i < kTries) continue;
    }
    for (auto* one : {&four, &six}) {
      if (!*one) continue;
      impl_->listeners.push_back(std::move(*one));
      impl_->accept(*impl_->listeners.back());
    }
    return taken;
  }
}

void Server::run() {
  impl_->io.run();
  for (const auto& one : impl_->listeners) {
    boost::system::error_code failed;
    one->acceptor.close(failed);
  }
  impl_->end_connections();
}

void Server::stop() {
  impl_->io.stop();
}

}  // namespace kigen::demo_ra
