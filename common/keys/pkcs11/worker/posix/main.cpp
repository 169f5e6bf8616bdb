#include <unistd.h>

#include "common/keys/pkcs11/worker/run.h"

int main() {
  // Without the library's own ending, which nobody would wait for.
  ::_exit(kigen::keys::pkcs11::run_worker());
}
