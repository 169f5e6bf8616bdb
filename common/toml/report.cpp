#include "common/toml/report.h"

#include <fmt/format.h>

namespace kigen::toml_file {
namespace {

constexpr std::size_t kMaxDiagnostics = 200;
constexpr std::size_t kMaxExcerpt = 80;

}  // namespace

Diagnostic& Report::add(ErrorCode code, const toml::source_region& where, std::string key, std::string_view reason) {
  Diagnostic one;
  one.file = where.path ? *where.path : file_;  // an override's nodes keep the name of their own file
  one.line = where.begin.line;
  one.column = where.begin.column;
  one.key = std::move(key);
  one.error = Error(code);
  one.error.with("file", one.file).with("reason", std::string(reason));
  if (!one.key.empty()) one.error.with("key", one.key);
  if (one.line != 0) {
    one.error.with("line", fmt::to_string(one.line)).with("column", fmt::to_string(one.column));
  }
  if (diagnostics_.size() >= kMaxDiagnostics) {
    dropped_ = std::move(one);
    return dropped_;
  }
  return diagnostics_.emplace_back(std::move(one));
}

std::string excerpt(std::string_view text) {
  if (text.size() <= kMaxExcerpt) return std::string(text);
  std::size_t end = kMaxExcerpt;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string excerpt(const toml::node& node) {
  if (const auto* text = node.as_string()) return excerpt(std::string_view(text->get()));
  if (const auto* number = node.as_integer()) return fmt::to_string(number->get());
  if (const auto* real = node.as_floating_point()) return fmt::to_string(real->get());
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  return {};
}

}  // namespace kigen::toml_file
