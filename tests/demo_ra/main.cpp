// kigen-demo-ra: an EST server on loopback that plays the five reference systems. README.md says how.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <thread>

#include "common/platform/files.h"
#include "common/platform/random.h"
#include "tests/demo_ra/accounts.h"
#include "tests/demo_ra/admin.h"
#include "tests/demo_ra/http_shell.h"
#include "tests/demo_ra/options.h"
#include "tests/demo_ra/overrides.h"
#include "tests/demo_ra/server.h"
#include "tests/demo_ra/tls_context.h"

namespace {

using namespace kigen::demo_ra;
using kigen::to_log_line;

constexpr std::array<const char*, 7> kLabels{
    "plain", "customs-filing", "corporate-banking-expired", "bank-web", "secure-network-token", "etoken", "bound"};

// The folder of --data, or one that goes with the program.
class DataFolder {
 public:
  explicit DataFolder(const std::filesystem::path& given) : temporary_(given.empty()) {
    path_ = temporary_ ? std::filesystem::temp_directory_path() / ("kigen-demo-ra-" + kigen::platform::random_hex())
                       : given;
    std::filesystem::create_directories(path_);
  }
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;
  ~DataFolder() {
    std::error_code failed;
    if (temporary_) std::filesystem::remove_all(path_, failed);
  }
  [[nodiscard]] std::filesystem::path database() const { return path_ / "demo-ra.db"; }

 private:
  std::filesystem::path path_;
  bool temporary_;
};

struct Parts {
  const Options& options;
  SettableClock& clock;
  Switchboard& switches;
  RegistrationAuthority& ra;
};

bool told(const kigen::Status& done) {
  if (!done) fmt::print(stderr, "kigen-demo-ra: {}\n", to_log_line(done.error()));
  return static_cast<bool>(done);
}

bool issue_all(const Parts& parts) {
  namespace platform = kigen::platform;
  const Options& options = parts.options;
  if (!options.issue.empty() && !told(platform::ensure_folder(options.out))) return false;
  for (const IssueOrder& order : options.issue) {
    const auto made = parts.ra.make_certificate(order.label, order.user, order.days, options.password);
    if (!made) return told(made.error());
    const std::string name = order.label + "-" + made->record.user;
    if (!told(platform::write_file_atomically(options.out / (name + ".p12"), made->pkcs12)) ||
        !told(platform::write_file_atomically(options.out / (name + ".pem"), made->certificate_pem)) ||
        !told(platform::write_file_atomically(options.out / (name + ".key"), made->key_pem)))
      return false;
  }
  return true;
}

void serve_tls(const Parts& parts, const std::string& label, Link& link) {
  if (parts.switches.take_value("reset", "connect", "connect", label)) {
    link.close_hard();
    return;
  }
  const TlsSettings tls =
      make_tls_settings(parts.ra.authority(), label, parts.options.hosts, parts.switches, parts.clock.now());
  const auto channel = tls_channel(link, tls.context.get());
  if (!channel) return;
  serve_http(*channel, [&](const Message& message) -> Answer {
    const Route to = route_of(message.target);
    const bool needs = to.operation == "simplereenroll" || to.operation == "check";
    if (tls.late && needs && !channel->ask_for_certificate()) return {.silent = true};
    return parts.ra.handle(message, channel->peer());
  });
}

std::string ready_line(const Ports& ports, std::uint16_t admin) {
  std::string profiles;
  for (const auto& [label, port] : ports)
    profiles += fmt::format("{}\"{}\":{}", profiles.empty() ? "" : ",", label, port);
  return fmt::format("{{\"ready\":true,\"tls\":{},\"admin\":{},\"profiles\":{{{}}}}}\n", ports.find("plain")->second,
                     admin, profiles);
}

void stop_at_eof(Server& server) {
  // Detached: nothing ends a read of standard input.
  std::thread([&server] {
    while (std::getchar() != EOF) {
    }
    server.stop();
  }).detach();
}

int serve(const Parts& parts) {
  const Options& options = parts.options;
  static Server server;  // outlives the thread that waits for the end of standard input
  Ports ports;
  std::uint16_t next = options.port;
  for (const char* label : kLabels) {
    ports[label] = server.listen(next, [parts, label](Link& link) { serve_tls(parts, label, link); });
    if (next != 0) ++next;
  }
  const AdminContext context{&parts.ra, &parts.switches, &parts.clock};
  const std::uint16_t admin = server.listen(options.admin_port, [context](Link& link) {
    const auto channel = plain_channel(link);
    serve_http(*channel, [&](const Message& message) { return handle_admin(context, message); });
  });
  if (!options.write_profiles.empty() && !told(write_profiles(options.write_profiles, parts.ra.authority(), ports,
                                                              options.hosts.front(), options.profiles)))
    return 1;
  fmt::print("{}", ready_line(ports, admin));
  std::fflush(stdout);
  if (options.until_eof) stop_at_eof(server);
  server.run();
  return 0;
}

int run(const Options& options) {
  if (options.list) {
    std::vector<HandedOut> tokens = known_tokens();
    tokens.insert(tokens.end(), options.tokens.begin(), options.tokens.end());
    fmt::print("{}",
               options.json ? accounts_json(nullptr, options.tokens) : accounts_table() + "\n" + tokens_table(tokens));
    return 0;
  }
  const DataFolder data(options.data);
  SettableClock clock;
  if (options.clock) clock.set(*options.clock);
  Switchboard switches;
  for (const Switch& one : options.switches) switches.set(one);
  RegistrationAuthority ra(data.database(), clock, switches);
  for (const HandedOut& one : options.tokens) ra.hand_out(one);
  const Parts parts{options, clock, switches, ra};
  if (!issue_all(parts)) return 1;
  if (!options.no_serve) return serve(parts);
  if (options.write_profiles.empty()) return 0;
  Ports ports;
  std::uint16_t next = options.port;
  for (const char* label : kLabels) ports[label] = next == 0 ? next : next++;
  return told(write_profiles(options.write_profiles, ra.authority(), ports, options.hosts.front(), options.profiles))
             ? 0
             : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    int exit_code = 0;
    const auto options = read_options(argc, argv, exit_code);
    return options ? run(*options) : exit_code;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "kigen-demo-ra: {}\n", failure.what());
    return 1;
  }
}
