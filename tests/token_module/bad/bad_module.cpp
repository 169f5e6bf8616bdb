// Libraries that are no good PKCS #11 modules, one for each value of KIGEN_BAD; what each does is its name.
#include <chrono>
#include <cstdint>
#include <thread>

#include "tests/token_module/cryptoki.h"

#define NOT_PKCS11 1
#define CRASH_LIST 2
#define HANG_INITIALIZE 3
#define NONSENSE_LIST 4
#define NULL_LIST 5
#define CRASH_LOAD 6
#define HANG_LOAD 7
#define FAILING_LIST 8

namespace {

[[maybe_unused]] void crash() {
  volatile std::uintptr_t nowhere = 8;
  *reinterpret_cast<volatile int*>(nowhere) = 1;
}

[[maybe_unused]] void hang() {
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

#if KIGEN_BAD == HANG_INITIALIZE
CK_RV initialize(void* /*arguments*/) {
  hang();
  return CKR_OK;
}
#elif KIGEN_BAD == NONSENSE_LIST
CK_RV initialize(void* /*arguments*/) {
  return CKR_OK;
}
#endif

#if KIGEN_BAD == CRASH_LOAD
[[maybe_unused]] const int g_at_load = (crash(), 0);
#elif KIGEN_BAD == HANG_LOAD
[[maybe_unused]] const int g_at_load = (hang(), 0);
#endif

}  // namespace

#if KIGEN_BAD == NOT_PKCS11
extern "C" CK_SPEC int kigen_is_no_token() {
  return 0;
}
#else
CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
#if KIGEN_BAD == CRASH_LIST
  crash();
  return *list != nullptr ? CKR_OK : CKR_GENERAL_ERROR;
#elif KIGEN_BAD == NULL_LIST
  *list = nullptr;
  return CKR_OK;
#elif KIGEN_BAD == FAILING_LIST
  *list = nullptr;
  return CKR_GENERAL_ERROR;
#else
  static CK_FUNCTION_LIST own{};
#if KIGEN_BAD == NONSENSE_LIST
  // Every function but the first is a null pointer.
  own.version = {9, 9};
  own.C_Initialize = &initialize;
#elif KIGEN_BAD == HANG_INITIALIZE
  own.version = {2, 40};
  own.C_Initialize = &initialize;
#endif
  *list = &own;
  return CKR_OK;
#endif
}
#endif
