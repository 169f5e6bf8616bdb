#include "common/net/answer_exchange.h"

#include "common/net/wiping_allocator.h"

namespace kigen::net {

namespace {

constexpr std::size_t kReadSize = std::size_t{16} * 1024;

Error in_phase(const Phase& phase, Error error) {
  error.args.insert_or_assign("phase", phase.name());
  return error;
}

}  // namespace

Result<Received> receive_answer(Wire& wire, const AnswerRules& rules, const Phase& phase, const std::stop_token& stop) {
  AnswerReader reader(rules);
  WipedText piece(kReadSize);
  for (bool whole = false; !whole;) {
    const auto octets = wire.read_some(piece, phase, stop);
    if (!octets) return octets.error();
    if (*octets == 0) {
      if (const auto ended = reader.end(); !ended) return in_phase(phase, ended.error());
      return Received{reader.take(), false};
    }
    const auto state = reader.feed({piece.data(), *octets});
    if (!state) return in_phase(phase, state.error());
    whole = *state;
  }
  const bool open = reader.keeps_alive() && !reader.has_rest();
  return Received{reader.take(), open};
}

}  // namespace kigen::net
