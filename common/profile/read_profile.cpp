#include <algorithm>
#include <array>
#include <cctype>

#include "common/base/distinguished_name.h"
#include "common/profile/read.h"
#include "common/profile/rules.h"

namespace kigen::profile {
namespace {

using toml_file::Need;
using toml_file::Report;
using toml_file::TableReader;
using toml_file::TextRule;

constexpr std::size_t kMaxMatches = 64;
constexpr std::size_t kMaxCommands = 8;
constexpr std::size_t kMaxReminders = 10;

constexpr TextRule kIdRule{.holds = is_id, .allowed = "a-z 0-9 -", .max_bytes = 64};
constexpr TextRule kFieldRule{.holds = is_subject_field, .allowed = "subject.CN", .max_bytes = 80};
constexpr TextRule kCommandRule{.max_bytes = 1000};
constexpr TextRule kDnRule{.holds = is_nonempty_dn, .allowed = "CN=…,O=…,C=…", .max_bytes = 1000};
constexpr TextRule kKeyHashRule{.holds = is_key_hash, .allowed = "[0-9a-f]{2..128}", .max_bytes = 128};
constexpr TextRule kOidRule{.holds = is_dotted_oid, .allowed = "1.2.840.113549", .max_bytes = 200};
constexpr TextRule kOptionalUrlRule{
    .holds = is_https_url, .allowed = "https://host/path", .min_bytes = 0, .max_bytes = 500};
constexpr TextRule kCaLabelRule{
    .holds = is_path_segment, .allowed = "A-Z a-z 0-9 - . _ ~", .min_bytes = 0, .max_bytes = 64};

void lower(std::vector<std::string>& texts) {
  for (std::string& text : texts) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  }
}

// RFC 2606 reserves "invalid": no certification authority has such a name, so it stands for "to be set".
bool is_placeholder(const std::string& dn) {
  const auto component = attribute_value(dn, "DC");
  return component && normalise_attribute_value(*component) == "invalid";
}

void read_match(TableReader& root, Report& report, Profile& profile) {
  auto match = root.table("match", Need::Required);
  if (!match) return;
  Match& to = profile.match;
  match->texts("issuer_dn", Need::Optional, kDnRule, kMaxMatches, to.issuer_dn);
  match->texts("issuer_cn", Need::Optional, kNameRule, kMaxMatches, to.issuer_cn);
  match->texts("issuer_key_hash", Need::Optional, kKeyHashRule, kMaxMatches, to.issuer_key_hash);
  match->texts("policy_oid", Need::Optional, kOidRule, kMaxMatches, to.policy_oid);
  match->texts("extended_key_usage", Need::Optional, kOidRule, kMaxMatches, to.extended_key_usage);
  lower(to.issuer_key_hash);
  constexpr std::array<std::string_view, 5> kConditions{"issuer_dn", "issuer_cn", "issuer_key_hash", "policy_oid",
                                                        "extended_key_usage"};
  const bool any = std::any_of(kConditions.begin(), kConditions.end(), [&match](std::string_view key) {
    const auto* list = match->raw().get_as<toml::array>(key);
    return list != nullptr && !list->empty();
  });
  if (!any && match->raw().size() <= kConditions.size()) {
    match->missing("issuer_dn").error.with("allowed", toml_file::join(kConditions));
  }
  const bool only_placeholders =
      !to.issuer_dn.empty() && std::all_of(to.issuer_dn.begin(), to.issuer_dn.end(), is_placeholder);
  if (only_placeholders) warn_not_set(*match, report, "issuer_dn");
  match->finish();
}

void read_window(TableReader& root, Profile& profile) {
  auto window = root.table("window", Need::Required);
  if (!window) return;
  Window& to = profile.window;
  window->integer("days_before", Need::Required, 1, 365, to.days_before);
  window->integer("grace_days_after", Need::Optional, 0, 365, to.grace_days_after);
  if (window->integers("reminder_days", Need::Optional, 1, 365, kMaxReminders, to.reminder_days)) {
    for (std::size_t i = 1; i < to.reminder_days.size(); ++i) {
      if (to.reminder_days[i] >= to.reminder_days[i - 1]) window->bad_item("reminder_days", i, "order", "30, 10, 1");
    }
  }
  window->finish();
}

void read_enroll(TableReader& root, Report& report, Profile& profile) {
  auto enroll = root.table("enroll", Need::Required);
  if (!enroll) return;
  static constexpr std::array<std::string_view, 1> kProtocols{"est"};
  Enroll& to = profile.enroll;
  enroll->word("protocol", Need::Required, kProtocols, to.protocol);
  const bool read = enroll->text("base_url", Need::Required, kOptionalUrlRule, to.base_url);
  if (read && to.base_url.empty()) warn_not_set(*enroll, report, "base_url");
  enroll->text("label", Need::Optional, kCaLabelRule, to.label);
  static constexpr std::array<std::string_view, 2> kKeyMakers{"client", "server"};
  enroll->word("key", Need::Optional, kKeyMakers, to.key);
  enroll->texts("trust_anchors", Need::Optional, kNameRule, kMaxMatches, to.trust_anchors);
  for (std::size_t i = 0; i < to.trust_anchors.size(); ++i) {
    const bool known = std::any_of(profile.roots.begin(), profile.roots.end(),
                                   [&](const Root& one) { return one.name == to.trust_anchors[i]; });
    if (!known) enroll->bad_item("trust_anchors", i, "unknown_reference", "[[root]] name");
  }
  enroll->finish();
}

void read_verify(TableReader& root, Profile& profile) {
  auto verify = root.table("verify", Need::Optional);
  if (!verify) return;
  verify->text("url", Need::Required, kOptionalUrlRule, profile.verify_url);
  verify->finish();
}

void read_identity(TableReader& root, Profile& profile) {
  root.text("id", Need::Required, kIdRule, profile.id);
  read_text_pair(root, "name", Need::Required, profile.name);
  read_text_pair(root, "support", Need::Required, profile.support);
  read_text_pair(root, "consequence", Need::Required, profile.consequence);
  root.text("identifier_field", Need::Optional, kFieldRule, profile.identifier_field);
  read_text_pair(root, "identifier_label", Need::Required, profile.identifier_label);
  root.boolean("unattended", Need::Optional, profile.unattended);
  root.texts("pre_renewal", Need::Optional, kCommandRule, kMaxCommands, profile.pre_renewal);
  root.texts("post_renewal", Need::Optional, kCommandRule, kMaxCommands, profile.post_renewal);
}

}  // namespace

