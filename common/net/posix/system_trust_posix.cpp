#include "common/net/system_trust.h"

namespace kigen::net {

SystemTrust read_system_trust() {
  SystemTrust trust;
  trust.openssl_paths = true;
  return trust;
}

}  // namespace kigen::net
