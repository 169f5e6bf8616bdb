#include "service/pipe/session.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

namespace kigen::pipe {

Session::Session(boost::asio::io_context& io, ipc::Stream stream, ConnectionId connection, SessionHost& host)
    : io_(io), stream_(std::move(stream)), host_(host), read_deadline_(io), write_deadline_(io) {
  caller_.connection = connection;
#ifndef _WIN32
  boost::system::error_code ignored;
  stream_.non_blocking(true, ignored);
#endif
}

void Session::start() {
  if (kPeerKnownAtAccept) {
    if (Status known = identify(); !known) return refuse(known.error());
  }
  arm_read_deadline(host_.limits().hello_deadline);
  read_next();
}

void Session::refuse(const Error& error) {
  ++host_.counters().refused;
  if (outbox_.add_answer(ipc::error_frame("null", error))) end_after_writing();
}

Status Session::identify() {
  auto peer = identify_peer(stream_);
  if (!peer) return peer.error();
  if (Status admitted = host_.admit(caller_.connection, *peer); !admitted) return admitted;
  caller_.sid = std::move(peer->sid);
  caller_.name = std::move(peer->name);
  caller_.administrator = peer->administrator;
  identified_ = true;
  return {};
}

void Session::read_next() {
  if (reading_ || closed_ || ending_) return;
  reading_ = true;
  stream_.async_read_some(boost::asio::buffer(buffer_),
                          [self = shared_from_this()](boost::system::error_code error, std::size_t size) {
                            self->reading_ = false;
                            if (self->closed_) return;
                            if (error) return self->close();
                            if (!self->ending_) self->received(size);
                          });
}

void Session::received(std::size_t size) {
  if (!identified_) {
    if (Status known = identify(); !known) return refuse(known.error());
  }
  pending_ = {buffer_.data(), size};
  take_pending();
  if (!busy_ && !scheduled_) process();
}

// Moves what was read into the inbox, and reads on when there is room.
void Session::take_pending() {
  if (Status taken = inbox_.take(pending_); !taken) return offend(taken.error());
  watch_frame();
  if (pending_.empty() && !inbox_.full()) read_next();
}

// One request a turn of the io_context: a connection that floods gets no more turns than any other.
void Session::process() {
  scheduled_ = false;
  if (closed_ || ending_ || busy_) return;
  const auto payload = inbox_.next();
  if (!payload) return;
  process_one(*payload);
  if (closed_ || ending_) return;
  if (!reading_) take_pending();
  if (busy_ || scheduled_ || inbox_.empty()) return;
  scheduled_ = true;
  boost::asio::post(io_, [self = shared_from_this()] { self->process(); });
}

void Session::process_one(const std::string& payload) {
  ++host_.counters().requests;
  if (!greeted_) return greet_client(payload);
  busy_ = true;
  const std::uint64_t request = ++request_;
  const bool good = dispatch(host_.api(), caller_, payload, [weak = weak_from_this(), request](std::string frame) {
    if (const auto self = weak.lock()) self->answered(request, std::move(frame));
  });
  if (good || closed_) return;
  ++host_.counters().offences;
  end_after_writing();
}

void Session::greet_client(const std::string& payload) {
  Greeting greeting = greet(caller_, host_.identity(), payload);
  if (!outbox_.add_answer(std::move(greeting.frame))) return close();
  if (!greeting.accepted) {
    ++host_.counters().offences;
    return end_after_writing();
  }
  disarm_read_deadline();
  greeted_ = true;
  caller_.client = std::move(greeting.client);
  watch_frame();
  write_next();
  if (closed_) return;
  host_.api().connected(caller_);
}

void Session::answered(std::uint64_t request, std::string frame) {
  if (closed_ || ending_ || !busy_ || request != request_) return;
  busy_ = false;
  if (!outbox_.add_answer(std::move(frame))) {
    ++host_.counters().offences;
    return close();
  }
  write_next();
  if (closed_ || scheduled_ || inbox_.empty()) return;
  scheduled_ = true;
  boost::asio::post(io_, [self = shared_from_this()] { self->process(); });
}

void Session::push(std::size_t kind, std::string frame) {
  if (closed_ || ending_ || !greeted_) return;
  outbox_.add_push(kind, std::move(frame));
  write_next();
}

void Session::offend(const Error& error) {
  ++host_.counters().offences;
  if (!outbox_.add_answer(ipc::error_frame("null", error))) return close();
  end_after_writing();
}

void Session::end_after_writing() {
  ending_ = true;
  disarm_read_deadline();
  write_next();
}

void Session::write_next() {
  while (!write_pending_ && !closed_) {
    auto frame = outbox_.next();
    if (!frame) {
      if (ending_) close();
      return;
    }
    writing_ = std::move(*frame);
    if (!write_now()) return;
  }
}

// True when all of writing_ went out at once: the usual case on a socket, and it costs neither an operation nor a
// timer.
bool Session::write_now() {
  std::size_t written = 0;
#ifndef _WIN32
  boost::system::error_code error;
  written = stream_.write_some(boost::asio::buffer(writing_), error);
  if (error && error != boost::asio::error::would_block) {
    close();
    return false;
  }
  if (written == writing_.size()) return true;
#endif
  write_rest(written);
  return false;
}

void Session::write_rest(std::size_t written) {
  write_pending_ = true;
  write_deadline_.expires_after(host_.limits().write_deadline);
  write_deadline_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (error || !self || self->closed_ || !self->write_pending_) return;
    ++self->host_.counters().offences;
    self->close();
  });
  boost::asio::async_write(stream_, boost::asio::buffer(writing_) + written,
                           [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                             if (self->closed_) return;
                             self->write_pending_ = false;
                             self->write_deadline_.cancel();
                             if (error) return self->close();
                             self->write_next();
                           });
}

// Runs the deadline of a frame from its first byte, unless it is we who do not read.
void Session::watch_frame() {
  if (!greeted_) return;
  const std::uint64_t frame = inbox_.partial() && !inbox_.full() ? inbox_.frames() + 1 : 0;
  if (frame == watched_frame_) return;
  if (frame == 0) return disarm_read_deadline();
  arm_read_deadline(host_.limits().frame_deadline);
  watched_frame_ = frame;
}

void Session::arm_read_deadline(std::chrono::milliseconds limit) {
  read_deadline_.expires_after(limit);
  read_deadline_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (error || !self || self->closed_ || self->ending_) return;
    if (self->read_deadline_.expiry() > std::chrono::steady_clock::now()) return;  // re-armed meanwhile
    self->offend(Error(ErrorCode::PipeDeadline));
  });
}

void Session::disarm_read_deadline() {
  watched_frame_ = 0;
  // Also tells a handler that is already queued that it no longer counts.
  read_deadline_.expires_at(std::chrono::steady_clock::time_point::max());
}

void Session::close() {
  if (closed_) return;
  closed_ = true;
  const auto self = shared_from_this();
  read_deadline_.cancel();
  write_deadline_.cancel();
  boost::system::error_code ignored;
  stream_.close(ignored);
  host_.closed(caller_.connection, greeted_);
}

}  // namespace kigen::pipe
