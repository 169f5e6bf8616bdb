// kigen-wizard.exe --silent … (installer/wizard/SILENT.md), or
// kigen-wizard.exe [--renew THUMBPRINT] [--profile ID] [--language ja|en] [--connect pipe:NAME]
#include <windows.h>

#include <commctrl.h>
#include <objbase.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "common/platform/local_calendar.h"
#include "common/platform/paths.h"
#include "common/profile/rules.h"
#include "common/ui/win32/language_setting.h"
#include "installer/wizard/renewal/engine.h"
#include "installer/wizard/silent/arguments.h"
#include "installer/wizard/silent/console.h"
#include "installer/wizard/silent/silent.h"
#include "installer/wizard/win32/help.h"
#include "installer/wizard/win32/proxy_setting.h"
#include "installer/wizard/win32/wizard_window.h"

namespace {

using kigen::text::Language;

struct Options {
  kigen::wizard::Flow::Start start;
  kigen::wizard::BackendOptions backend;
  Language language = Language::English;
};

bool is_thumbprint(const std::string& text) {
  constexpr std::size_t kLongest = 64;
  return !text.empty() && text.size() <= kLongest &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

/// False when the word is unknown or its value is wrong.
bool take_option(Options& options, const std::string& word, const std::string& value) {
  if (word == "--renew" && is_thumbprint(value)) {
    options.start.thumbprint = value;
  } else if (word == "--profile" && kigen::profile::is_id(value)) {
    options.start.profile = value;
  } else if (word == "--language" && (value == "ja" || value == "en")) {
    options.language = value == "ja" ? Language::Japanese : Language::English;
  } else if (word == "--connect") {
    const auto endpoint = kigen::ipc::parse_endpoint(value);
    if (!endpoint) return false;
    options.backend.endpoint = *endpoint;
    options.backend.accept_console_server = !endpoint->is_default;
  } else {
    return false;
  }
  return true;
}

std::optional<Options> read_options(const std::vector<std::string>& words) {
  Options options;
  options.backend.endpoint = kigen::ipc::default_endpoint();
  options.language = kigen::ui::window_language();
  for (std::size_t i = 0; i < words.size(); i += 2)
    if (i + 1 >= words.size() || !take_option(options, words[i], words[i + 1])) return std::nullopt;
  options.backend.without_service = !kigen::platform::portable_folder().empty();
  options.start.japanese = options.language == Language::Japanese;
  return options;
}

kigen::Result<std::unique_ptr<kigen::renewal::Engine>> make_system_engine() {
  auto parts = kigen::renewal::system_parts({});
  if (!parts) return parts.error();
  return kigen::renewal::make_engine(std::move(*parts));
}

kigen::wizard::WizardParts system_parts(const Options& options) {
  kigen::wizard::WizardParts parts;
  parts.make_backend = [backend = options.backend](std::shared_ptr<kigen::ui::UiQueue> queue) {
    return kigen::wizard::make_backend(backend, std::move(queue));
  };
  parts.make_engine = make_system_engine;
  parts.make_desk = [] { return kigen::renewal::make_token_desk({}); };
  parts.clock = std::make_shared<kigen::SystemClock>();
  parts.calendar = kigen::platform::system_calendar();
  parts.kept_proxy = kigen::wizard::kept_proxy;
  parts.keep_proxy = kigen::wizard::keep_proxy;
  parts.logins = kigen::net::open_proxy_login_store(kigen::platform::to_utf8(kigen::platform::user_folder()));
  parts.help = [language = options.language](const std::string& topic) {
    std::thread([language, topic] { kigen::wizard::open_help(language, topic); }).detach();
  };
  parts.open_site = [](const std::string& url) { std::thread([url] { kigen::wizard::open_site(url); }).detach(); };
  return parts;
}

}  // namespace

int WINAPI wWinMain(HINSTANCE, HINSTANCE, PWSTR, int) {
  // Only the system's own folder may serve libraries: this program stands in a folder that others may have filled.
  ::SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32);
  const std::vector<std::string> words = kigen::silent::command_line(0, nullptr);
  if (kigen::silent::is_silent(words)) return kigen::silent::run_silent(words);
  const auto options = read_options(words);
  if (!options) return 2;
  kigen::ui::enable_dpi_awareness();
  const INITCOMMONCONTROLSEX controls{sizeof controls, ICC_WIN95_CLASSES | ICC_STANDARD_CLASSES};
  ::InitCommonControlsEx(&controls);
  if (FAILED(::CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE))) return 1;
  int code = 1;
  {
    kigen::wizard::WizardWindow window(options->start, options->language, system_parts(*options));
    if (window.open()) code = kigen::ui::run_message_loop();
  }
  ::CoUninitialize();
  return code;
}
