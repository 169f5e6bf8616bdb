// kigen.toml: the file layer of the settings, and the folders to read certificates from.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/diagnostic.h"

namespace kigen::settings {

inline constexpr std::size_t kMaxSettingsBytes = 256U << 10;
inline constexpr std::size_t kMaxFolders = 64;

/// One [[source]] with kind = "folder".
struct FolderSource {
  std::string path;  ///< absolute, UTF-8; with its subfolders

  friend bool operator==(const FolderSource&, const FolderSource&) = default;
};

/// What a file without error says. Values are checked and canonical.
struct FileLayer {
  std::map<std::string, std::string, std::less<>> values;
  std::vector<FolderSource> folders;

  friend bool operator==(const FileLayer&, const FileLayer&) = default;
};

/// `layer` is to be used only when has_errors(diagnostics) is false: a file is taken as a whole or not at all.
struct ParsedFile {
  FileLayer layer;
  std::vector<Diagnostic> diagnostics;
};

/// `file` names the text in diagnostics. Pure.
[[nodiscard]] ParsedFile parse_settings(std::string_view text, const std::string& file);

/// A missing file is an empty layer without a diagnostic; one that cannot be read or is too large gives a diagnostic.
[[nodiscard]] ParsedFile load_settings(const std::filesystem::path& path);

}  // namespace kigen::settings
