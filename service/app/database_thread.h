// The one thread on which the inventory lives, and the way there and back: work runs there, its outcome comes back to
// the io_context's thread.
//
// Threads: made, used and destroyed on the io_context's thread; `Work` runs on the database thread, `Done` on the
// io_context's. Order is kept. After the destructor no Done is called; Work that was accepted is finished first.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <memory>
#include <utility>

namespace kigen::app {

class DatabaseThread {
 public:
  explicit DatabaseThread(boost::asio::io_context& io) : io_(io), alive_(std::make_shared<int>(0)) {}
  ~DatabaseThread() {
    alive_.reset();
    pool_.join();
  }
  DatabaseThread(const DatabaseThread&) = delete;
  DatabaseThread& operator=(const DatabaseThread&) = delete;

  /// After run_last: dropped, neither work nor done is called.
  template <class Work, class Done>
  void run(Work work, Done done) {
    if (!closed_) post(std::move(work), std::move(done));
  }
  /// The last that runs, behind everything that was accepted: what it closes is used by nobody after it. Of the others
  /// no Done is called any more.
  template <class Work, class Done>
  void run_last(Work work, Done done) {
    if (std::exchange(closed_, true)) return;
    alive_ = std::make_shared<int>(0);
    post(std::move(work), std::move(done));
  }

 private:
  template <class Work, class Done>
  void post(Work work, Done done) {
    boost::asio::post(
        pool_, [this, work = std::move(work), done = std::move(done), alive = std::weak_ptr<int>(alive_)]() mutable {
          // The result travels by shared_ptr: it is made on one thread and destroyed on the other.
          auto result = std::make_shared<decltype(work())>(work());
          boost::asio::post(io_, [result, done = std::move(done), alive]() mutable {
            if (!alive.expired()) done(std::move(*result));
          });
        });
  }

  boost::asio::io_context& io_;
  bool closed_ = false;
  std::shared_ptr<int> alive_;
  boost::asio::thread_pool pool_{1};
};

}  // namespace kigen::app
