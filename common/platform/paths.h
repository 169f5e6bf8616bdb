// Where Kigen keeps things. Pure path arithmetic, except for the functions that ask the system where its folders are.
// All functions may be called from any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace kigen::platform {

/// Paths cross the layers as UTF-8; these two are the only way in and out.
[[nodiscard]] std::string to_utf8(const std::filesystem::path& path);
[[nodiscard]] std::filesystem::path from_utf8(std::string_view utf8);

/// The service's data folder and what lies in it.
class DataFolder {
 public:
  explicit DataFolder(std::filesystem::path root) : root_(std::move(root)) {}

  [[nodiscard]] const std::filesystem::path& root() const noexcept { return root_; }
  [[nodiscard]] std::filesystem::path database() const { return root_ / "kigen.db"; }
  [[nodiscard]] std::filesystem::path settings() const { return root_ / "kigen.toml"; }
  /// The administrator's own profiles.
  [[nodiscard]] std::filesystem::path profiles() const { return root_ / "profiles"; }
  [[nodiscard]] std::filesystem::path backup() const { return root_ / "backup"; }
  [[nodiscard]] std::filesystem::path logs() const { return root_ / "logs"; }
  [[nodiscard]] std::filesystem::path log_file() const { return logs() / "kigen-service.log"; }

 private:
  std::filesystem::path root_;
};

/// %ProgramData%\Kigen. Elsewhere empty: the folder must be given with --data.
[[nodiscard]] std::filesystem::path default_data_folder();

/// The folder of the running program, symbolic links resolved; empty when the system does not say.
[[nodiscard]] std::filesystem::path program_folder();

/// The profiles that came with the program: "issuers" beside it.
[[nodiscard]] std::filesystem::path shipped_profiles_folder();

/// A wizard that is carried about: where "portable.ini" stands beside the program, everything is kept in "data" beside
/// it (journal, profiles, proxy), and nothing elsewhere. Empty for an installed program. It is not created.
[[nodiscard]] std::filesystem::path portable_folder();

/// This user's own folder (tray and wizard): portable_folder() where there is one, else %LOCALAPPDATA%\Kigen; elsewhere
/// $XDG_STATE_HOME/kigen or $HOME/.local/state/kigen. Empty when the system names none. It is not created.
[[nodiscard]] std::filesystem::path user_folder();
/// The same of an installed program.
[[nodiscard]] std::filesystem::path installed_user_folder();

/// The administrator's own profiles: in default_data_folder(), or in portable_folder().
[[nodiscard]] std::filesystem::path own_profiles_folder();

}  // namespace kigen::platform
