// Hundreds of small mutilations of a good profile, made line by line: each must be told, at its line.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "common/profile/load.h"

namespace kigen::profile {
namespace {

constexpr std::string_view kGood = R"(id = "good"
identifier_field = "subject.CN"
unattended = false
pre_renewal = ['C:\before.cmd']
post_renewal = []
[name]
ja = "名前"
en = "Name"
[support]
ja = "窓口"
en = "Desk"
[consequence]
ja = "申告"
en = "file"
[identifier_label]
ja = "コード"
en = "Code"
[match]
issuer_dn = ["CN=Example CA,O=Example,C=JP"]
issuer_cn = ["Example CA"]
issuer_key_hash = ["00ff"]
policy_oid = ["1.2.3"]
extended_key_usage = ["1.3.6.1.5.5.7.3.2"]
[window]
days_before = 28
grace_days_after = 90
reminder_days = [30, 10]
[enroll]
protocol = "est"
base_url = "https://ra.example.jp:8443/path"
label = "clients"
trust_anchors = ["Root"]
key = "client"
[[credential]]
id = "code1"
label = { ja = "コード1", en = "Code 1" }
secret = false
characters = "alphanumeric"
upper_case = true
min_length = 4
max_length = 12
prefill = "subject.CN"
used_for = "issue"
[key]
where = "token"
algorithm = "rsa"
rsa_bits = 2048
provider = "pkcs11"
exportable = false
[token]
modules = ['C:\Windows\System32\module.dll']
pin_min = 4
pin_max = 8
pin_characters = "digits"
pin_tries = 10
serial_pattern = "[0-9A-F]{8}"
must_be_registered = true
software = "Driver"
software_url = "https://driver.example.jp/"
label = "{profile} {expires}"
old_pair = "remove"
holder_url = "https://ra.example.jp:8443/tokens/{serial}"
pin = "set"
unblock = true
[[root]]
name = "Root"
sha256 = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
sha1 = "00112233445566778899aabbccddeeff00112233"
store = "user"
use = "server"
[preflight]
hosts = ["ra.example.jp", "repo.example.jp:80", "[2001:db8::1]:443"]
[[preflight.forbidden_network]]
id = "closed"
name = { ja = "閉域網", en = "closed network" }
addresses = ["10.0.0.0/8", "fd00::/8"]
dns_suffixes = ["closed.example"]
[verify]
url = "https://check.example.jp/"
[[error]]
code = "550"
when = "network"
kigen_code = 2101
hint = { ja = "確かめる", en = "check" }
)";

using Lines = std::vector<std::string>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string text_of(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

bool is_header(const std::string& line) {
  return line.starts_with('[');
}
bool is_pair(const std::string& line) {
  return !is_header(line) && line.find(" = ") != std::string::npos;
}

/// The line of the section header above `index`, 1 when it stands at the top.
std::size_t header_line(const Lines& lines, std::size_t index) {
  for (std::size_t i = index; i > 0; --i) {
    if (is_header(lines[i - 1])) return i;
  }
  return 1;
}

std::string describe(const Loaded& loaded) {
  std::string all;
  for (const Diagnostic& one : loaded.diagnostics) all += to_log_line(one) + "\n";
  return all;
}

bool tells(const Loaded& loaded, std::size_t line, ErrorCode code) {
  return std::any_of(loaded.diagnostics.begin(), loaded.diagnostics.end(), [&](const Diagnostic& one) {
    return one.severity == Diagnostic::Severity::Error && one.line == line && one.error.code == code;
  });
}

TEST(MutatedProfile, IsGoodBeforeItIsMutilated) {
  const Loaded loaded = parse_profile(kGood, "good.toml");
  EXPECT_TRUE(loaded.profile) << describe(loaded);
  EXPECT_TRUE(loaded.diagnostics.empty()) << describe(loaded);
}

TEST(MutatedProfile, TellsAValueOfAnotherTypeAtItsLine) {
  const Lines good = lines_of(kGood);
  int mutated = 0;
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (!is_pair(good[i])) continue;
    const std::string key = good[i].substr(0, good[i].find(" = "));
    for (const char* other : {"1979-05-27", "1.5", "[[1], 2]", "{ x = 1 }", "nan"}) {
      Lines lines = good;
      lines[i] = key + " = " + other;
      const Loaded loaded = parse_profile(text_of(lines), "bad.toml");
      EXPECT_FALSE(loaded.profile) << lines[i];
      const bool told = tells(loaded, i + 1, ErrorCode::ProfileBadValue) ||
                        tells(loaded, i + 1, ErrorCode::ProfileMissingKey) ||
                        tells(loaded, i + 1, ErrorCode::ProfileUnknownKey);
      EXPECT_TRUE(told) << lines[i] << "\n" << describe(loaded);
      ++mutated;
    }
  }
  EXPECT_GT(mutated, 250);
}

TEST(MutatedProfile, TellsAMisspelledKeyAtItsLineAndSuggestsTheRightOne) {
  const Lines good = lines_of(kGood);
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (!is_pair(good[i])) continue;
    const std::size_t end = good[i].find(" = ");
    Lines lines = good;
    lines[i] = good[i].substr(0, end) + "x" + good[i].substr(end);
    const Loaded loaded = parse_profile(text_of(lines), "bad.toml");
    EXPECT_FALSE(loaded.profile) << lines[i];
    ASSERT_TRUE(tells(loaded, i + 1, ErrorCode::ProfileUnknownKey)) << lines[i] << "\n" << describe(loaded);
    for (const Diagnostic& one : loaded.diagnostics) {
      if (one.error.code != ErrorCode::ProfileUnknownKey) continue;
      ASSERT_TRUE(one.error.args.contains("did_you_mean")) << lines[i];
      EXPECT_EQ(one.error.args.at("did_you_mean"), good[i].substr(0, end));
    }
  }
}

