#include <windows.h>

#include <cstdlib>

#include "tests/installer/renewal/driver/end_process.h"

namespace kigen::test {

void end_process() {
  ::TerminateProcess(::GetCurrentProcess(), 9);
  std::abort();
}

}  // namespace kigen::test
