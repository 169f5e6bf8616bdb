#include "tests/token_module/control.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/token_module/platform.h"

namespace kigen::test_token {
namespace {

constexpr char kSpace[] = " \t\r\n,";
constexpr char kUnfinished[] = ".partial";

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string at(const std::string& name, const std::string& serial) {
  std::string joined = name;
  return joined.append("@").append(serial);
}

}  // namespace

std::vector<std::string> split_words(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = text.find_first_not_of(kSpace); begin != std::string::npos;) {
    const auto end = text.find_first_of(kSpace, begin);
    words.push_back(text.substr(begin, end - begin));
    begin = end == std::string::npos ? end : text.find_first_not_of(kSpace, end);
  }
  return words;
}

// Opening a file takes far longer than listing it, above all under Wine, and this happens at every call of the library.
Switches::Switches(const std::filesystem::path& folder) : folder_(folder) {
  std::error_code error;
  for (auto entry = std::filesystem::directory_iterator(folder, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    auto name = entry->path().filename().string();
    if (!name.ends_with(kUnfinished)) contents_.emplace(std::move(name), std::nullopt);
  }
}

std::optional<std::string> Switches::text(const std::string& name) const {
  const auto found = contents_.find(name);
  if (found == contents_.end()) return std::nullopt;
  if (!found->second) {
    std::ifstream file(folder_ / name, std::ios::binary);
    if (!file) {
      // Gone since it was listed: it was switched off.
      contents_.erase(found);
      return std::nullopt;
    }
    found->second = trimmed({std::istreambuf_iterator<char>(file), {}});
  }
  return found->second;
}

std::optional<std::string> Switches::text(const std::string& name, const std::string& serial) const {
  if (!serial.empty()) {
    if (auto own = text(at(name, serial))) return own;
  }
  return text(name);
}

unsigned long Switches::number(const std::string& name, const std::string& serial, unsigned long otherwise) const {
  const auto content = text(name, serial);
  if (!content) return otherwise;
  char* end = nullptr;
  const unsigned long value = std::strtoul(content->c_str(), &end, 0);
  return end == content->c_str() ? otherwise : value;
}

std::vector<std::string> Switches::words(const std::string& name, const std::string& serial) const {
  return split_words(text(name, serial).value_or(""));
}

bool Switches::has_word(const std::string& name, const std::string& word, const std::string& serial) const {
  for (const auto& candidate : words(name, serial)) {
    if (candidate == word || candidate == "*") return true;
  }
  return false;
}

void write_switch(const std::filesystem::path& folder, const std::string& name, const std::string& content) {
  static std::atomic<unsigned> counter{0};
  const auto partial =
      folder / at(name, std::to_string(process_id()) + "-" + std::to_string(++counter)).append(kUnfinished);
  std::ofstream(partial, std::ios::binary) << content << '\n';
  // Windows refuses while another process has the old file open, which is for moments only.
  for (int tries = 0; tries < 500; ++tries) {
    std::error_code error;
    std::filesystem::rename(partial, folder / name, error);
    if (!error) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  throw std::filesystem::filesystem_error("switch not written", folder / name, {});
}

void remove_switch(const std::filesystem::path& folder, const std::string& name) {
  for (int tries = 0; tries < 500; ++tries) {
    std::error_code error;
    std::filesystem::remove(folder / name, error);
    if (!error && !std::filesystem::exists(folder / name, error)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  throw std::filesystem::filesystem_error("switch not removed", folder / name, {});
}

void pull(const std::filesystem::path& folder, const std::string& serial) {
  const FolderLock lock(folder);
  const auto counter = serial.empty() ? "pulls" : at("pulls", serial);
  const Switches now(folder);
  // In this order: who looks in between sees it gone, not gone and back.
  write_switch(folder, serial.empty() ? "pulled" : at("pulled", serial), "");
  write_switch(folder, counter, std::to_string(now.number(counter, {}, 0) + 1));
}

void insert(const std::filesystem::path& folder, const std::string& serial) {
  remove_switch(folder, serial.empty() ? "pulled" : at("pulled", serial));
}

}  // namespace kigen::test_token
