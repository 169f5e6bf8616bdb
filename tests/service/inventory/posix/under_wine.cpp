#include "tests/service/inventory/workshop.h"

namespace kigen::inventory::testing {

bool under_wine() {
  return false;
}

}  // namespace kigen::inventory::testing
