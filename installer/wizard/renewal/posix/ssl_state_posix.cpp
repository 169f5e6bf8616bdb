#include "installer/wizard/renewal/ssl_state.h"

namespace kigen::renewal {

bool clear_ssl_state() {
  return false;
}

}  // namespace kigen::renewal
