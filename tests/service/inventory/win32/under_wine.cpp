#include <windows.h>

#include "tests/service/inventory/workshop.h"

namespace kigen::inventory::testing {

bool under_wine() {
  const HMODULE ntdll = ::GetModuleHandleW(L"ntdll.dll");
  return ntdll != nullptr && ::GetProcAddress(ntdll, "wine_get_version") != nullptr;
}

}  // namespace kigen::inventory::testing
