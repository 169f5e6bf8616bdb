// The Kigen service: as a Windows service, or in a console for developers and on Linux.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "common/platform/local_calendar.h"
#include "common/platform/log.h"
#include "common/platform/paths.h"
#include "kigen_version.h"
#include "service/app/engine.h"
#include "service/host/host.h"
#include "service/host/service_setup.h"

namespace {

struct Arguments {
  bool console = false;
  bool install = false, uninstall = false, remove_data = false;
  std::string data, listen, issuers;
};

int run(const Arguments& arguments) {
  using namespace kigen;
  const auto data = arguments.data.empty() ? platform::default_data_folder() : platform::from_utf8(arguments.data);
  if (arguments.install) return host::install_configuration(data);
  if (arguments.uninstall) return host::uninstall_configuration(data, arguments.remove_data);
  if (data.empty()) {
    std::fputs("kigen-service: --data DIR says where the database and the settings are to be\n", stderr);
    return 2;
  }
  const auto endpoint =
      arguments.listen.empty() ? Result<ipc::Endpoint>(ipc::default_endpoint()) : ipc::parse_endpoint(arguments.listen);
  if (!endpoint) {
    std::fprintf(stderr, "kigen-service: --listen: %s\n", to_log_line(endpoint.error()).c_str());
    return 2;
  }
  const SystemClock clock;
  const auto calendar = platform::system_calendar();
  platform::Log log({.file = {}, .also_stderr = arguments.console});
  const auto issuers =
      arguments.issuers.empty() ? platform::shipped_profiles_folder() : platform::from_utf8(arguments.issuers);
  return host::run_host({.console = arguments.console}, [&](const host::EngineContext& context) {
    return std::make_unique<app::Engine>(context, app::EngineOptions{.data_folder = data,
                                                                     .shipped_profiles = issuers,
                                                                     .endpoint = *endpoint,
                                                                     .clock = &clock,
                                                                     .calendar = calendar.get(),
                                                                     .log = &log,
                                                                     .on_zone_change = [&] { calendar->refresh(); }});
  });
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Kigen keeps client certificates from expiring: the service", "kigen-service");
  app.set_version_flag("--version", fmt::format("kigen-service {}", kigen::kVersion));
  app.add_flag("--console", arguments.console, "run here, not as a service");
  app.add_option("--data", arguments.data, "folder of the database, settings and profiles");
  app.add_option("--listen", arguments.listen, "unix:PATH or pipe:NAME");
  app.add_option("--issuers", arguments.issuers, "folder of the profiles that came with the program");
  app.add_flag("--install-config", arguments.install, "set up service, data folder and event source (administrators)");
  app.add_flag("--uninstall-config", arguments.uninstall, "undo --install-config (administrators)");
  app.add_flag("--remove-data", arguments.remove_data, "with --uninstall-config: the data folder as well");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  try {
    return run(arguments);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "kigen-service: %s\n", error.what());
    return 1;
  }
}
