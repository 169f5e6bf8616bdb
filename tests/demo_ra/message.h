// HTTP as the RA's parts see it: plain values, without a library's types.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/demo_ra/openssl.h"

namespace kigen::demo_ra {

struct Message {
  std::string method, target;
  std::map<std::string, std::string, std::less<>> headers;  ///< names in lower case; repeated ones: the last
  std::string body;
  bool keep_alive = true;

  [[nodiscard]] std::string header(std::string_view lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? std::string() : found->second;
  }
};

struct Answer {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  bool chunked = false;
  bool close = false;                   ///< no further request on this connection
  bool reset = false;                   ///< end with a TCP reset instead of this answer
  bool raw = false;                     ///< `body` is all that is sent
  bool silent = false;                  ///< close without a word
  std::optional<long long> drop_after;  ///< octets of the whole answer that are sent
  long long delay_ms = 0;
};

/// What TLS says about the peer of a request.
struct Peer {
  CertificatePtr certificate;  ///< not yet judged; null when none was sent
  Bytes channel_binding;       ///< tls-unique or tls-exporter
  std::string tls_version;
};

}  // namespace kigen::demo_ra
