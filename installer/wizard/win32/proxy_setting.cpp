#include "installer/wizard/win32/proxy_setting.h"

#include <windows.h>

#include "common/platform/win32/utf.h"
#include "installer/wizard/model/proxy_input.h"

namespace kigen::wizard {
namespace {

constexpr wchar_t kKey[] = L"Software\\Kigen";
constexpr wchar_t kValue[] = L"Proxy";

}  // namespace

net::ProxySetting kept_proxy() {
  wchar_t value[300] = {};
  DWORD bytes = sizeof value;
  if (::RegGetValueW(HKEY_CURRENT_USER, kKey, kValue, RRF_RT_REG_SZ, nullptr, value, &bytes) != ERROR_SUCCESS)
    return {};
  return proxy_from_text(platform::to_narrow(value)).value_or(net::ProxySetting());
}

void keep_proxy(const net::ProxySetting& setting) {
  const std::wstring text = platform::to_wide(to_text(setting));
  ::RegSetKeyValueW(HKEY_CURRENT_USER, kKey, kValue, REG_SZ, text.c_str(),
                    static_cast<DWORD>((text.size() + 1) * sizeof(wchar_t)));
}

}  // namespace kigen::wizard
