#include "common/net/resolve.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>

namespace kigen::net {

namespace asio = boost::asio;

namespace {

/// What the lookup's thread and its asker share. `io` is null once the asker is gone.
struct Mailbox {
  std::mutex mutex;
  asio::io_context* io = nullptr;
  LookupHandler handler;
};

/// Runs on the io_context's thread: the asker may have gone between the post and now.
void deliver(const std::shared_ptr<Mailbox>& box, Result<std::vector<std::string>> result) {
  LookupHandler handler;
  {
    const std::lock_guard lock(box->mutex);
    if (box->io == nullptr) return;
    box->io = nullptr;
    handler = std::exchange(box->handler, nullptr);
  }
  handler(std::move(result));
}

Result<std::vector<std::string>> run_resolver(const Resolver& resolver, const std::string& host) {
  try {
    return resolver(host);
  } catch (const std::exception& failure) {
    return Error(ErrorCode::Internal, failure.what());
  }
}

void look_up(const std::shared_ptr<Mailbox>& box, const Resolver& resolver, const std::string& host) {
  auto result = run_resolver(resolver, host);
  const std::lock_guard lock(box->mutex);
  if (box->io == nullptr) return;
  asio::post(*box->io, [box, result = std::move(result)]() mutable { deliver(box, std::move(result)); });
}

class ThreadLookup final : public Lookup {
 public:
  explicit ThreadLookup(std::shared_ptr<Mailbox> box) : box_(std::move(box)) {}
  ~ThreadLookup() override { close(); }
  ThreadLookup(const ThreadLookup&) = delete;
  ThreadLookup& operator=(const ThreadLookup&) = delete;

  void abandon() override { close(); }

 private:
  void close() {
    LookupHandler dropped;  // destroyed outside the lock: it may own the asker
    const std::lock_guard lock(box_->mutex);
    box_->io = nullptr;
    dropped.swap(box_->handler);
  }

  std::shared_ptr<Mailbox> box_;
};

bool is_ipv6(const std::string& address) {
  return address.find(':') != std::string::npos;
}

}  // namespace

Result<std::vector<std::string>> resolve_with_system(const std::string& host) {
  asio::io_context context;
  asio::ip::tcp::resolver resolver(context);
  boost::system::error_code failure;
  const auto answers = resolver.resolve(host, "", failure);
  if (failure) {
    return Error(ErrorCode::HostNameNotFound, failure.message() + " (" + std::to_string(failure.value()) + ')')
        .with("host", host);
  }
  std::vector<std::string> addresses;
  for (const auto& answer : answers) addresses.push_back(answer.endpoint().address().to_string());
  return addresses;
}

std::vector<std::string> alternate_families(const std::vector<std::string>& addresses) {
  std::vector<std::string> first, second;
  for (const auto& address : addresses) {
    auto& family = is_ipv6(address) == is_ipv6(addresses.front()) ? first : second;
    if (std::find(family.begin(), family.end(), address) == family.end()) family.push_back(address);
  }
  std::vector<std::string> order;
  for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
    if (i < first.size()) order.push_back(first[i]);
    if (i < second.size()) order.push_back(second[i]);
  }
  if (order.size() > kMaxAddresses) order.resize(kMaxAddresses);
  return order;
}

std::unique_ptr<Lookup> async_resolve(asio::io_context& io, const std::string& host, Resolver resolver,
                                      LookupHandler handler) {
  auto box = std::make_shared<Mailbox>();
  box->io = &io;
  box->handler = std::move(handler);
  auto lookup = std::make_unique<ThreadLookup>(box);
  try {
    std::thread([box, resolver = std::move(resolver), host] { look_up(box, resolver, host); }).detach();
  } catch (const std::system_error& failure) {
    asio::post(io, [box, error = Error(ErrorCode::Internal, failure.what())] { deliver(box, error); });
  }
  return lookup;
}

}  // namespace kigen::net
