#include "installer/wizard/win32/proxy_setting.h"

#include <windows.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "common/platform/paths.h"
#include "common/platform/win32/utf.h"
#include "installer/wizard/model/proxy_input.h"

namespace kigen::wizard {
namespace {

constexpr wchar_t kKey[] = L"Software\\Kigen";
constexpr wchar_t kValue[] = L"Proxy";
constexpr wchar_t kFile[] = L"proxy.txt";

net::ProxySetting proxy_in(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return proxy_from_text(line).value_or(net::ProxySetting());
}

// A folder that cannot be written to (a CD) keeps nothing: it is asked for again.
void keep_in(const std::filesystem::path& folder, const net::ProxySetting& setting) {
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  std::ofstream(folder / kFile) << to_text(setting) << '\n';
}

}  // namespace

net::ProxySetting kept_proxy() {
  if (const auto folder = platform::portable_folder(); !folder.empty()) return proxy_in(folder / kFile);
  wchar_t value[300] = {};
  DWORD bytes = sizeof value;
  if (::RegGetValueW(HKEY_CURRENT_USER, kKey, kValue, RRF_RT_REG_SZ, nullptr, value, &bytes) != ERROR_SUCCESS)
    return {};
  return proxy_from_text(platform::to_narrow(value)).value_or(net::ProxySetting());
}

void keep_proxy(const net::ProxySetting& setting) {
  if (const auto folder = platform::portable_folder(); !folder.empty()) return keep_in(folder, setting);
  const std::wstring text = platform::to_wide(to_text(setting));
  ::RegSetKeyValueW(HKEY_CURRENT_USER, kKey, kValue, REG_SZ, text.c_str(),
                    static_cast<DWORD>((text.size() + 1) * sizeof(wchar_t)));
}

}  // namespace kigen::wizard
