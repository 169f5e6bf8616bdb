// From a file to a TOML table: the wall behind which toml++'s exceptions end. Stateless.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/toml/report.h"

namespace kigen::toml_file {

/// Reads a regular file of at most `limit` bytes: FileNotReadable, NotFound or FileTooLarge (with "path", "limit").
[[nodiscard]] Result<std::string> read_text(const std::filesystem::path& path, std::size_t limit);

/// Tells what read_text answered, as a fault of the whole file.
void report_unreadable(Report& report, const Error& error);

/// UTF-8, as diagnostics name files.
[[nodiscard]] std::string to_utf8(const std::filesystem::path& path);

/// The table, or nothing after adding the fault to `report`. The text must be UTF-8 (a byte order mark is allowed).
[[nodiscard]] std::optional<toml::table> parse_document(std::string_view text, Report& report);

}  // namespace kigen::toml_file
