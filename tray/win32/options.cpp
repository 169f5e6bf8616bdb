#include "tray/win32/options.h"

#include <windows.h>

#include <shellapi.h>

#include <memory>
#include <string_view>

#include "common/platform/win32/utf.h"

namespace kigen::tray {

Result<Options> read_options() {
  int count = 0;
  const auto free_words = [](LPWSTR* words) { ::LocalFree(words); };
  const std::unique_ptr<LPWSTR, decltype(free_words)> words(::CommandLineToArgvW(::GetCommandLineW(), &count),
                                                            free_words);
  Options options;
  options.endpoint = ipc::default_endpoint();
  for (int i = 1; words && i < count; ++i) {
    const std::wstring_view word = words.get()[i];
    if (word == L"--logon") {
      options.logon = true;
    } else if (word == L"--connect" && i + 1 < count) {
      Result<ipc::Endpoint> endpoint = ipc::parse_endpoint(platform::to_narrow(words.get()[++i]));
      if (!endpoint) return endpoint.error();
      options.endpoint = *endpoint;
      options.console_server = !endpoint->is_default;
    } else {
      return Error(ErrorCode::InvalidArgument).with("value", platform::to_narrow(word));
    }
  }
  return options;
}

}  // namespace kigen::tray
