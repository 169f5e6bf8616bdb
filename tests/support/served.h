// A driver that stays: commands from standard input, a line each, words parted by tabs; after each answer a line
// "= EXIT CODE". tests/support/served.py is the other side.
#pragma once

#include <fmt/format.h>

#include <iostream>
#include <string>
#include <vector>

namespace kigen::test {

/// Words of one line; what ends it on Windows is none of them.
[[nodiscard]] inline std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words(1);
  for (const char octet : line) {
    if (octet == '\t') {
      words.emplace_back();
    } else if (octet != '\r') {
      words.back() += octet;
    }
  }
  return words;
}

/// Until standard input ends: `run` does a command and gives its exit code, `write` puts out a finished line.
template <typename Run, typename Write>
int serve(Run run, Write write) {
  for (std::string line; std::getline(std::cin, line);) write(fmt::format("= {}\n", run(words_of(line))));
  return 0;
}

}  // namespace kigen::test
