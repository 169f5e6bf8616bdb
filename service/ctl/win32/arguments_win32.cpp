#include <windows.h>

#include <shellapi.h>

#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"
#include "service/ctl/arguments.h"

namespace kigen::ctl {

std::vector<std::string> command_line(int, char**) {
  int count = 0;
  wchar_t** const words = ::CommandLineToArgvW(::GetCommandLineW(), &count);
  const platform::UniqueLocal owner(words);
  std::vector<std::string> arguments;
  for (int i = 1; words != nullptr && i < count; ++i) arguments.push_back(platform::to_narrow(words[i]));
  return arguments;
}

}  // namespace kigen::ctl