TEST(MutatedProfile, TellsAMissingKeyAtItsSection) {
  const Lines good = lines_of(kGood);
  int missed = 0;
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (!is_pair(good[i])) continue;
    Lines lines = good;
    lines[i].clear();
    const Loaded loaded = parse_profile(text_of(lines), "bad.toml");
    if (loaded.profile) continue;  // an optional one
    EXPECT_TRUE(tells(loaded, header_line(good, i), ErrorCode::ProfileMissingKey) ||
                tells(loaded, header_line(good, i), ErrorCode::ProfileBadValue) ||
                loaded.diagnostics.at(0).error.args.at("reason") == "unknown_reference")
        << good[i] << "\n"
        << describe(loaded);
    ++missed;
  }
  EXPECT_GE(missed, 20);
}

TEST(MutatedProfile, TellsASyntaxFaultAtItsLine) {
  const Lines good = lines_of(kGood);
  for (std::size_t i = 0; i < good.size(); ++i) {
    Lines lines = good;
    lines[i] = "= broken";
    const Loaded loaded = parse_profile(text_of(lines), "bad.toml");
    EXPECT_TRUE(tells(loaded, i + 1, ErrorCode::ProfileSyntax)) << i << "\n" << describe(loaded);
    EXPECT_FALSE(loaded.diagnostics.at(0).error.detail.empty());
  }
}

TEST(MutatedProfile, NeverCrashesWhenCutAnywhere) {
  for (std::size_t length = 0; length < kGood.size(); ++length) {
    const Loaded loaded = parse_profile(kGood.substr(0, length), "cut.toml");
    EXPECT_EQ(loaded.profile.has_value(), !has_errors(loaded.diagnostics));
  }
}

struct BadValue {
  const char* from;  // a part of the good profile
  const char* to;
  const char* key;
  const char* reason;
};

class BadProfileValue : public testing::TestWithParam<BadValue> {};

