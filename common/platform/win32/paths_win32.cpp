#include <windows.h>

#include <knownfolders.h>
#include <shlobj.h>

#include "common/platform/paths.h"

namespace kigen::platform {
namespace {

std::filesystem::path known_folder(const KNOWNFOLDERID& id) {
  wchar_t* text = nullptr;
  const HRESULT result = ::SHGetKnownFolderPath(id, KF_FLAG_DONT_VERIFY, nullptr, &text);
  std::filesystem::path folder;
  if (SUCCEEDED(result)) folder = text;
  ::CoTaskMemFree(text);
  return folder.empty() ? folder : folder / L"Kigen";
}

}  // namespace

std::filesystem::path default_data_folder() {
  return known_folder(FOLDERID_ProgramData);
}
std::filesystem::path installed_user_folder() {
  return known_folder(FOLDERID_LocalAppData);
}

std::filesystem::path program_folder() {
  std::wstring name(MAX_PATH, L'\0');
  for (;;) {
    const DWORD length = ::GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size()));
    if (length == 0) return {};
    if (length < name.size()) return std::filesystem::path(name.substr(0, length)).parent_path();
    if (name.size() > 32768) return {};
    name.resize(name.size() * 2);
  }
}

}  // namespace kigen::platform
