// kigen-wizard.exe [--renew THUMBPRINT] [--profile ID] [--language ja|en] [--connect pipe:NAME]
#include <windows.h>

#include <commctrl.h>
#include <objbase.h>
#include <shellapi.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "common/platform/local_calendar.h"
#include "common/platform/win32/utf.h"
#include "common/ui/win32/language_setting.h"
#include "installer/wizard/win32/wizard_window.h"

namespace {

using kigen::wizard::WizardOptions;

bool is_thumbprint(const std::string& text) {
  constexpr std::size_t kLongest = 64;
  return !text.empty() && text.size() <= kLongest &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

/// Nothing when a word is unknown or its value is missing or wrong.
std::optional<WizardOptions> read_options() {
  WizardOptions options;
  options.backend.endpoint = kigen::ipc::default_endpoint();
  options.language = kigen::ui::window_language();
  int count = 0;
  const auto free_words = [](LPWSTR* words) { ::LocalFree(words); };
  const std::unique_ptr<LPWSTR, decltype(free_words)> words(::CommandLineToArgvW(::GetCommandLineW(), &count),
                                                            free_words);
  for (int i = 1; words && i < count; i += 2) {
    const std::string word = kigen::platform::to_narrow(words.get()[i]);
    if (i + 1 >= count) return std::nullopt;
    const std::string value = kigen::platform::to_narrow(words.get()[i + 1]);
    if (word == "--renew" && is_thumbprint(value)) {
      options.thumbprint = value;
    } else if (word == "--language" && (value == "ja" || value == "en")) {
      options.language = value == "ja" ? kigen::text::Language::Japanese : kigen::text::Language::English;
    } else if (word == "--connect") {
      const auto endpoint = kigen::ipc::parse_endpoint(value);
      if (!endpoint) return std::nullopt;
      options.backend.endpoint = *endpoint;
      options.backend.accept_console_server = !endpoint->is_default;
    } else if (word != "--profile") {  // the certificate itself says which profile it has
      return std::nullopt;
    }
  }
  return options;
}

}  // namespace

int WINAPI wWinMain(HINSTANCE, HINSTANCE, PWSTR, int) {
  // Only the system's own folder may serve libraries: this program stands in a folder that others may have filled.
  ::SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32);
  auto options = read_options();
  if (!options) return 2;
  kigen::ui::enable_dpi_awareness();
  const INITCOMMONCONTROLSEX controls{sizeof controls, ICC_WIN95_CLASSES | ICC_STANDARD_CLASSES};
  ::InitCommonControlsEx(&controls);
  if (FAILED(::CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE))) return 1;
  int code = 1;
  {
    kigen::wizard::WizardWindow window(std::move(*options), kigen::platform::system_calendar());
    if (window.open()) code = kigen::ui::run_message_loop();
  }
  ::CoUninitialize();
  return code;
}
