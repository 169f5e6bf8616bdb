// kigen-setup-helper.exe: run by the MSI, never installed.
//   ask FOLDER   asks the programs of this session that run from FOLDER to end
//   end FOLDER   ends those that still run, in every session
#include <windows.h>

#include <shellapi.h>

#include <memory>
#include <string_view>

#include "installer/setup/helper/win32/programs.h"

int WINAPI wWinMain(HINSTANCE, HINSTANCE, PWSTR, int) {
  int count = 0;
  const auto free_words = [](LPWSTR* words) { ::LocalFree(words); };
  const std::unique_ptr<LPWSTR, decltype(free_words)> words(::CommandLineToArgvW(::GetCommandLineW(), &count),
                                                            free_words);
  if (!words || count != 3) return 2;
  const std::wstring_view verb = words.get()[1];
  using namespace std::chrono_literals;
  if (verb == L"ask") return kigen::setup::ask_programs_to_end(words.get()[2], 6s) ? 0 : 1;
  if (verb == L"end") return kigen::setup::end_programs(words.get()[2], 5s) ? 0 : 1;
  return 2;
}