TEST_P(BadProfileValue, IsToldWithItsLineKeyAndReason) {
  const BadValue& bad = GetParam();
  std::string text(kGood);
  const std::size_t at = text.find(bad.from);
  ASSERT_NE(at, std::string::npos) << bad.from;
  text.replace(at, std::string_view(bad.from).size(), bad.to);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  const Loaded loaded = parse_profile(text, "bad.toml");
  EXPECT_FALSE(loaded.profile);
  const bool told = std::any_of(loaded.diagnostics.begin(), loaded.diagnostics.end(), [&](const Diagnostic& one) {
    return one.key == bad.key && one.error.args.at("reason") == bad.reason && one.line == line;
  });
  EXPECT_TRUE(told) << bad.to << " line " << line << "\n" << describe(loaded);
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadProfileValue,
    testing::Values(
        BadValue{"\"good\"", "\"Good\"", "id", "format"}, BadValue{"\"good\"", "\"1good\"", "id", "format"},
        BadValue{"\"good\"", "\"good-\"", "id", "format"}, BadValue{"\"good\"", "\"../x\"", "id", "format"},
        BadValue{"\"good\"", "\"\"", "id", "length"}, BadValue{"\"Name\"", "\"Na\\u0007me\"", "name.en", "format"},
        BadValue{"\"subject.CN\"\nunattended", "\"subject.\"\nunattended", "identifier_field", "format"},
        BadValue{"\"subject.CN\"\nunattended", "\"issuer.CN\"\nunattended", "identifier_field", "format"},
        BadValue{"\"CN=Example CA,O=Example,C=JP\"", "\"Example CA\"", "match.issuer_dn[0]", "format"},
        BadValue{"\"CN=Example CA,O=Example,C=JP\"", "\"\"", "match.issuer_dn[0]", "length"},
        BadValue{"[\"00ff\"]", "[\"00f\"]", "match.issuer_key_hash[0]", "format"},
        BadValue{"[\"00ff\"]", "[\"00ff\", \"00ff\"]", "match.issuer_key_hash[1]", "duplicate"},
        BadValue{"[\"1.2.3\"]", "[\"1.02.3\"]", "match.policy_oid[0]", "format"},
        BadValue{"[\"1.2.3\"]", "[\"3.2.3\"]", "match.policy_oid[0]", "format"},
        BadValue{"[\"1.2.3\"]", "[\"1.40\"]", "match.policy_oid[0]", "format"},
        BadValue{"[\"1.2.3\"]", "[\"1\"]", "match.policy_oid[0]", "format"},
        BadValue{"[\"1.2.3\"]", "[\"1.2.\"]", "match.policy_oid[0]", "format"},
        BadValue{"days_before = 28", "days_before = 0", "window.days_before", "range"},
        BadValue{"days_before = 28", "days_before = 366", "window.days_before", "range"},
        BadValue{"grace_days_after = 90", "grace_days_after = -1", "window.grace_days_after", "range"},
        BadValue{"[30, 10]", "[10, 30]", "window.reminder_days[1]", "order"},
        BadValue{"[30, 10]", "[30, 30]", "window.reminder_days[1]", "order"},
        BadValue{"[30, 10]", "[30, 0]", "window.reminder_days[1]", "range"},
        BadValue{"[30, 10]", "[12,11,10,9,8,7,6,5,4,3,2]", "window.reminder_days", "too_many"},
        BadValue{"\"est\"", "\"cmp\"", "enroll.protocol", "word"},
        BadValue{"https://ra.example.jp:8443/path", "http://ra.example.jp/", "enroll.base_url", "format"},
        BadValue{"https://ra.example.jp:8443/path", "https://", "enroll.base_url", "format"},
        BadValue{"https://ra.example.jp:8443/path", "https://user@ra.example.jp/", "enroll.base_url", "format"},
        BadValue{"https://ra.example.jp:8443/path", "https://ra.example.jp/?q=1", "enroll.base_url", "format"},
        BadValue{"https://ra.example.jp:8443/path", "https://ra.example.jp:0/", "enroll.base_url", "format"},
        BadValue{"https://ra.example.jp:8443/path", "https://ra.example.jp:65536/", "enroll.base_url", "format"},
        BadValue{"https://ra.example.jp:8443/path", "https://ra.example.jp/a/../b", "enroll.base_url", "format"},
        BadValue{"label = \"clients\"", "label = \"a/b\"", "enroll.label", "format"},
        BadValue{"trust_anchors = [\"Root\"]", "trust_anchors = [\"Rot\"]", "enroll.trust_anchors[0]",
                 "unknown_reference"},
        BadValue{"\"code1\"", "\"code-1\"", "credential[0].id", "format"},
        BadValue{"characters = \"alphanumeric\"", "characters = \"alphanumerics\"", "credential[0].characters", "word"},
        BadValue{"max_length = 12", "max_length = 3", "credential[0].max_length", "order"},
        BadValue{"max_length = 12", "max_length = 257", "credential[0].max_length", "range"},
        BadValue{"prefill = \"subject.CN\"", "prefill = \"token.pin\"", "credential[0].prefill", "format"},
        BadValue{"used_for = \"issue\"", "used_for = \"revoke\"", "credential[0].used_for", "word"},
        BadValue{"where = \"token\"", "where = \"tokens\"", "key.where", "word"},
        BadValue{"rsa_bits = 2048", "rsa_bits = 1024", "key.rsa_bits", "range"},
        BadValue{"rsa_bits = 2048", "rsa_bits = 2160", "key.rsa_bits", "word"},
        BadValue{"key = \"client\"", "key = \"ra\"", "enroll.key", "word"},
        BadValue{"provider = \"pkcs11\"", "provider = \"cng\"", "key.provider", "combination"},
        BadValue{"exportable = false", "exportable = true", "key.exportable", "combination"},
        BadValue{"'C:\\Windows\\System32\\module.dll'", "'module.dll'", "token.modules[0]", "format"},
        BadValue{"'C:\\Windows\\System32\\module.dll'", "'C:\\Windows\\..\\module.dll'", "token.modules[0]", "format"},
        BadValue{"pin_max = 8", "pin_max = 3", "token.pin_max", "order"},
        BadValue{"pin_tries = 10", "pin_tries = 101", "token.pin_tries", "range"},
        BadValue{"[0-9A-F]{8}", "[0-9A-F", "token.serial_pattern", "format"},
        BadValue{"[0-9A-F]{8}", "(a*)*", "token.serial_pattern", "format"},
        BadValue{"[0-9A-F]{8}", "a{9999}", "token.serial_pattern", "format"},
        BadValue{"\"{profile} {expires}\"", "\"{serial}\"", "token.label", "format"},
        BadValue{"\"{profile} {expires}\"", "\"{profile\"", "token.label", "format"},
        BadValue{"\"{profile} {expires}\"", "\"x}\"", "token.label", "format"},
        BadValue{"old_pair = \"remove\"", "old_pair = \"delete\"", "token.old_pair", "word"},
        BadValue{"holder_url = \"https", "holder_url = \"http", "token.holder_url", "format"},
        BadValue{"/tokens/{serial}", "/tokens/", "token.holder_url", "format"},
        BadValue{"/tokens/{serial}", "/{serial}/{serial}", "token.holder_url", "format"},
        BadValue{"pin = \"set\"", "pin = \"ask\"", "token.pin", "word"},
        BadValue{"pin = \"set\"", "initial_pin = \"0000\"\npin = \"keep\"", "token.initial_pin", "combination"},
        BadValue{"pin = \"set\"", "initial_pin = \"a\\u0007\"", "token.initial_pin", "format"},
        BadValue{"unblock = true", "unblock = \"yes\"", "token.unblock", "type"},
        BadValue{"software_url = \"https", "software_url = \"ftp", "token.software_url", "format"},
        BadValue{"ccddeeff\"\nsha1", "ccddeef\"\nsha1", "root[0].sha256", "format"},
        BadValue{"sha1 = \"00", "sha1 = \"0g", "root[0].sha1", "format"},
        BadValue{"use = \"server\"", "use = \"both\"", "root[0].use", "word"},
        BadValue{"\"repo.example.jp:80\"", "\"repo.example.jp:\"", "preflight.hosts[1]", "format"},
        BadValue{"\"repo.example.jp:80\"", "\"repo_example.jp\"", "preflight.hosts[1]", "format"},
        BadValue{"\"repo.example.jp:80\"", "\"10.0.0.256\"", "preflight.hosts[1]", "format"},
        BadValue{"\"repo.example.jp:80\"", "\"-a.example\"", "preflight.hosts[1]", "format"},
        BadValue{"\"10.0.0.0/8\"", "\"10.0.0.0/33\"", "preflight.forbidden_network[0].addresses[0]", "format"},
        BadValue{"\"10.0.0.0/8\"", "\"10.0.0/8\"", "preflight.forbidden_network[0].addresses[0]", "format"},
        BadValue{"\"fd00::/8\"", "\"fd00::1::/8\"", "preflight.forbidden_network[0].addresses[1]", "format"},
        BadValue{"\"closed.example\"", "\".closed\"", "preflight.forbidden_network[0].dns_suffixes[0]", "format"},
        BadValue{"https://check", "http://check", "verify.url", "format"},
        BadValue{"when = \"network\"", "when = \"sometimes\"", "error[0].when", "word"},
        BadValue{"kigen_code = 2101", "kigen_code = 4242", "error[0].kigen_code", "unknown_reference"},
        BadValue{"kigen_code = 2101", "kigen_code = 99999", "error[0].kigen_code", "range"}));

