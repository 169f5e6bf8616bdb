// What the wizard and kigen-root-helper, which adds a root to the machine's store as an administrator, say to each
// other:
//   kigen-root-helper SHA256 FILE      64 hexadecimal digits and the certificate's DER; the exit code is the answer
#pragma once

#include <cstddef>
#include <string_view>

namespace kigen::keys {

inline constexpr std::string_view kRootHelper = "kigen-root-helper.exe";
inline constexpr std::size_t kMaxRootBytes = std::size_t{64} << 10;

enum class RootHelperAnswer : int {
  Added = 0,  ///< or it was there already
  Usage = 2,
  Unreadable = 3,   ///< the file
  Differs = 4,      ///< another certificate than the thumbprint names
  NotARoot = 5,     ///< not self-issued, or not a CA's
  NotWritable = 6,  ///< the machine's store: most probably not an administrator
};

}  // namespace kigen::keys
