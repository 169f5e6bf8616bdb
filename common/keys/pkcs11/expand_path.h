// Variables of the environment in a path. Any thread.
#pragma once

#include <string>

namespace kigen::keys::pkcs11 {

/// "%SystemRoot%\x" with the variable's value on Windows; elsewhere the path as it is. UTF-8.
[[nodiscard]] std::string expand_path(const std::string& path);

}  // namespace kigen::keys::pkcs11
