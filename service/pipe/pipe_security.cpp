#include "service/pipe/pipe_security.h"

#include <fmt/format.h>

namespace kigen::pipe {

std::string pipe_sddl(std::string_view service_sid) {
  static_assert((kClientAccess & kCreateInstance) == 0);
  return fmt::format("D:P(D;;GA;;;AN)(D;;GA;;;NU)(A;;FA;;;{})(A;;0x{:x};;;AU)", service_sid, kClientAccess);
}

}  // namespace kigen::pipe
