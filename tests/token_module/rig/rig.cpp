#include "tests/token_module/rig/rig.h"

#include <atomic>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "tests/token_module/control.h"
#include "tests/token_module/platform.h"
#include "tests/token_module/softhsm.h"

namespace kigen::test_token {
namespace {

std::string library_suffix() {
  return std::filesystem::path::preferred_separator == '/' ? ".so" : ".dll";
}
std::string program_suffix() {
  return std::filesystem::path::preferred_separator == '/' ? "" : ".exe";
}

std::string beside(const std::string& name) {
  return (program_folder() / name).string();
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TokenRig::TokenRig() {
  static std::atomic<unsigned> counter{0};
  const auto name = "kigen-token-rig-" + std::to_string(process_id()) + "-" + std::to_string(++counter);
  folder_ = std::filesystem::temp_directory_path() / name;
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_ / "tokens");
  set_environment("KIGEN_TEST_TOKEN", folder_.string());
}

TokenRig::~TokenRig() {
  set_environment("KIGEN_TEST_TOKEN", "");
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

bool TokenRig::available() {
  std::error_code ignored;
  return std::filesystem::exists(softhsm(), ignored) && std::filesystem::exists(module(), ignored);
}

std::string TokenRig::module() {
  const auto named = environment("KIGEN_TEST_TOKEN_MODULE");
  return named.empty() ? beside("kigen-test-token" + library_suffix()) : named;
}

std::string TokenRig::softhsm() {
  return softhsm_library();
}

std::string TokenRig::bad_module(const std::string& name) {
  return beside("kigen-test-bad-" + name + library_suffix());
}

std::string TokenRig::add_token(const std::string& label, const std::string& pin, const std::string& puk) {
  std::vector<std::string> arguments{"--label", label, "--puk", puk};
  if (!pin.empty()) arguments.insert(arguments.end(), {"--pin", pin});
  return maker("init", arguments);
}

std::string TokenRig::maker(const std::string& command, const std::vector<std::string>& arguments) {
  const auto out = folder_ / "state" / "maker-output";
  std::filesystem::create_directories(out.parent_path());
  std::vector<std::string> all{command, "--folder", folder_.string(), "--out", out.string()};
  all.insert(all.end(), arguments.begin(), arguments.end());
  const int code = run_program(beside("kigen-token-maker" + program_suffix()), all);
  if (code != 0) throw std::runtime_error("kigen-token-maker " + command + " ended with " + std::to_string(code));
  return content_of(out);
}

void TokenRig::set(const std::string& name, const std::string& content) const {
  write_switch(folder_, name, content);
}
void TokenRig::clear(const std::string& name) const {
  remove_switch(folder_, name);
}
void TokenRig::pull(const std::string& serial) const {
  test_token::pull(folder_, serial);
}
void TokenRig::insert(const std::string& serial) const {
  test_token::insert(folder_, serial);
}

std::vector<std::string> TokenRig::calls() const {
  std::ifstream file(folder_ / "state" / "calls");
  std::vector<std::string> names;
  for (std::string line; std::getline(file, line);) {
    const auto words = split_words(line);
    // A line with more words is a result.
    if (words.size() == 3) names.push_back(words[2]);
  }
  return names;
}

void TokenRig::forget_calls() const {
  remove_switch(folder_ / "state", "calls");
}

}  // namespace kigen::test_token
