// Private to this folder.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "common/base/certificate.h"
#include "db/failure.h"
#include "db/statement.h"

namespace kigen::db {

/// SHA-256 unless told; throws as corrupt what has another length.
template <std::size_t N = 32>
std::array<std::uint8_t, N> thumbprint(Blob blob) {
  if (blob.size() != N) throw_corrupt("a thumbprint has the wrong length");
  std::array<std::uint8_t, N> out{};
  std::copy(blob.begin(), blob.end(), out.begin());
  return out;
}
inline std::optional<Sha256> optional_thumbprint(Blob blob) {
  if (blob.empty()) return std::nullopt;
  return thumbprint(blob);
}

}  // namespace kigen::db
