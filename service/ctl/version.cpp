#include <fmt/format.h>

#include "common/ipc/json_string.h"
#include "common/text/ctl_text.h"
#include "kigen_version.h"
#include "service/ctl/commands.h"

namespace kigen::ctl {

// Never fails for want of a service: that it cannot be reached is itself the answer.
ExitCode run_version(const Context& context) {
  const auto client = context.connect();
  if (context.json()) {
    std::string out =
        fmt::format(R"({{"version":"{}","protocol":{},"service_version":)", kVersion, ipc::kProtocolVersion);
    if (client) {
      ipc::append_json_string(out, client->server().service_version);
    } else {
      out += "null";
    }
    context.print_json(out + "}");
    return kOk;
  }
  const std::string service =
      client ? client->server().service_version : text::ctl_service_unreachable(context.language());
  context.print(fmt::format("kigenctl {}\nkigen-service {}\n", kVersion, service));
  return kOk;
}

}  // namespace kigen::ctl
