// File names as text: any bytes become valid UTF-8, and different names stay different.
#pragma once

#include <string>
#include <string_view>

namespace kigen::inventory {

/// UTF-8 as it is; each byte that belongs to no valid sequence as \xNN.
[[nodiscard]] std::string to_valid_utf8(std::string_view bytes);
/// FOLDER and a relative path with the platform's separator between them.
[[nodiscard]] std::string join_path(std::string_view folder, std::string_view relative);

}  // namespace kigen::inventory
