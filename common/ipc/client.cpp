#include "common/ipc/client.h"

#include "common/ipc/connection.h"

namespace kigen::ipc {

class Client::Impl {
 public:
  explicit Impl(ClientOptions options) : io_(1), connection_(std::make_shared<Connection>(io_, std::move(options))) {
    connection_->on_push = [this](const Push& push) {
      ++pushes_;
      if (handler_) handler_(push);
    };
  }
  ~Impl() {
    connection_->on_push = nullptr;
    connection_->close(Error(ErrorCode::Cancelled));
    io_.restart();
    io_.poll();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Status connect() {
    std::optional<Result<HelloResult>> result;
    connection_->start([&result](const Result<HelloResult>& hello) { result = hello; });
    run_until([&result] { return result.has_value(); });
    if (!*result) return result->error();
    hello_ = **result;
    return {};
  }

  Status call(std::string_view method, std::string_view params_json,
              const std::function<void(const boost::json::value&)>& use) {
    std::optional<Status> status;
    connection_->call(method, params_json, [&](const Connection::Answer& answer) {
      status = answer ? Status() : Status(answer.error());
      if (answer) use(**answer);
    });
    run_until([&status] { return status.has_value(); });
    return *status;
  }

  Result<bool> wait_for_push(std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    const std::uint64_t before = pushes_;
    io_.restart();
    while (pushes_ == before && connection_->open() && io_.run_one_until(deadline) > 0) {
    }
    if (pushes_ != before) return true;
    if (!connection_->open()) return Error(ErrorCode::PipeUnavailable, "connection lost");
    return false;
  }

  void on_push(std::function<void(const Push&)> handler) { handler_ = std::move(handler); }

  Connection& connection() { return *connection_; }
  [[nodiscard]] const HelloResult& hello() const { return hello_; }

 private:
  // The connection's own deadlines end every wait.
  template <class Done>
  void run_until(Done done) {
    io_.restart();
    while (!done() && io_.run_one() > 0) {
    }
  }

  boost::asio::io_context io_;
  std::shared_ptr<Connection> connection_;
  HelloResult hello_;
  std::uint64_t pushes_ = 0;
  std::function<void(const Push&)> handler_;
};

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::connect(ClientOptions options) {
  auto impl = std::make_unique<Impl>(std::move(options));
  if (Status status = impl->connect(); !status) return status.error();
  return Client(std::move(impl));
}

const HelloResult& Client::server() const {
  return impl_->hello();
}

Status Client::call_json(std::string_view method, std::string_view params_json,
                         const std::function<void(const boost::json::value&)>& result) {
  return impl_->call(method, params_json, result);
}

void Client::on_push(std::function<void(const Push&)> handler) {
  impl_->on_push(std::move(handler));
}

Result<bool> Client::wait_for_push(std::chrono::milliseconds limit) {
  return impl_->wait_for_push(limit);
}

void Client::set_call_limit(std::chrono::milliseconds limit) {
  impl_->connection().set_call_limit(limit);
}

}  // namespace kigen::ipc
