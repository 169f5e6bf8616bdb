#include "common/ipc/endpoint.h"

#include <algorithm>

namespace kigen::ipc {
namespace {

constexpr std::string_view kUnixPrefix = "unix:";
constexpr std::string_view kPipePrefix = "pipe:";
constexpr std::string_view kPipeFolder = R"(\\.\pipe\)";
// sun_path holds 108 bytes with its final zero; a pipe's whole name may have 256 characters.
constexpr std::size_t kMaxSocketPath = 107;
constexpr std::size_t kMaxPipeName = 256;
#ifdef _WIN32
constexpr Endpoint::Kind kHere = Endpoint::Kind::Pipe;
#else
constexpr Endpoint::Kind kHere = Endpoint::Kind::Unix;
#endif

Error refuse(std::string_view text, const char* why) {
  return Error(ErrorCode::InvalidArgument, why)
      .with("name", "endpoint")
      .with("value", std::string(text))
      .with("reason", "format")
      .with("allowed", kHere == Endpoint::Kind::Pipe ? "pipe:NAME" : "unix:PATH");
}

char fold(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return fold(x) == fold(y); });
}

Result<Endpoint> parse_unix(std::string_view text, std::string_view path) {
  if (path.empty()) return refuse(text, "a path must follow unix:");
  if (path.size() > kMaxSocketPath) return refuse(text, "the path has more than 107 bytes");
  return Endpoint{.kind = Endpoint::Kind::Unix, .address = std::string(path)};
}

Result<Endpoint> parse_pipe(std::string_view text, std::string_view name) {
  if (name.starts_with(kPipeFolder)) name.remove_prefix(kPipeFolder.size());
  if (name.empty()) return refuse(text, "a name must follow pipe:");
  if (name.find_first_of(R"(\/)") != std::string_view::npos) return refuse(text, "only pipes of this computer");
  Endpoint endpoint{.kind = Endpoint::Kind::Pipe, .address = std::string(kPipeFolder)};
  endpoint.address += name;
  if (endpoint.address.size() > kMaxPipeName) return refuse(text, "the name is longer than 256 characters");
  return endpoint;
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text) {
  Result<Endpoint> parsed = refuse(text, "must begin with unix: or pipe:");
  if (text.find('\0') != std::string_view::npos) return refuse(text, "must not hold a zero byte");
  if (text.starts_with(kUnixPrefix)) parsed = parse_unix(text, text.substr(kUnixPrefix.size()));
  if (text.starts_with(kPipePrefix)) parsed = parse_pipe(text, text.substr(kPipePrefix.size()));
  if (!parsed) return parsed;
  if (parsed->kind != kHere)
    return refuse(text, kHere == Endpoint::Kind::Pipe ? "only pipe: on Windows" : "only unix: here");
  const Endpoint standard = default_endpoint();
  // Pipe names know no case, so that another spelling is the same pipe and gets the same check of its server.
  parsed->is_default = kHere == Endpoint::Kind::Pipe ? same_name(parsed->address, standard.address)
                                                     : parsed->address == standard.address;
  return parsed;
}

std::string to_string(const Endpoint& endpoint) {
  std::string_view address = endpoint.address;
  if (endpoint.kind == Endpoint::Kind::Unix) return std::string(kUnixPrefix).append(address);
  if (address.starts_with(kPipeFolder)) address.remove_prefix(kPipeFolder.size());
  return std::string(kPipePrefix).append(address);
}

Endpoint default_endpoint() {
  if constexpr (kHere == Endpoint::Kind::Pipe) {
    return {.kind = kHere, .address = R"(\\.\pipe\Kigen)", .is_default = true};
  } else {
    return {.kind = kHere, .address = "/run/kigen/kigen.sock", .is_default = true};
  }
}

}  // namespace kigen::ipc
