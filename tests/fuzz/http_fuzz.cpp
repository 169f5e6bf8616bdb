// An HTTP answer of any bytes, whole and in two halves: the same outcome, within its bounds. The first octet says where
// to cut and whether it answers a CONNECT.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/net/answer_reader.h"

namespace {

using kigen::net::AnswerReader;
using kigen::net::AnswerRules;

/// 0 wants more, 1 whole, -1 refused.
int outcome(const kigen::Result<bool>& fed) {
  if (!fed) return -1;
  return *fed ? 1 : 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 8192) return 0;
  const AnswerRules rules{.header_bytes = 1024, .body_bytes = 2048, .no_body = data[0] == 1, .is_tunnel = data[0] == 2};
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  AnswerReader whole(rules), halves(rules);
  const int at_once = outcome(whole.feed(text));
  const std::size_t cut = data[0] % text.size();
  int in_two = outcome(halves.feed(text.substr(0, cut)));
  if (in_two == 0) in_two = outcome(halves.feed(text.substr(cut)));
  if ((at_once == 1) != (in_two == 1)) std::abort();
  if (at_once == 0) {
    if (!whole.end()) return 0;
  } else if (at_once < 0) {
    return 0;
  }
  if (at_once == 1 || !whole.has_rest()) {
    const auto response = whole.take();
    if (response.body.size() > rules.body_bytes || response.status < 0 || response.status > 999) std::abort();
  }
  return 0;
}
