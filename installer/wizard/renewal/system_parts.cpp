#include <array>
#include <thread>

#include "common/platform/local_calendar.h"
#include "common/platform/paths.h"
#include "common/platform/random.h"
#include "common/platform/token_notice.h"
#include "installer/wizard/renewal/engine.h"
#include "installer/wizard/renewal/forbidden_network.h"
#include "installer/wizard/renewal/pipe_sink.h"
#include "installer/wizard/renewal/ssl_state.h"

namespace kigen::renewal {
namespace {

double random_fraction() {
  std::array<std::uint8_t, 4> bytes{};
  platform::fill_random(bytes);
  std::uint32_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8 | byte;
  return static_cast<double>(number) / 4294967296.0;
}

// In slices, so that a PC that slept or a clock that was set is noticed; and because what waits for a stop token in GCC
// 12's library for Windows may sleep through the stop.
void wait_until(const Clock& clock, Instant until, const std::stop_token& stop) {
  constexpr std::chrono::milliseconds kSlice{50};
  while (!stop.stop_requested() && clock.now() < until) std::this_thread::sleep_for(kSlice);
}

}  // namespace

Result<net::Response> get_once(const net::Url& url, const net::ConnectOptions& options, std::stop_token stop) {
  auto connection = net::connect(url, options, stop);
  if (!connection) return connection.error();
  net::Request request;
  request.target = url.target;
  return (*connection)->send(request, std::move(stop));
}

Result<EngineParts> system_parts(const std::string& folder) {
  EngineParts parts;
  parts.folder = folder.empty() ? platform::user_folder() : platform::from_utf8(folder);
  if (parts.folder.empty()) return Error(ErrorCode::NotFound, "the system names no folder of this user");
  auto stores = keys::open_stores(platform::to_utf8(parts.folder / "store"));
  if (!stores) return stores.error();
  parts.stores = *std::move(stores);
  const auto clock = std::make_shared<SystemClock>();
  parts.clock = clock;
  parts.calendar = platform::system_calendar();
  parts.commands = make_command_runner();
  parts.token_workers.program = keys::pkcs11::worker_program();
  parts.get = get_once;
  // A wizard that is carried about leaves no trace with a service either.
  parts.keeps_chain = platform::portable_folder().empty();
  if (parts.keeps_chain) parts.sink = make_pipe_sink({});
  parts.forbidden_network = [](const profile::Profile& profile) -> std::optional<profile::ForbiddenNetwork> {
    if (profile.forbidden_networks.empty()) return std::nullopt;
    return find_forbidden(profile, network_facts());
  };
  parts.clear_ssl_state = clear_ssl_state;
  parts.tokens_changed = platform::tell_tokens_changed;
  parts.random = random_fraction;
  parts.wait = [clock](Instant until, std::stop_token stop) { wait_until(*clock, until, stop); };
  return parts;
}

}  // namespace kigen::renewal
