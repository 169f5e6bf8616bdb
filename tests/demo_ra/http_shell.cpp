#include "tests/demo_ra/http_shell.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <sstream>

namespace kigen::demo_ra {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using ErrorCodeOf = boost::system::error_code;

constexpr std::uint32_t kMaxHeader = 64 * 1024;

// What Beast calls a SyncReadStream.
class Reader {
 public:
  explicit Reader(Channel& channel) : channel_(channel) {}
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, ErrorCodeOf& failed) {
    for (auto one = asio::buffer_sequence_begin(buffers); one != asio::buffer_sequence_end(buffers); ++one) {
      const asio::mutable_buffer buffer(*one);
      if (buffer.size() == 0) continue;
      const std::size_t size = channel_.read(static_cast<char*>(buffer.data()), buffer.size());
      failed = size == 0 ? ErrorCodeOf(asio::error::eof) : ErrorCodeOf();
      return size;
    }
    failed = {};
    return 0;
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    ErrorCodeOf failed;
    const std::size_t size = read_some(buffers, failed);
    if (failed) throw boost::system::system_error(failed);
    return size;
  }

 private:
  Channel& channel_;
};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::optional<Message> read_message(Reader& reader, Channel& channel, beast::flat_buffer& buffer) {
  http::request_parser<http::string_body> parser;
  parser.header_limit(kMaxHeader);
  parser.body_limit(kMaxRequestBody);
  ErrorCodeOf failed;
  http::read_header(reader, buffer, parser, failed);
  if (failed) return std::nullopt;
  if (lower(std::string(parser.get()[http::field::expect])) == "100-continue" &&
      !channel.write("HTTP/1.1 100 Continue\r\n\r\n"))
    return std::nullopt;
  http::read(reader, buffer, parser, failed);
  if (failed) return std::nullopt;
  const auto& request = parser.get();
  Message message{.method = std::string(request.method_string()),
                  .target = std::string(request.target()),
                  .headers = {},
                  .body = request.body(),
                  .keep_alive = request.keep_alive()};
  for (const auto& field : request) message.headers[lower(std::string(field.name_string()))] = field.value();
  return message;
}

std::string to_text(const Answer& answer, bool keep_alive, bool head) {
  http::response<http::string_body> response(static_cast<http::status>(answer.status), 11);
  response.set(http::field::server, "kigen-demo-ra");
  if (!answer.content_type.empty()) response.set(http::field::content_type, answer.content_type);
  for (const auto& [name, value] : answer.headers) response.insert(name, value);
  response.keep_alive(keep_alive);
  response.body() = answer.body;
  if (answer.chunked && answer.status != 204) {
    response.chunked(true);
  } else {
    response.prepare_payload();
  }
  std::ostringstream text;
  text << response;
  std::string whole = std::move(text).str();
  if (head) whole.resize(whole.find("\r\n\r\n") + 4);
  return whole;
}

// False when the connection ends with this answer.
bool write_answer(Channel& channel, const Message& message, const Answer& answer) {
  if (answer.delay_ms > 0) channel.pause(std::chrono::milliseconds{answer.delay_ms});
  if (answer.reset) {
    channel.close_hard();
    return false;
  }
  if (answer.silent) return false;
  const bool keep_alive = message.keep_alive && !answer.close;
  const std::string text = answer.raw ? answer.body : to_text(answer, keep_alive, message.method == "HEAD");
  if (answer.drop_after) {
    const auto part = std::string_view(text).substr(0, static_cast<std::size_t>(*answer.drop_after));
    static_cast<void>(channel.write(part));
    return false;
  }
  if (!channel.write(text)) return false;
  if (!keep_alive || answer.raw) channel.finish();
  return keep_alive && !answer.raw;
}

}  // namespace

void serve_http(Channel& channel, const std::function<Answer(const Message&)>& handle) {
  Reader reader(channel);
  beast::flat_buffer buffer;
  for (;;) {
    const auto message = read_message(reader, channel, buffer);
    if (!message || !write_answer(channel, *message, handle(*message))) return;
  }
}

}  // namespace kigen::demo_ra
