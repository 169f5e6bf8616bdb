// A byte stream to one client, plain or under TLS. Blocking; the session's thread owns it.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/demo_ra/message.h"

struct ssl_ctx_st;

namespace kigen::demo_ra {

/// A connected TCP socket.
class Link {
 public:
  virtual ~Link() = default;
  /// At least one octet; 0 when the peer closed or the connection failed.
  [[nodiscard]] virtual std::size_t read(char* to, std::size_t size) = 0;
  [[nodiscard]] virtual bool write(std::string_view bytes) = 0;
  /// The next close sends a TCP reset.
  virtual void close_hard() = 0;
  /// Waits, unless the server ends.
  virtual void pause(std::chrono::milliseconds time) = 0;
};

class Channel {
 public:
  virtual ~Channel() = default;
  [[nodiscard]] virtual std::size_t read(char* to, std::size_t size) = 0;
  [[nodiscard]] virtual bool write(std::string_view bytes) = 0;
  /// Tells the peer that nothing follows (TLS close_notify).
  virtual void finish() = 0;
  virtual void close_hard() = 0;
  virtual void pause(std::chrono::milliseconds time) = 0;
  /// What TLS knows of the peer now.
  [[nodiscard]] virtual Peer peer() = 0;
  /// Asks for a client certificate after the handshake, unless one is there: renegotiation in TLS 1.2, post-handshake
  /// authentication in TLS 1.3. False when the connection ended over it.
  [[nodiscard]] virtual bool ask_for_certificate() = 0;
};

[[nodiscard]] std::unique_ptr<Channel> plain_channel(Link& link);
/// Does the handshake; null when it fails. `link` must outlive it.
[[nodiscard]] std::unique_ptr<Channel> tls_channel(Link& link, ssl_ctx_st* context);

}  // namespace kigen::demo_ra
