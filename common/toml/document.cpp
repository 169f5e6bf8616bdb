#include "common/toml/document.h"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace kigen::toml_file {

Result<std::string> read_text(const std::filesystem::path& path, std::size_t limit) {
  std::error_code failure;
  const auto status = std::filesystem::status(path, failure);
  if (status.type() == std::filesystem::file_type::not_found) {
    return Error(ErrorCode::NotFound).with("path", to_utf8(path));
  }
  // A pipe or a device could block for ever.
  if (status.type() != std::filesystem::file_type::regular) {
    return Error(ErrorCode::FileNotReadable, failure ? failure.message() : "not a regular file")
        .with("path", to_utf8(path));
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    return Error(ErrorCode::FileNotReadable, describe_errno(errno)).with("path", to_utf8(path));
  }
  std::string text(limit + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) return Error(ErrorCode::FileNotReadable, describe_errno(errno)).with("path", to_utf8(path));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > limit) {
    return Error(ErrorCode::FileTooLarge).with("path", to_utf8(path)).with("limit", fmt::to_string(limit));
  }
  return text;
}

void report_unreadable(Report& report, const Error& error) {
  Error& told = report.add(error.code, error.code == ErrorCode::FileTooLarge ? "too_large" : "unreadable").error;
  told.detail = error.detail;
  for (const auto& [name, value] : error.args) told.with(name, value);
}

std::string to_utf8(const std::filesystem::path& path) {
  const std::u8string text = path.u8string();
  return {text.begin(), text.end()};
}

std::optional<toml::table> parse_document(std::string_view text, Report& report) {
  try {
    return toml::parse(text, report.file());
  } catch (const toml::parse_error& fault) {
    report.add(report.codes().syntax, fault.source(), {}, "syntax").error.detail = fault.description();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& fault) {
    report.add(report.codes().syntax, "syntax").error.detail = fault.what();
  }
  return std::nullopt;
}

}  // namespace kigen::toml_file
