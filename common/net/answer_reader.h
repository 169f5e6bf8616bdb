// One HTTP/1.1 answer from its octets (RFC 9112), bounded: no I/O, so that hostile input can be tried on it at will.
// Interim answers (1xx) are stepped over. One object, one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "common/base/result.h"
#include "common/net/http.h"

namespace kigen::net {

struct AnswerRules {
  std::size_t header_bytes = 0;
  std::size_t body_bytes = 0;
  bool no_body = false;    ///< the answer to HEAD, whatever its header says
  bool is_tunnel = false;  ///< the answer to CONNECT: a 2xx has no body (RFC 9112 6.3)
};

class AnswerReader {
 public:
  explicit AnswerReader(const AnswerRules& rules);
  AnswerReader(const AnswerReader&) = delete;
  AnswerReader& operator=(const AnswerReader&) = delete;
  ~AnswerReader();

  /// True when the answer is whole. Errors: AnswerTooLarge {limit}, AnswerUnreadable {reason}.
  [[nodiscard]] Result<bool> feed(std::string_view octets);
  /// The peer closed in an orderly way: the end of an answer that says no length. ConnectionLost in the middle of one.
  [[nodiscard]] Status end();
  /// Nothing of an answer came yet.
  [[nodiscard]] bool untouched() const;

  /// Of a whole answer: whether the connection may serve another request, and whether octets came after the answer.
  [[nodiscard]] bool keeps_alive() const;
  [[nodiscard]] bool has_rest() const;
  [[nodiscard]] Response take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kigen::net