TEST(BadProfile, IsToldWhereAKeyFromTheRaCannotGo) {
  std::string text(kGood);
  const std::string_view client = "key = \"client\"";
  text.replace(text.find(client), client.size(), "key = \"server\"");
  const Loaded loaded = parse_profile(text, "bad.toml");
  ASSERT_EQ(loaded.diagnostics.size(), 1U) << describe(loaded);
  EXPECT_EQ(loaded.diagnostics.front().key, "key.where") << "it goes into the user's store, not onto a token";
  EXPECT_EQ(loaded.diagnostics.front().error.args.at("reason"), "combination");
}

TEST(BadProfile, IsToldAboutIdsThatOccurTwice) {
  const std::string again = std::string(kGood) +
                            "[[error]]\ncode = \"550\"\nwhen = \"network\"\nkigen_code = 2101\n"
                            "[[root]]\nname = \"Root\"\nsha1 = \"00112233445566778899aabbccddeeff00112233\"\n"
                            "[[credential]]\nid = \"code1\"\nlabel = { ja = \"あ\", en = \"a\" }\n";
  const Loaded loaded = parse_profile(again, "bad.toml");
  EXPECT_EQ(loaded.diagnostics.size(), 3U) << describe(loaded);
  for (const Diagnostic& one : loaded.diagnostics) EXPECT_EQ(one.error.args.at("reason"), "duplicate");
}

