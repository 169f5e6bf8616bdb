// A settings file of any bytes: an answer, never a crash; what is accepted resolves without a further problem and
// survives a faulty successor. Inputs over 4 KiB add nothing but time.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/settings/store.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto parsed = kigen::settings::parse_settings(text, "fuzz.toml");
  const bool accepted = !kigen::has_errors(parsed.diagnostics);
  kigen::settings::SettingsStore store;
  store.take_file(std::move(parsed));
  if (accepted && !store.problems().empty()) std::abort();
  const int hours = store.current().check_interval_hours();
  if (hours < 1 || hours > 72) std::abort();
  const auto set = store.set("check.interval_hours", text.substr(0, 20), true);
  if (set && set->size() > 2) std::abort();
  return 0;
}