bool read_text_pair(TableReader& reader, std::string_view key, Need need, Text& to) {
  static constexpr TextRule kSentences{.max_bytes = 2000, .several_lines = true};
  auto pair = reader.table(key, need);
  if (!pair) return false;
  const bool ja = pair->text("ja", Need::Required, kSentences, to.ja);
  const bool en = pair->text("en", Need::Required, kSentences, to.en);
  pair->finish();
  return ja && en;
}

void warn_not_set(TableReader& reader, Report& report, std::string_view key) {
  const toml::node* node = reader.raw().get(key);
  const toml::source_region& where = node == nullptr ? reader.raw().source() : node->source();
  report.add(ErrorCode::ProfileIncomplete, where, reader.path_of(key), "not_set").severity =
      Diagnostic::Severity::Warning;
}

std::optional<Profile> read_profile(const toml::table& table, Report& report) {
  Profile profile;
  profile.file = report.file();
  TableReader root(report, table);
  read_identity(root, profile);
  read_match(root, report, profile);
  read_window(root, profile);
  read_roots(root, report, profile);
  read_enroll(root, report, profile);
  read_credentials(root, profile);
  read_key_and_token(root, report, profile);
  read_preflight(root, report, profile);
  read_verify(root, profile);
  read_errors(root, profile);
  root.finish();
  if (report.failed()) return std::nullopt;
  return profile;
}

}  // namespace kigen::profile
