// A journal or attempt file of any bytes: an answer, never a crash. What is accepted is consistent, can be resumed and
// taken through any error, and reads the same after being written again. The checksum would stop every mutation, so the
// input is also taken as a body that is sealed first.
#include <boost/json/object.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "installer/wizard/renewal/attempt.h"
#include "installer/wizard/renewal/json_fields.h"
#include "installer/wizard/renewal/plan.h"

namespace {

using namespace kigen::renewal;

void check_entry(std::string_view text) {
  const auto entry = entry_from_json(text);
  if (!entry) {
    if (entry.error().code != kigen::ErrorCode::JournalUnreadable) std::abort();
    return;
  }
  const auto written = to_json(*entry);
  if (!written) std::abort();
  const auto again = entry_from_json(*written);
  if (!again || *again != *entry) std::abort();
  for (const bool key : {false, true}) {
    const Resumption resumption = resume(*entry, {.key = key, .certificate = key, .renewed_elsewhere = !key});
    if (resumption.verdict != Verdict::GoOn) continue;
    // Whatever is resumed can be written and read again: no state is a dead end.
    const auto resumed = to_json(resumption.entry);
    if (!resumed || !entry_from_json(*resumed)) std::abort();
  }
  static_cast<void>(aftermath(*entry, kigen::ErrorCode::ConnectionLost));
}

void check_attempt(std::string_view text) {
  const auto record = attempt_from_json(text);
  if (!record) return;
  const auto again = attempt_from_json(to_json(*record));
  if (!again || *again != *record) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 8192) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_entry(text);
  check_attempt(text);
  const auto value = parse_bounded(text);
  if (!value || !value->is_object()) return 0;
  check_entry(seal("kigen_journal", kJournalVersion, value->get_object()));
  check_attempt(seal("kigen_attempt", 1, value->get_object()));
  return 0;
}
