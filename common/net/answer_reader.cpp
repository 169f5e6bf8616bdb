#include "common/net/answer_reader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <limits>
#include <optional>

#include "common/net/wiping_allocator.h"

namespace kigen::net {

namespace http = boost::beast::http;

namespace {

constexpr int kMaxInterim = 8;

using Body = http::basic_string_body<char, std::char_traits<char>, WipingAllocator<char>>;
using Parser = http::response_parser<Body>;

Error reading_failed(const AnswerRules& rules, const boost::system::error_code& why) {
  if (why == http::error::header_limit || why == http::error::buffer_overflow) {
    return Error(ErrorCode::AnswerTooLarge, why.message()).with("limit", std::to_string(rules.header_bytes));
  }
  if (why == http::error::body_limit) {
    return Error(ErrorCode::AnswerTooLarge, why.message()).with("limit", std::to_string(rules.body_bytes));
  }
  if (why == http::error::partial_message || why == http::error::end_of_stream) {
    return Error(ErrorCode::ConnectionLost, why.message());
  }
  return Error(ErrorCode::AnswerUnreadable, why.message()).with("reason", why.message());
}

std::string lower_case(std::string_view name) {
  std::string result(name);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

}  // namespace

struct AnswerReader::State {
  explicit State(const AnswerRules& given) : rules(given) { restart(); }

  void restart() {
    parser.emplace();
    // Of an answer to CONNECT the header comes first, apart: it says whether there is a body at all.
    parser->eager(!rules.is_tunnel);
    parser->header_limit(static_cast<std::uint32_t>(
        std::min<std::size_t>(rules.header_bytes, std::numeric_limits<std::uint32_t>::max())));
    parser->body_limit(rules.body_bytes);
    parser->skip(rules.no_body);
  }

  [[nodiscard]] bool is_interim() const {
    const auto status = parser->get().result_int();
    return status >= 100 && status < 200 && status != 101;
  }

  /// True when octets were used up; false when more are needed.
  [[nodiscard]] Result<bool> parse_some() {
    boost::system::error_code failure;
    const std::size_t used = parser->put(boost::asio::buffer(waiting.data(), waiting.size()), failure);
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(used));
    if (failure == http::error::need_more) return used != 0;
    if (failure) return reading_failed(rules, failure);
    if (rules.is_tunnel && parser->is_header_done()) {
      tunnel_open = parser->get().result_int() / 100 == 2;
      parser->eager(true);
    }
    if (parser->is_done() && is_interim()) {
      if (++interim > kMaxInterim) return Error(ErrorCode::AnswerUnreadable).with("reason", "interim answers only");
      restart();
      return true;
    }
    return used != 0;
  }

  [[nodiscard]] bool done() const { return tunnel_open || parser->is_done(); }

  AnswerRules rules;
  std::optional<Parser> parser;
  WipedText waiting;  ///< came, not parsed yet
  int interim = 0;
  bool tunnel_open = false;
};

AnswerReader::AnswerReader(const AnswerRules& rules) : state_(std::make_unique<State>(rules)) {}
AnswerReader::~AnswerReader() = default;

Result<bool> AnswerReader::feed(std::string_view octets) {
  append(state_->waiting, octets);
  while (!state_->done() && !state_->waiting.empty()) {
    const auto moved = state_->parse_some();
    if (!moved) return moved.error();
    if (!*moved) break;
  }
  // What the parser leaves is the begin of a line: of the header, of a chunk, of a trailer.
  if (!state_->done() && state_->waiting.size() > state_->rules.header_bytes) {
    return Error(ErrorCode::AnswerTooLarge).with("limit", std::to_string(state_->rules.header_bytes));
  }
  return state_->done();
}

Status AnswerReader::end() {
  if (state_->done()) return {};
  if (untouched()) return Error(ErrorCode::ConnectionLost, "closed before an answer");
  boost::system::error_code failure;
  state_->parser->put_eof(failure);
  if (failure) return reading_failed(state_->rules, failure);
  return {};
}

bool AnswerReader::untouched() const {
  return !state_->parser->got_some() && state_->waiting.empty();
}

bool AnswerReader::keeps_alive() const {
  return state_->tunnel_open || state_->parser->keep_alive();
}

bool AnswerReader::has_rest() const {
  return !state_->waiting.empty();
}

Response AnswerReader::take() {
  auto& message = state_->parser->get();
  Response response;
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    const auto name = field.name_string();
    const auto value = field.value();
    response.headers.emplace_back(lower_case({name.data(), name.size()}), std::string(value.data(), value.size()));
  }
  response.body.assign(message.body().data(), message.body().size());
  return response;
}

}  // namespace kigen::net
