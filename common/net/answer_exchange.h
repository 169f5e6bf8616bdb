// Reading one whole answer from a wire.
#pragma once

#include <stop_token>

#include "common/net/answer_reader.h"
#include "common/net/wire.h"

namespace kigen::net {

struct Received {
  Response response;
  bool keeps_open = false;  ///< the wire may carry another request
};

/// Errors: those of Wire::read_some and AnswerReader, each {phase}.
[[nodiscard]] Result<Received> receive_answer(Wire& wire, const AnswerRules& rules, const Phase& phase,
                                              const std::stop_token& stop);

}  // namespace kigen::net
