#include "common/net/route.h"

namespace kigen::net {

Result<std::unique_ptr<Wire>> open_way_to(const Url& url, const ConnectOptions& options, std::stop_token stop) {
  return Wire::open(url.host, url.port, options, stop);
}

}  // namespace kigen::net
