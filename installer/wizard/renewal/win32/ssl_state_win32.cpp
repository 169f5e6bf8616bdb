#include <windows.h>

#include <wininet.h>

#include "common/base/unique_handle.h"
#include "installer/wizard/renewal/ssl_state.h"

namespace kigen::renewal {
namespace {

struct LibraryTraits {
  using Handle = HMODULE;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::FreeLibrary(handle); }
};
using Library = UniqueHandle<LibraryTraits>;

Library system_library(const wchar_t* name) {
  return Library(::LoadLibraryExW(name, nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32));
}

template <class Function>
Function find(const Library& library, const char* name) {
  if (!library) return nullptr;
  return reinterpret_cast<Function>(reinterpret_cast<void*>(::GetProcAddress(library.get(), name)));
}

}  // namespace

// Both halves of that button: Schannel's session cache for all targets, and the sessions of the programs that stand on
// WinINet, which are told to begin anew.
bool clear_ssl_state() {
  using EmptyCache = BOOL(WINAPI*)(LPWSTR, DWORD);
  using SetOption = BOOL(WINAPI*)(HINTERNET, DWORD, LPVOID, DWORD);
  bool cleared = false;
  const Library schannel = system_library(L"schannel.dll");
  if (const auto empty = find<EmptyCache>(schannel, "SslEmptyCacheW")) cleared = empty(nullptr, 0) != 0;
  const Library wininet = system_library(L"wininet.dll");
  if (const auto set = find<SetOption>(wininet, "InternetSetOptionW")) {
    cleared = set(nullptr, INTERNET_OPTION_END_BROWSER_SESSION, nullptr, 0) != 0 || cleared;
  }
  return cleared;
}

}  // namespace kigen::renewal
