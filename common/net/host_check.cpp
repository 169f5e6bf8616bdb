#include "common/net/host_check.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <utility>

#include "common/net/connect_race.h"

namespace kigen::net {

namespace asio = boost::asio;

namespace {

/// One host: name, then race, under one deadline.
class Probe final : public std::enable_shared_from_this<Probe> {
 public:
  using Done = std::function<void(HostResult)>;

  Probe(asio::io_context& io, profile::Host host, Done done) : io_(io), done_(std::move(done)), deadline_(io) {
    result_.host = std::move(host);
  }

  void start(const HostCheckOptions& options) {
    started_ = std::chrono::steady_clock::now();
    deadline_.expires_after(options.timeout);
    deadline_.async_wait([self = shared_from_this()](const boost::system::error_code& cancelled) {
      if (!cancelled) self->timed_out();
    });
    // Weak: the deadline keeps the probe alive, a lookup that hangs must not.
    lookup_ = async_resolve(io_, result_.host.host, options.resolver, [weak = weak_from_this()](auto answer) {
      if (const auto self = weak.lock()) self->resolved(std::move(answer));
    });
  }

  void cancel() { finish(Error(ErrorCode::Cancelled)); }

 private:
  void resolved(Result<std::vector<std::string>> answer) {
    if (!done_) return;
    if (!answer) return finish(answer.error());
    result_.addresses = alternate_families(*answer);
    if (result_.addresses.empty()) return finish(Error(ErrorCode::HostNameNotFound, "no address"));
    race_ = async_connect_first(io_, result_.addresses, result_.host.port, [weak = weak_from_this()](auto connected) {
      if (const auto self = weak.lock()) self->raced(std::move(connected));
    });
  }

  void raced(Result<std::string> connected) {
    if (!connected) return finish(connected.error());
    result_.connected = *connected;
    finish(std::nullopt);
  }

  void timed_out() {
    const bool connecting = race_ != nullptr;
    finish(Error(ErrorCode::HostTimedOut, connecting ? race_->failures() : std::string())
               .with("step", connecting ? "connect" : "name"));
  }

  void finish(std::optional<Error> error) {
    if (!done_) return;
    const auto keep = shared_from_this();
    deadline_.cancel();
    if (lookup_) lookup_->abandon();
    if (race_) race_->abandon();
    result_.elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started_);
    if (error) error->with("host", result_.host.host).with("port", std::to_string(result_.host.port));
    result_.error = std::move(error);
    std::exchange(done_, nullptr)(std::move(result_));
  }

  asio::io_context& io_;
  Done done_;
  asio::steady_timer deadline_;
  std::chrono::steady_clock::time_point started_;
  std::unique_ptr<Lookup> lookup_;
  std::shared_ptr<ConnectRace> race_;
  HostResult result_;
};

class Check final : public HostCheck, public std::enable_shared_from_this<Check> {
 public:
  Check(asio::io_context& io, HostHandler on_host, AllHostsHandler all_done)
      : io_(io), on_host_(std::move(on_host)), all_done_(std::move(all_done)) {}

  void start(std::vector<profile::Host> hosts, const HostCheckOptions& options) {
    waiting_ = hosts.size();
    results_.resize(hosts.size());
    if (hosts.empty()) return asio::post(io_, [self = shared_from_this()] { self->all_done_({}); });
    for (std::size_t index = 0; index < hosts.size(); ++index) {
      auto probe = std::make_shared<Probe>(
          io_, std::move(hosts[index]),
          [self = shared_from_this(), index](HostResult result) { self->host_done(index, std::move(result)); });
      probes_.emplace_back(probe);
      probe->start(options);
    }
  }

  void cancel() override {
    asio::post(io_, [self = shared_from_this()] {
      for (const auto& weak : self->probes_) {
        if (const auto probe = weak.lock()) probe->cancel();
      }
    });
  }

 private:
  void host_done(std::size_t index, HostResult result) {
    results_[index] = std::move(result);
    if (on_host_) on_host_(index, results_[index]);
    if (--waiting_ == 0 && all_done_) all_done_(std::move(results_));
  }

  asio::io_context& io_;
  HostHandler on_host_;
  AllHostsHandler all_done_;
  std::vector<std::weak_ptr<Probe>> probes_;
  std::vector<HostResult> results_;
  std::size_t waiting_ = 0;
};

}  // namespace

Result<std::shared_ptr<HostCheck>> check_hosts(asio::io_context& io, std::vector<profile::Host> hosts,
                                               HostCheckOptions options, HostHandler on_host,
                                               AllHostsHandler all_done) {
  if (hosts.size() > kMaxHosts) return Error(ErrorCode::InvalidArgument, "more than 32 hosts");
  auto check = std::make_shared<Check>(io, std::move(on_host), std::move(all_done));
  check->start(std::move(hosts), options);
  return std::shared_ptr<HostCheck>(std::move(check));
}

Result<std::vector<HostResult>> check_hosts_and_wait(std::vector<profile::Host> hosts, HostCheckOptions options) {
  asio::io_context io;
  std::vector<HostResult> results;
  auto check = check_hosts(io, std::move(hosts), std::move(options), nullptr,
                           [&results](std::vector<HostResult> all) { results = std::move(all); });
  if (!check) return check.error();
  io.run();
  return results;
}

}  // namespace kigen::net
