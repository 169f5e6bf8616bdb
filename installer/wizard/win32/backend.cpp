#include "installer/wizard/win32/backend.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <thread>
#include <utility>

#include "common/ipc/async_client.h"
#include "common/platform/local_calendar.h"
#include "installer/wizard/renewal/forbidden_network.h"
#include "installer/wizard/win32/account.h"
#include "installer/wizard/win32/own_store.h"
#include "kigen_version.h"

namespace kigen::wizard {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kMostListed = 5000;  // more than a person chooses from

bool same_certificate(const ipc::CertificateSummary& item, const std::string& thumbprint) {
  std::string wanted = thumbprint;
  std::transform(wanted.begin(), wanted.end(), wanted.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  constexpr std::size_t kLeast = 8;
  if (wanted.size() < kLeast) return false;
  return item.thumbprint_sha256.starts_with(wanted) || item.thumbprint_sha1.starts_with(wanted);
}

class SystemBackend final : public Backend {
 public:
  SystemBackend(BackendOptions options, std::shared_ptr<ui::UiQueue> queue)
      : queue_(std::move(queue)), work_(asio::make_work_guard(io_)), thread_([this] { io_.run(); }) {
    if (options.without_service) {
      known_ = true;
      return;
    }
    ipc::ClientOptions client;
    client.endpoint = std::move(options.endpoint);
    client.client = "wizard";
    client.version = kVersion;
    client.accept_console_server = options.accept_console_server;
    client_ = std::make_unique<ipc::AsyncClient>(
        client, [queue = queue_](std::function<void()> work) { queue->post(std::move(work)); },
        ipc::AsyncClientEvents{.connected = [this](const ipc::HelloResult&) { answered(true); },
                               .disconnected = [this](const Error&, auto) { answered(false); },
                               .pushed = {}},
        false);
    client_->start();
  }

  ~SystemBackend() override {
    client_.reset();
    cancel_test();
    io_.stop();
    thread_.join();
    check_.reset();
  }
  SystemBackend(const SystemBackend&) = delete;
  SystemBackend& operator=(const SystemBackend&) = delete;

  void list(std::function<void(Listing)> done) override {
    when_known([this, done = std::move(done)] {
      if (!connected_) return list_own(done);
      list_page({}, std::make_shared<Listing>(), done);
    });
  }

  void find(const std::string& thumbprint, std::function<void(std::optional<ipc::CertificateDetail>)> done) override {
    when_known([this, thumbprint, done = std::move(done)] {
      if (!connected_) return find_own(thumbprint, done);
      client_->call(ipc::kGet, {thumbprint}, [this, thumbprint, done](Result<ipc::CertificateDetail> answer) {
        // The service may not know it yet (the tray reports): perhaps the user's own store does.
        if (!answer) return find_own(thumbprint, done);
        done(std::move(*answer));
      });
    });
  }

  void wizard_started(const std::string& thumbprint) override {
    when_known([this, thumbprint] {
      if (connected_) client_->call(ipc::kWizardStarted, {thumbprint}, [](const Result<ipc::WarningList>&) {});
    });
  }

  void test(std::vector<profile::Host> hosts, profile::ProfilePtr profile, std::chrono::milliseconds limit,
            std::function<void(std::size_t, const net::HostResult&)> on_host, std::function<void()> done) override {
    asio::post(io_, [this, hosts = std::move(hosts), profile = std::move(profile), limit, on_host = std::move(on_host),
                     done = std::move(done)] {
      if (const auto network = forbidden_network(profile.get())) {
        return refuse_all(hosts, *network, on_host, done);
      }
      net::HostCheckOptions options;
      options.timeout = limit;
      auto started = net::check_hosts(
          io_, hosts, std::move(options),
          [queue = queue_, on_host](std::size_t index, const net::HostResult& result) {
            queue->post([on_host, index, result] { on_host(index, result); });
          },
          [queue = queue_, done](const std::vector<net::HostResult>&) { queue->post(done); });
      if (started) check_ = *started;
    });
  }

  void stop_test() override { cancel_test(); }

 private:
  static std::optional<profile::ForbiddenNetwork> forbidden_network(const profile::Profile* profile) {
    if (profile == nullptr || profile->forbidden_networks.empty()) return std::nullopt;
    return renewal::find_forbidden(*profile, renewal::network_facts());
  }

  void refuse_all(const std::vector<profile::Host>& hosts, const profile::ForbiddenNetwork& network,
                  const std::function<void(std::size_t, const net::HostResult&)>& on_host,
                  const std::function<void()>& done) {
    Error error(ErrorCode::ForbiddenNetwork);
    error.with("network_ja", network.name.ja).with("network_en", network.name.en);
    for (std::size_t i = 0; i < hosts.size(); ++i) {
      net::HostResult result;
      result.host = hosts[i];
      result.error = error;
      queue_->post([on_host, i, result] { on_host(i, result); });
    }
    queue_->post(done);
  }

  void cancel_test() {
    asio::post(io_, [this] {
      if (check_) check_->cancel();
    });
  }

  /// The first answer decides; a service that comes back later does not change what is on the screen.
  void answered(bool connected) {
    if (known_) return;
    known_ = true;
    connected_ = connected;
    for (const auto& work : std::exchange(waiting_, {})) work();
  }

  void when_known(std::function<void()> work) {
    if (known_) return work();
    waiting_.push_back(std::move(work));
  }

  void list_page(const std::string& cursor, const std::shared_ptr<Listing>& listing,
                 const std::function<void(Listing)>& done) {
    ipc::ListParams params;
    params.cursor = cursor;
    params.limit = 1000;
    client_->call(ipc::kList, params, [this, listing, done](Result<ipc::ListResult> page) {
      if (!page) return list_own(done);
      listing->items.insert(listing->items.end(), page->items.begin(), page->items.end());
      if (page->next_cursor.empty() || listing->items.size() >= kMostListed) return add_profiles(listing, done);
      list_page(page->next_cursor, listing, done);
    });
  }

  void list_own(const std::function<void(Listing)>& done) {
    asio::post(io_, [queue = queue_, done] {
      Listing listing;
      listing.service_missing = true;
      const auto profiles = read_profiles();
      listing.profiles = profiles.profiles;
      listing.account = current_account();
      const auto own = read_own_store(profiles, SystemClock().now(), *platform::system_calendar());
      if (own)
        for (const auto& detail : *own) listing.items.push_back(detail.summary);
      queue->post([done, listing = std::move(listing)]() mutable { done(std::move(listing)); });
    });
  }

  void add_profiles(const std::shared_ptr<Listing>& listing, const std::function<void(Listing)>& done) {
    asio::post(io_, [queue = queue_, listing, done] {
      auto profiles = read_profiles().profiles;
      // The account's name may come from a domain controller: not on the UI thread.
      queue->post([listing, done, profiles = std::move(profiles), account = current_account()] {
        listing->profiles = profiles;
        listing->account = account;
        done(std::move(*listing));
      });
    });
  }

  void find_own(const std::string& thumbprint, const std::function<void(std::optional<ipc::CertificateDetail>)>& done) {
    asio::post(io_, [queue = queue_, thumbprint, done] {
      std::optional<ipc::CertificateDetail> found;
      const auto own = read_own_store(read_profiles(), SystemClock().now(), *platform::system_calendar());
      if (own) {
        const auto match = std::find_if(own->begin(), own->end(), [&thumbprint](const auto& detail) {
          return same_certificate(detail.summary, thumbprint);
        });
        if (match != own->end()) found = *match;
      }
      queue->post([done, found = std::move(found)] { done(found); });
    });
  }

  std::shared_ptr<ui::UiQueue> queue_;
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::shared_ptr<net::HostCheck> check_;  // touched on io_'s thread only
  std::thread thread_;
  std::unique_ptr<ipc::AsyncClient> client_;
  bool known_ = false;
  bool connected_ = false;
  std::vector<std::function<void()>> waiting_;
};

}  // namespace

std::unique_ptr<Backend> make_backend(BackendOptions options, std::shared_ptr<ui::UiQueue> queue) {
  return std::make_unique<SystemBackend>(std::move(options), std::move(queue));
}

}  // namespace kigen::wizard
