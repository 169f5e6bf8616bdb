// The stand behind a real pipe, on a thread of its own.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <memory>
#include <thread>

#include "service/pipe/server.h"
#include "tests/tray/stand/stand_service.h"

namespace kigen::tray::stand {

class StandServer {
 public:
  StandServer(const ipc::Endpoint& endpoint, Scene scene)
      : work_(boost::asio::make_work_guard(io_)),
        service_(scene, [this](pipe::ConnectionId id, const ipc::Push& message) { server_->push(id, message); }),
        server_(std::make_unique<pipe::Server>(
            io_, service_, pipe::ServerOptions{.endpoint = endpoint, .version = "0.1.0", .instance = "stand"})) {
    listening_ = server_->listen();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~StandServer() {
    boost::asio::post(io_, [this] { server_->stop(); });
    work_.reset();
    thread_.join();
  }
  StandServer(const StandServer&) = delete;
  StandServer& operator=(const StandServer&) = delete;

  [[nodiscard]] const Status& listening() const noexcept { return listening_; }

  /// Runs `question` on the server's thread and returns its answer.
  template <class F>
  auto ask(F question) {
    std::packaged_task<std::invoke_result_t<F, StandService&>()> task([&] { return question(service_); });
    auto answer = task.get_future();
    boost::asio::post(io_, [&task] { task(); });
    return answer.get();
  }

 private:
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  StandService service_;
  std::unique_ptr<pipe::Server> server_;
  Status listening_;
  std::thread thread_;
};

}  // namespace kigen::tray::stand
