// The names of files that an atomic write has not finished yet. Any thread.
#pragma once

#include <filesystem>
#include <string_view>

namespace kigen::platform {

/// ".<16 random hexadecimal digits>.kigen-new" in the folder of `path`: no left-over can be in the way.
[[nodiscard]] std::filesystem::path new_name_beside(const std::filesystem::path& path);
[[nodiscard]] bool is_left_over_name(std::string_view file_name);

}  // namespace kigen::platform
