// Where the service is reached: "unix:PATH" (not on Windows) or "pipe:NAME" (on Windows).
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace kigen::ipc {

struct Endpoint {
  enum class Kind { Unix, Pipe };
  Kind kind = Kind::Unix;
  std::string address;  ///< the socket's path, or the full pipe name "\\.\pipe\NAME"
  /// The installed service's own place. Elsewhere a client accepts only what its user named on the command line.
  bool is_default = false;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// Reads "unix:/run/kigen/kigen.sock", "pipe:Kigen" or "pipe:\\.\pipe\Kigen". InvalidArgument with {"value", "reason"}
/// when it is neither, is the other platform's kind, is a pipe of another computer, or is too long for the system.
[[nodiscard]] Result<Endpoint> parse_endpoint(std::string_view text);
/// "unix:PATH" or "pipe:NAME": what parse_endpoint reads.
[[nodiscard]] std::string to_string(const Endpoint& endpoint);
/// \\.\pipe\Kigen; elsewhere /run/kigen/kigen.sock.
[[nodiscard]] Endpoint default_endpoint();

}  // namespace kigen::ipc
