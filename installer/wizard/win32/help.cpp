#include "installer/wizard/win32/help.h"

#include <windows.h>

#include <objbase.h>
#include <shellapi.h>
#include <shlwapi.h>

#include <filesystem>

#include "common/platform/paths.h"
#include "common/platform/win32/utf.h"

namespace kigen::wizard {
namespace {

constexpr DWORD kLongestPath = 2048;

std::wstring browser() {
  wchar_t program[kLongestPath] = {};
  DWORD size = kLongestPath;
  const HRESULT found = ::AssocQueryStringW(ASSOCF_NOTRUNCATE, ASSOCSTR_EXECUTABLE, L".html", L"open", program, &size);
  return SUCCEEDED(found) ? std::wstring(program) : std::wstring();
}

std::wstring file_url(const std::filesystem::path& page) {
  wchar_t url[kLongestPath] = {};
  DWORD size = kLongestPath;
  return SUCCEEDED(::UrlCreateFromPathW(page.c_str(), url, &size, 0)) ? std::wstring(url) : std::wstring();
}

bool start(const std::wstring& file, const std::wstring& arguments) {
  const auto answer = reinterpret_cast<INT_PTR>(::ShellExecuteW(
      nullptr, L"open", file.c_str(), arguments.empty() ? nullptr : arguments.c_str(), nullptr, SW_SHOWNORMAL));
  constexpr INT_PTR kStarted = 32;
  return answer > kStarted;
}

}  // namespace

bool open_help(text::Language language, const std::string& topic) {
  const wchar_t* folder = language == text::Language::Japanese ? L"ja" : L"en";
  const std::filesystem::path page = platform::program_folder() / L"help" / folder / L"index.html";
  std::error_code ignored;
  if (!std::filesystem::exists(page, ignored)) return false;
  // The shell drops what follows '#' when it opens a file, so the browser is called by its name.
  const std::wstring program = browser();
  const std::wstring url = file_url(page);
  if (!program.empty() && !url.empty() && start(program, L'"' + url + L'#' + platform::to_wide(topic) + L'"'))
    return true;
  return start(page.wstring(), {});
}

// Nothing but a web address: what a profile names must not start a program.
bool open_site(const std::string& url) {
  const bool plain = url.starts_with("https://") && url.find_first_of("\"<> \t\r\n") == std::string::npos;
  return plain && start(platform::to_wide(url), {});
}

}  // namespace kigen::wizard
