#include "tests/demo_ra/overrides.h"

#include <fmt/format.h>

#include <array>

#include "common/platform/files.h"

namespace kigen::demo_ra {
namespace {

// The first five are profiles that Kigen ships; of the others only the roots are of use.
constexpr std::array<const char*, 7> kLabels{
    "customs-filing", "corporate-banking-expired", "bank-web", "secure-network-token", "etoken", "plain", "bound"};
constexpr std::size_t kProfiles = 5;

bool only_on_token(std::string_view label) {
  return label == "secure-network-token" || label == "etoken";
}

bool on_token(std::string_view label) {
  return only_on_token(label) || label == "bank-web";
}

// Literal TOML strings: a path of Windows stays as it is.
std::string modules_text(const std::vector<std::string>& modules) {
  std::string list;
  for (const std::string& one : modules) list += (list.empty() ? "'" : ", '") + one + "'";
  return list.empty() ? std::string() : "modules = [" + list + "]\n";
}

std::string token_table(const std::string& label, const std::string& place, const ProfileChoices& choices) {
  std::string text = modules_text(choices.token_modules);
  if (label == "etoken") {
    text += "pin = \"set\"\nholder_url = \"https://" + place + "/etoken/tokens/{serial}\"\nunblock = true\n";
    if (!choices.initial_pin.empty()) text += "initial_pin = '" + choices.initial_pin + "'\n";
  }
  return text.empty() ? text : "\n[token]\n" + text;
}

std::string root_table(const Signer& root, const std::string& use) {
  const Bytes der = to_der(root.certificate.get());
  return fmt::format("\n[[root]]\nname = \"{}\"\nsha256 = \"{}\"\nsha1 = \"{}\"\nuse = \"{}\"\n", root.name,
                     sha256_hex(der), sha1_hex(der), use);
}

}  // namespace

std::string override_text(const std::string& label, const ProfileAuthority& authority, std::uint16_t port,
                          const std::string& host, const ProfileChoices& choices) {
  std::string anchors;
  for (std::size_t i = 0; i < authority.roots.size(); ++i)
    if (authority.use[i] == "server" || i == authority.server_root)
      anchors += fmt::format("{}\"{}\"", anchors.empty() ? "" : ", ", authority.roots[i].name);
  std::string text = fmt::format(
      "# {0} with the demo RA on this machine.\n"
      "overrides = \"{0}\"\n\n"
      "[match]\nissuer_dn = [\"{1}\"]\n\n"
      "[enroll]\nbase_url = \"https://{2}:{3}/\"\nlabel = \"{0}\"\ntrust_anchors = [{4}]\n\n"
      "[preflight]\nhosts = [\"{2}:{3}\"]\n\n"
      "[verify]\nurl = \"https://{2}:{3}/check/{0}\"\n",
      label, name_text(::X509_get_subject_name(authority.issuing.certificate.get())), host, port, anchors);
  if (!only_on_token(label)) text += fmt::format("\n[key]\nprovider = \"{}\"\n", choices.key_provider);
  if (on_token(label)) text += token_table(label, fmt::format("{}:{}", host, port), choices);
  for (std::size_t i = 0; i < authority.roots.size(); ++i) text += root_table(authority.roots[i], authority.use[i]);
  return text;
}

Status write_profiles(const std::filesystem::path& folder, const Authority& authority, const Ports& ports,
                      const std::string& host, const ProfileChoices& choices) {
  if (auto made = platform::ensure_folder(folder); !made) return made;
  std::string all;
  for (std::size_t at = 0; at < kLabels.size(); ++at) {
    const std::string label = kLabels[at];
    const ProfileAuthority& of = authority.of(label);
    for (std::size_t i = 0; i < of.roots.size(); ++i) {
      const std::string pem = to_pem(of.roots[i].certificate.get());
      all += pem;
      const auto path = folder / fmt::format("{}-root-{}.pem", label, i + 1);
      if (auto done = platform::write_file_atomically(path, pem); !done) return done;
    }
    if (at >= kProfiles) continue;
    const auto path = folder / (label + ".toml");
    const auto text = override_text(label, of, ports.find(label)->second, host, choices);
    if (auto done = platform::write_file_atomically(path, text); !done) return done;
  }
  return platform::write_file_atomically(folder / "roots.pem", all);
}

}  // namespace kigen::demo_ra
