#include <algorithm>
#include <array>
#include <cctype>

#include "common/base/error_code.h"
#include "common/profile/read.h"
#include "common/profile/rules.h"

namespace kigen::profile {
namespace {

using toml_file::Need;
using toml_file::Report;
using toml_file::TableReader;
using toml_file::TextRule;

constexpr std::size_t kMaxCredentials = 8;
constexpr std::size_t kMaxModules = 16;
constexpr std::size_t kMaxRoots = 16;
constexpr std::size_t kMaxHosts = 32;
constexpr std::size_t kMaxNetworks = 16;
constexpr std::size_t kMaxErrors = 100;

constexpr std::array<std::string_view, 4> kCharacters{"digits", "letters", "alphanumeric", "printable"};
constexpr std::array<std::string_view, 2> kStores{"user", "machine"};
constexpr std::array<std::string_view, 2> kOldPairs{"keep", "remove"};
constexpr std::array<std::string_view, 2> kPins{"keep", "set"};

constexpr TextRule kFieldIdRule{.holds = is_field_id, .allowed = "a-z 0-9 _", .max_bytes = 32};
constexpr TextRule kPrefillRule{
    .holds = is_prefill, .allowed = "subject.CN, token.serial, token.label", .min_bytes = 0, .max_bytes = 80};
constexpr TextRule kModuleRule{.holds = is_module_path, .allowed = "C:\\folder\\module.dll", .max_bytes = 260};
constexpr TextRule kPatternRule{.holds = is_bounded_regex, .allowed = "[0-9A-F]{8}", .min_bytes = 0};
constexpr TextRule kSha256Rule{.holds = is_sha256_hex, .allowed = "[0-9a-f]{64}", .min_bytes = 0};
constexpr TextRule kSha1Rule{.holds = is_sha1_hex, .allowed = "[0-9a-f]{40}", .min_bytes = 0};
constexpr TextRule kHostRule{.holds = is_host_and_port, .allowed = "host:port", .max_bytes = 260};
constexpr TextRule kCidrRule{.holds = is_cidr, .allowed = "10.0.0.0/8", .max_bytes = 64};
constexpr TextRule kSuffixRule{.holds = is_dns_suffix, .allowed = "example.jp", .max_bytes = 253};
constexpr TextRule kRaCodeRule{.min_bytes = 0, .max_bytes = 64};
constexpr TextRule kObjectLabelRule{
    .holds = is_label_template, .allowed = "{profile} {expires} {subject}", .min_bytes = 0, .max_bytes = 64};
constexpr TextRule kHolderRule{
    .holds = is_holder_url, .allowed = "https://host/tokens/{serial}", .min_bytes = 0, .max_bytes = 500};
constexpr TextRule kInitialPinRule{.min_bytes = 0, .max_bytes = 64};
constexpr TextRule kUrlRule{.holds = is_https_url, .allowed = "https://host/path", .min_bytes = 0, .max_bytes = 500};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

void read_key_details(TableReader& key, Key& to) {
  static constexpr std::array<std::string_view, 4> kPlaces{"user", "machine", "token", "user_or_token"};
  static constexpr std::array<std::string_view, 2> kAlgorithms{"rsa", "ec"};
  static constexpr std::array<std::string_view, 2> kCurves{"P-256", "P-384"};
  static constexpr std::array<std::string_view, 4> kProviders{"cng", "capi", "tpm", "pkcs11"};
  key.word("where", Need::Required, kPlaces, to.where);
  key.word("algorithm", Need::Optional, kAlgorithms, to.algorithm);
  if (key.integer("rsa_bits", Need::Optional, 2048, 4096, to.rsa_bits)) {
    const bool common = to.rsa_bits == 2048 || to.rsa_bits == 3072 || to.rsa_bits == 4096;
    if (!common) key.bad("rsa_bits", "word", "2048, 3072, 4096");
  }
  key.word("ec_curve", Need::Optional, kCurves, to.ec_curve);
  key.word("provider", Need::Required, kProviders, to.provider);
  key.boolean("exportable", Need::Optional, to.exportable);
}

// What excludes each other among a key's properties. A key that the RA makes goes into a store that takes it.
void check_key(TableReader& key, const Key& of, const Enroll& enroll) {
  if (enroll.key == "server" && of.provider == "tpm") key.bad("provider", "combination", "cng, capi");
  if (enroll.key == "server" && of.where != "user") key.bad("where", "combination", "user");
  if (of.algorithm == "rsa" && key.has("ec_curve")) key.bad("ec_curve", "combination", "algorithm = \"ec\"");
  if (of.algorithm == "ec" && key.has("rsa_bits")) key.bad("rsa_bits", "combination", "algorithm = \"rsa\"");
  if (of.provider == "capi" && of.algorithm == "ec") key.bad("provider", "combination", "cng, tpm, pkcs11");
  const bool fixed = of.provider == "tpm" || of.provider == "pkcs11";
  if (fixed && of.exportable) key.bad("exportable", "combination", "false");
  if (of.where == "token" && of.provider != "pkcs11") key.bad("provider", "combination", "pkcs11");
  if (of.where != "token" && of.provider == "pkcs11") key.bad("provider", "combination", "cng, capi, tpm");
}

void read_token(TableReader& root, Report& report, Profile& profile) {
  auto reader = root.table("token", Need::Optional);
  if (!reader) return;
  Token token;
  const bool modules = reader->texts("modules", Need::Required, kModuleRule, kMaxModules, token.modules);
  if (modules && token.modules.empty()) warn_not_set(*reader, report, "modules");
  reader->integer("pin_min", Need::Optional, 1, 255, token.pin_min);
  reader->integer("pin_max", Need::Optional, 1, 255, token.pin_max);
  if (token.pin_min > token.pin_max) reader->bad(reader->has("pin_max") ? "pin_max" : "pin_min", "order", "pin_min..");
  reader->word("pin_characters", Need::Optional, kCharacters, token.pin_characters);
  reader->integer("pin_tries", Need::Optional, 0, 100, token.pin_tries);
  reader->text("serial_pattern", Need::Optional, kPatternRule, token.serial_pattern);
  reader->boolean("must_be_registered", Need::Optional, token.must_be_registered);
  reader->text("software", Need::Optional, kNameRule, token.software);
  reader->text("software_url", Need::Optional, kUrlRule, token.software_url);
  reader->text("label", Need::Optional, kObjectLabelRule, token.label);
  reader->word("old_pair", Need::Optional, kOldPairs, token.old_pair);
  reader->text("holder_url", Need::Optional, kHolderRule, token.holder_url);
  reader->word("pin", Need::Optional, kPins, token.pin);
  reader->text("initial_pin", Need::Optional, kInitialPinRule, token.initial_pin);
  if (token.pin != "set" && !token.initial_pin.empty()) reader->bad("initial_pin", "combination", "pin = \"set\"");
  reader->boolean("unblock", Need::Optional, token.unblock);
  reader->finish();
  profile.token = std::move(token);
}

void read_network(TableReader& reader, Report& report, Profile& profile) {
  ForbiddenNetwork network;
  if (reader.text("id", Need::Required, kFieldIdRule, network.id)) {
    const bool again = std::any_of(profile.forbidden_networks.begin(), profile.forbidden_networks.end(),
                                   [&](const ForbiddenNetwork& one) { return one.id == network.id; });
    if (again) reader.bad("id", "duplicate");
  }
  read_text_pair(reader, "name", Need::Required, network.name);
  reader.texts("addresses", Need::Optional, kCidrRule, kMaxNetworks, network.addresses);
  reader.texts("dns_suffixes", Need::Optional, kSuffixRule, kMaxNetworks, network.dns_suffixes);
  if (!reader.has("addresses") && !reader.has("dns_suffixes")) {
    reader.missing("addresses").error.with("allowed", "addresses, dns_suffixes");
  } else if (network.addresses.empty() && network.dns_suffixes.empty()) {
    warn_not_set(reader, report, reader.has("addresses") ? "addresses" : "dns_suffixes");
  }
  reader.finish();
  profile.forbidden_networks.push_back(std::move(network));
}

}  // namespace

void read_credentials(TableReader& root, Profile& profile) {
  static constexpr std::array<std::string_view, 3> kUses{"issue", "renew", "both"};
  for (TableReader& reader : root.tables("credential", kMaxCredentials)) {
    Credential credential;
    if (reader.text("id", Need::Required, kFieldIdRule, credential.id)) {
      const bool again = std::any_of(profile.credentials.begin(), profile.credentials.end(),
                                     [&](const Credential& one) { return one.id == credential.id; });
      if (again) reader.bad("id", "duplicate");
    }
    read_text_pair(reader, "label", Need::Required, credential.label);
    reader.boolean("secret", Need::Optional, credential.secret);
    reader.word("characters", Need::Optional, kCharacters, credential.characters);
    reader.boolean("upper_case", Need::Optional, credential.upper_case);
    reader.integer("min_length", Need::Optional, 1, 256, credential.min_length);
    reader.integer("max_length", Need::Optional, 1, 256, credential.max_length);
    if (credential.min_length > credential.max_length) {
      reader.bad(reader.has("max_length") ? "max_length" : "min_length", "order", "min_length..256");
    }
    reader.text("prefill", Need::Optional, kPrefillRule, credential.prefill);
    if (credential.secret && !credential.prefill.empty()) reader.bad("prefill", "combination", "secret = false");
    reader.word("used_for", Need::Optional, kUses, credential.used_for);
    reader.finish();
    profile.credentials.push_back(std::move(credential));
  }
}

void read_key_and_token(TableReader& root, Report& report, Profile& profile) {
  read_token(root, report, profile);
  auto key = root.table("key", Need::Required);
  if (!key) return;
  read_key_details(*key, profile.key);
  check_key(*key, profile.key, profile.enroll);
  key->finish();
  const bool on_token = profile.key.where == "token" || profile.key.where == "user_or_token";
  if (on_token && !root.has("token")) root.missing("token").error.with("allowed", "[token]");
  // An override may keep its certificates off tokens, and cannot take the table away that it stands on.
  if (!on_token) profile.token.reset();
}

void read_roots(TableReader& root, Report& report, Profile& profile) {
  static constexpr std::array<std::string_view, 2> kUses{"client", "server"};
  for (TableReader& reader : root.tables("root", kMaxRoots)) {
    Root one;
    if (reader.text("name", Need::Required, kNameRule, one.name)) {
      const bool again = std::any_of(profile.roots.begin(), profile.roots.end(),
                                     [&](const Root& other) { return other.name == one.name; });
      if (again) reader.bad("name", "duplicate");
    }
    reader.text("sha256", Need::Optional, kSha256Rule, one.sha256);
    reader.text("sha1", Need::Optional, kSha1Rule, one.sha1);
    const bool sha256 = reader.has("sha256"), sha1 = reader.has("sha1");
    if (!sha256 && !sha1) reader.missing("sha256").error.with("allowed", "sha256, sha1");
    // Named, but not pinned yet: such a root is never installed.
    const bool empty = one.sha256.empty() && one.sha1.empty();
    if ((sha256 || sha1) && empty) warn_not_set(reader, report, sha256 ? "sha256" : "sha1");
    one.sha256 = lower(std::move(one.sha256));
    one.sha1 = lower(std::move(one.sha1));
    reader.word("store", Need::Optional, kStores, one.store);
    reader.word("use", Need::Optional, kUses, one.use);
    reader.finish();
    profile.roots.push_back(std::move(one));
  }
}

void read_preflight(TableReader& root, Report& report, Profile& profile) {
  auto preflight = root.table("preflight", Need::Optional);
  if (!preflight) return;
  std::vector<std::string> hosts;
  preflight->texts("hosts", Need::Optional, kHostRule, kMaxHosts, hosts);
  for (const std::string& host : hosts) profile.preflight.push_back(*parse_host(host));
  for (TableReader& network : preflight->tables("forbidden_network", kMaxNetworks))
    read_network(network, report, profile);
  preflight->finish();
}

void read_errors(TableReader& root, Profile& profile) {
  static constexpr std::array<std::string_view, 20> kCases{"network",
                                                           "no_certificate",
                                                           "authentication",
                                                           "code1",
                                                           "code2",
                                                           "locked",
                                                           "already_issued",
                                                           "not_issued",
                                                           "server_error",
                                                           "not_obtained",
                                                           "verification",
                                                           "driver_missing",
                                                           "no_token",
                                                           "several_tokens",
                                                           "token_unregistered",
                                                           "token_holds_certificate",
                                                           "storage_pin",
                                                           "pin",
                                                           "token_locked",
                                                           "token_timeout"};
  for (TableReader& reader : root.tables("error", kMaxErrors)) {
    ErrorMapping one;
    const bool code = reader.text("code", Need::Required, kRaCodeRule, one.code);
    const bool when = reader.word("when", Need::Required, kCases, one.when);
    if (reader.integer("kigen_code", Need::Required, 1, 9999, one.kigen_code) &&
        !error_code_from_number(one.kigen_code)) {
      reader.bad("kigen_code", "unknown_reference", "KGN-####");
    }
    const bool again = code && when &&
                       std::any_of(profile.errors.begin(), profile.errors.end(),
                                   [&](const auto& other) { return other.code == one.code && other.when == one.when; });
    if (again) reader.bad("code", "duplicate");
    read_text_pair(reader, "hint", Need::Optional, one.hint);
    reader.finish();
    profile.errors.push_back(std::move(one));
  }
}

}  // namespace kigen::profile
