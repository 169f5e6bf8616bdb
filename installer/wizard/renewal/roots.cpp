#include "installer/wizard/renewal/roots.h"

#include <algorithm>

#include "common/base/base64.h"
#include "common/base/hex.h"
#include "common/platform/files.h"
#include "common/platform/paths.h"
#include "common/x509/digest.h"
#include "common/x509/parse_certificate.h"
#include "common/x509/pem.h"
#include "common/x509/subject.h"

namespace kigen::renewal {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxRoots = 64;
constexpr int kMaxFiles = 16;

bool is_pinned(const profile::Root& root) {
  return !root.sha256.empty() || !root.sha1.empty();
}

bool equals_pin(const profile::Root& root, const Der& der) {
  return (root.sha256.empty() || to_hex(x509::sha256({der})) == root.sha256) &&
         (root.sha1.empty() || to_hex(x509::sha1(der)) == root.sha1);
}

// A self-issued CA certificate of this common name.
bool is_root_named(const Der& der, const std::string& name) {
  const auto record = x509::parse_certificate(der);
  return record && record->is_ca && record->subject == record->issuer && x509::common_name(record->subject) == name;
}

template <class Holds>
const Der* find(const std::vector<Der>& certificates, Holds holds) {
  const auto found = std::find_if(certificates.begin(), certificates.end(), holds);
  return found == certificates.end() ? nullptr : &*found;
}

Status read_row(const std::filesystem::path& profile, std::vector<Der>& out) {
  for (int number = 1; !profile.empty() && number <= kMaxFiles; ++number) {
    auto file = profile.parent_path() / profile.stem();
    file += "-root-" + std::to_string(number) + ".pem";
    const auto text = platform::read_file(file, kMaxFileBytes);
    if (!text && text.error().code == ErrorCode::NotFound) return {};
    if (!text) return text.error();
    for (Der& one : certificates_of_pem(*text)) {
      if (out.size() < kMaxRoots) out.push_back(std::move(one));
    }
  }
  return {};
}

}  // namespace

RootVerdict judge_root(const profile::Root& root, const std::vector<Der>& installed, const std::vector<Der>& offered) {
  using Judged = RootVerdict::Kind;
  const auto named = [&](const Der& der) { return is_root_named(der, root.name); };
  const auto pinned = [&](const Der& der) { return equals_pin(root, der); };
  if (!is_pinned(root)) {
    const Der* there = find(installed, named);
    return there != nullptr ? RootVerdict{Judged::Present, *there, {}} : RootVerdict{Judged::NotPinned, {}, {}};
  }
  if (const Der* there = find(installed, pinned)) return {Judged::Present, *there, {}};
  if (const Der* offer = find(offered, pinned)) return {Judged::Offer, *offer, {}};
  if (const Der* other = find(offered, named)) return {Judged::Differs, {}, to_hex(x509::sha256({*other}))};
  return {Judged::Missing, {}, {}};
}

bool is_anchor(const profile::Profile& profile, const profile::Root& root) {
  const auto& names = profile.enroll.trust_anchors;
  return std::find(names.begin(), names.end(), root.name) != names.end();
}

Result<std::vector<Der>> read_roots_beside(const profile::Profile& profile) {
  std::vector<Der> roots;
  for (const std::string& file : {profile.file, profile.override_file}) {
    if (Status read = read_row(platform::from_utf8(file), roots); !read) return read.error();
  }
  return roots;
}

std::vector<Der> certificates_of_pem(std::string_view pem) {
  std::vector<Der> out;
  x509::PemScanner scanner(pem);
  while (const auto block = scanner.next()) {
    Der der;
    if (block->label == "CERTIFICATE" && block->closed && decode_base64(block->body, der)) {
      out.push_back(std::move(der));
    }
  }
  return out;
}

}  // namespace kigen::renewal
