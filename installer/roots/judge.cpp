#include "installer/roots/judge.h"

#include <algorithm>

#include "common/base/hex.h"
#include "common/x509/digest.h"
#include "common/x509/parse_certificate.h"

namespace kigen::roots {

keys::RootHelperAnswer judge(std::string_view sha256, std::span<const std::uint8_t> der) {
  using Answer = keys::RootHelperAnswer;
  const auto wanted = from_hex(sha256);
  if (!wanted || wanted->size() != Sha256{}.size()) return Answer::Usage;
  if (der.empty() || der.size() > keys::kMaxRootBytes) return Answer::Unreadable;
  const Sha256 found = x509::sha256({der});
  if (!std::equal(found.begin(), found.end(), wanted->begin())) return Answer::Differs;
  const auto record = x509::parse_certificate(der);
  if (!record || !record->is_ca || record->subject != record->issuer) return Answer::NotARoot;
  return Answer::Added;
}

}  // namespace kigen::roots