TEST(BadProfile, IsToldEveryFaultAtOnce) {
  const Loaded loaded = parse_profile("id = 1\nnonsense = 2\n[window]\ndays_before = 400\n", "bad.toml");
  EXPECT_GE(loaded.diagnostics.size(), 8U) << describe(loaded);
}

TEST(BadProfile, NeedsAConditionToMatch) {
  std::string text(kGood);
  for (const char* line : {"issuer_dn = [\"CN=Example CA,O=Example,C=JP\"]\n", "issuer_cn = [\"Example CA\"]\n",
                           "issuer_key_hash = [\"00ff\"]\n", "policy_oid = [\"1.2.3\"]\n",
                           "extended_key_usage = [\"1.3.6.1.5.5.7.3.2\"]\n"}) {
    text.erase(text.find(line), std::string_view(line).size());
  }
  const Loaded loaded = parse_profile(text, "bad.toml");
  ASSERT_EQ(loaded.diagnostics.size(), 1U) << describe(loaded);
  EXPECT_EQ(loaded.diagnostics[0].error.code, ErrorCode::ProfileMissingKey);
  EXPECT_EQ(loaded.diagnostics[0].line, 18U);
}

TEST(BadProfile, IsRefusedWhenTooLargeOrNoUtf8) {
  EXPECT_EQ(parse_profile(std::string(kMaxProfileBytes + 1, '#'), "x").diagnostics.at(0).error.code,
            ErrorCode::FileTooLarge);
  EXPECT_EQ(parse_profile("id = \"\xc0\xaf\"\n", "x").diagnostics.at(0).error.code, ErrorCode::ProfileSyntax);
}

TEST(BadProfile, KeepsAHostileFilesReportSmall) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "k" + std::to_string(i) + " = 1\n";
  EXPECT_LE(parse_profile(text, "x").diagnostics.size(), 200U);
}

TEST(Profile, IsWarnedOfWhatTheOperatorHasToSet) {
  std::string text(kGood);
  const std::string_view url = "https://ra.example.jp:8443/path";
  text.erase(text.find(url), url.size());
  const Loaded loaded = parse_profile(text, "x");
  EXPECT_TRUE(loaded.profile);
  ASSERT_EQ(loaded.diagnostics.size(), 1U);
  EXPECT_EQ(loaded.diagnostics[0].severity, Diagnostic::Severity::Warning);
  EXPECT_EQ(loaded.diagnostics[0].error.code, ErrorCode::ProfileIncomplete);
  EXPECT_EQ(loaded.diagnostics[0].key, "enroll.base_url");
  EXPECT_EQ(loaded.diagnostics[0].line, 30U);
}

}  // namespace
}  // namespace kigen::profile
