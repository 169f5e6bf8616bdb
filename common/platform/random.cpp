#include "common/platform/random.h"

#include <vector>

#include "common/base/hex.h"

namespace kigen::platform {

std::string random_hex(std::size_t bytes) {
  std::vector<std::uint8_t> random(bytes);
  fill_random(random);
  return to_hex(random);
}

}  // namespace kigen::platform
