// One connection: reads frames within their deadlines, has requests answered one at a time and in order, writes answers
// and pushes. The decisions are in Inbox, Outbox and dispatch; this is the shell around the stream.
//
// Threads: the io_context's. Ownership: shared by its pending operations and the host; close() ends it.
#pragma once

#include <boost/asio/steady_timer.hpp>

#include <array>
#include <memory>
#include <string>

#include "common/ipc/stream.h"
#include "service/pipe/dispatch.h"
#include "service/pipe/inbox.h"
#include "service/pipe/outbox.h"
#include "service/pipe/peer.h"
#include "service/pipe/server.h"

namespace kigen::pipe {

/// What a session needs of its server. Outlives every open session.
class SessionHost {
 public:
  virtual ~SessionHost() = default;
  /// PipeTooManyConnections when this user holds too many.
  [[nodiscard]] virtual Status admit(ConnectionId connection, const PeerIdentity& peer) = 0;
  virtual void closed(ConnectionId connection, bool was_greeted) = 0;
  virtual ServiceApi& api() = 0;
  [[nodiscard]] virtual const ServiceIdentity& identity() const = 0;
  [[nodiscard]] virtual const ServerLimits& limits() const = 0;
  virtual ServerCounters& counters() = 0;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::asio::io_context& io, ipc::Stream stream, ConnectionId connection, SessionHost& host);

  void start();
  /// Sends one error answer with a null id, then closes: for connections over a bound.
  void refuse(const Error& error);
  void push(std::size_t kind, std::string frame);
  /// Idempotent.
  void close();

  [[nodiscard]] bool greeted() const noexcept { return greeted_; }

 private:
  void read_next();
  void received(std::size_t size);
  [[nodiscard]] Status identify();
  void take_pending();
  void process();
  void process_one(const std::string& payload);
  void greet_client(const std::string& payload);
  void answered(std::uint64_t request, std::string frame);
  void offend(const Error& error);
  void end_after_writing();
  void write_next();
  [[nodiscard]] bool write_now();
  void write_rest(std::size_t written);
  void watch_frame();
  void arm_read_deadline(std::chrono::milliseconds limit);
  void disarm_read_deadline();

  boost::asio::io_context& io_;
  ipc::Stream stream_;
  SessionHost& host_;
  Caller caller_;
  boost::asio::steady_timer read_deadline_;
  boost::asio::steady_timer write_deadline_;
  Inbox inbox_;
  Outbox outbox_;

  std::array<char, 8192> buffer_{};
  std::string_view pending_;  ///< the part of buffer_ that the full inbox could not take yet
  bool reading_ = false;
  bool identified_ = false;
  bool greeted_ = false;
  bool ending_ = false;  ///< nothing more is read; closes when all is written
  bool closed_ = false;
  bool busy_ = false;                ///< a request is with the implementation
  bool scheduled_ = false;           ///< process() is posted
  std::uint64_t request_ = 0;        ///< counts requests: a late or second reply to an older one is ignored
  std::uint64_t watched_frame_ = 0;  ///< the frame whose deadline runs, by Inbox::frames(); 0 none
  std::string writing_;
  bool write_pending_ = false;
};

}  // namespace kigen::pipe
