#include "common/ipc/connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace kigen::ipc {
namespace {

// How soon a server that is there, but has no free instance at this moment, is asked again.
constexpr std::chrono::milliseconds kBusyRetry{20};

template <std::size_t kIndex = 0>
Result<Push> push_of(std::string_view name, const boost::json::value& params) {
  if constexpr (kIndex == std::variant_size_v<Push>) {
    return Error(ErrorCode::PipeUnknownMethod).with("method", std::string(name));
  } else {
    if (name != kPushNames[kIndex]) return push_of<kIndex + 1>(name, params);
    auto message = from_json<std::variant_alternative_t<kIndex, Push>>(params);
    if (!message) return message.error();
    return Push(std::in_place_index<kIndex>, std::move(*message));
  }
}

}  // namespace

Connection::Connection(boost::asio::io_context& io, ClientOptions options)
    : io_(io), options_(std::move(options)), retry_timer_(io), deadline_(io) {}

void Connection::start(std::function<void(const Result<HelloResult>&)> ready) {
  ready_ = std::move(ready);
  connect_by_ = std::chrono::steady_clock::now() + options_.connect_limit;
  try_open();
}

void Connection::try_open() {
  auto stream = open_stream(io_, options_.endpoint, {.accept_console_server = options_.accept_console_server});
  if (stream) {
    stream_.emplace(std::move(*stream));
    say_hello();
    return;
  }
  const bool busy = stream.error().code == ErrorCode::TimedOut;
  if (!busy || std::chrono::steady_clock::now() + kBusyRetry > connect_by_) {
    close(stream.error());
    return;
  }
  retry_timer_.expires_after(kBusyRetry);
  retry_timer_.async_wait([self = shared_from_this()](boost::system::error_code error) {
    if (!error && self->state_ == State::Connecting) self->try_open();
  });
}

void Connection::say_hello() {
  state_ = State::Greeting;
  read_next();
  const HelloParams hello{.protocol = kProtocolVersion, .client = options_.client, .version = options_.version};
  call(kHello.name, to_json(hello), [self = shared_from_this()](const Answer& answer) {
    if (!answer) return self->close(answer.error());
    auto result = from_json<HelloResult>(**answer);
    if (!result) return self->close(result.error());
    self->state_ = State::Open;
    self->finish_start(result);
  });
}

void Connection::finish_start(const Result<HelloResult>& hello) {
  if (auto ready = std::exchange(ready_, nullptr)) ready(hello);
}

void Connection::call(std::string_view method, std::string_view params_json, AnswerHandler handler) {
  if (state_ != State::Open && state_ != State::Greeting) {
    handler(Error(ErrorCode::PipeUnavailable).with("endpoint", to_string(options_.endpoint)));
    return;
  }
  const std::uint64_t id = next_id_++;
  auto frame = request_frame(id, method, params_json);
  if (!frame) {
    handler(frame.error());
    return;
  }
  const auto limit = state_ == State::Greeting ? options_.connect_limit : options_.call_limit;
  waiting_.push_back({id, std::chrono::steady_clock::now() + limit, std::move(handler)});
  if (waiting_.size() == 1) arm_deadline();
  send(std::move(*frame));
}

// Answers come in order, so that the oldest call's deadline is the only one to watch.
void Connection::arm_deadline() {
  if (waiting_.empty()) {
    deadline_.cancel();
    return;
  }
  deadline_.expires_at(waiting_.front().deadline);
  deadline_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (error || !self || self->waiting_.empty()) return;
    if (self->waiting_.front().deadline > std::chrono::steady_clock::now()) return;
    self->close(Error(ErrorCode::TimedOut, "no answer in time").with("endpoint", to_string(self->options_.endpoint)));
  });
}

void Connection::send(std::string frame) {
  outgoing_.push_back(std::move(frame));
  if (!writing_) write_next();
}

void Connection::write_next() {
  writing_ = true;
  boost::asio::async_write(*stream_, boost::asio::buffer(outgoing_.front()),
                           [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                             self->writing_ = false;
                             // What the server said before it hung up is still to be read: reading finds the end.
                             if (error || self->state_ == State::Closed) return;
                             self->outgoing_.pop_front();
                             if (!self->outgoing_.empty()) self->write_next();
                           });
}

void Connection::read_next() {
  stream_->async_read_some(
      boost::asio::buffer(buffer_), [self = shared_from_this()](boost::system::error_code error, std::size_t size) {
        if (self->state_ == State::Closed) return;
        if (error) {
          self->close(self->farewell_.value_or(
              Error(ErrorCode::PipeUnavailable, error.message()).with("endpoint", to_string(self->options_.endpoint))));
          return;
        }
        self->take_bytes({self->buffer_.data(), size});
        if (self->state_ != State::Closed) self->read_next();
      });
}

void Connection::take_bytes(std::string_view bytes) {
  while (state_ != State::Closed) {
    auto payload = decoder_.take(bytes);
    if (!payload) return close(payload.error());
    if (!*payload) return;
    take_payload(**payload);
  }
}

void Connection::take_payload(std::string_view payload) {
  auto value = parse_json(payload);
  if (!value) return close(value.error());
  auto incoming = read_incoming(*value);
  if (!incoming) return close(incoming.error());
  if (!incoming->method.empty()) return take_push(*incoming);
  if (!incoming->id) {
    farewell_ = incoming->error;
    return;
  }
  take_answer(*incoming);
}

void Connection::take_answer(const Incoming& incoming) {
  if (waiting_.empty() || waiting_.front().id != *incoming.id) {
    return close(Error(ErrorCode::PipeProtocol, "answer to no request"));
  }
  const AnswerHandler handler = std::move(waiting_.front().handler);
  waiting_.pop_front();
  arm_deadline();
  handler(incoming.error ? Answer(*incoming.error) : Answer(incoming.content));
}

void Connection::take_push(const Incoming& incoming) {
  // A push that this version does not know is no fault of the connection.
  const auto push = push_of(incoming.method, *incoming.content);
  if (push && on_push) on_push(*push);
}

void Connection::close(const Error& reason) {
  if (state_ == State::Closed) return;
  const auto self = shared_from_this();
  const bool was_open = std::exchange(state_, State::Closed) == State::Open;
  retry_timer_.cancel();
  deadline_.cancel();
  boost::system::error_code ignored;
  if (stream_) stream_->close(ignored);
  for (auto& call : std::exchange(waiting_, {})) call.handler(reason);
  finish_start(reason);
  if (was_open && on_lost) on_lost(reason);
}

}  // namespace kigen::ipc
