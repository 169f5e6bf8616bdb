// The values and combinations of a profile's [token] table that need more than a type.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "common/profile/load.h"
#include "common/profile/rules.h"

namespace kigen::profile {
namespace {

TEST(HolderUrl, HasTheSerialOnceInItsPath) {
  for (const char* good : {"https://ra.example.jp/tokens/{serial}", "https://ra.example.jp:8443/{serial}/holder",
                           "https://[::1]/{serial}", "https://ra.example.jp/a/{serial}.json"})
    EXPECT_TRUE(is_holder_url(good)) << good;
  for (const char* bad :
       {"", "{serial}", "https://{serial}/", "https://{serial}.example.jp/", "https://ra.example.jp:{serial}/",
        "https://{serial}@ra.example.jp/", "https://ra.example.jp/?serial={serial}", "https://ra.example.jp/#{serial}",
        "https://ra.example.jp/{serial}/{serial}", "https://ra.example.jp/tokens", "https://ra.example.jp/{Serial}",
        "https://ra.example.jp/../{serial}", "http://ra.example.jp/{serial}", "https:///{serial}"})
    EXPECT_FALSE(is_holder_url(bad)) << bad;
}

TEST(LabelTemplate, KnowsItsThreeFieldsAndPlainText) {
  for (const char* good :
       {"", "Kigen", "{profile}", "{subject}, expires {expires}", "{profile}{profile}", "証明書 {expires}"})
    EXPECT_TRUE(is_label_template(good)) << good;
  for (const char* bad :
       {"{", "}", "{}", "{serial}", "{profile", "profile}", "{{profile}}", "{profile}}", "{ profile }"})
    EXPECT_FALSE(is_label_template(bad)) << bad;
}

Loaded with_token(const std::string& lines) {
  return parse_profile(
      "id = \"t\"\n"
      "name = { ja = \"名前\", en = \"Name\" }\nsupport = { ja = \"窓口\", en = \"Desk\" }\n"
      "consequence = { ja = \"申告\", en = \"file\" }\nidentifier_label = { ja = \"名\", en = \"Name\" }\n"
      "[match]\nissuer_cn = [\"CA\"]\n[window]\ndays_before = 28\n"
      "[enroll]\nprotocol = \"est\"\nbase_url = \"https://ra.example.jp/\"\n"
      "[key]\nwhere = \"token\"\nprovider = \"pkcs11\"\n[token]\nmodules = ['/usr/lib/module.so']\n" +
          lines,
      "token.toml");
}

std::string reason(const Loaded& loaded, const std::string& key) {
  const auto found = std::find_if(loaded.diagnostics.begin(), loaded.diagnostics.end(),
                                  [&](const Diagnostic& one) { return one.key == key; });
  return found == loaded.diagnostics.end() ? std::string() : found->error.args.at("reason");
}

TEST(TokenTable, HasDefaultsThatChangeNothingOnTheToken) {
  const Loaded loaded = with_token("");
  ASSERT_TRUE(loaded.profile);
  const Token& token = *loaded.profile->token;
  EXPECT_EQ(token.pin, "keep");
  EXPECT_EQ(token.old_pair, "keep");
  EXPECT_FALSE(token.unblock);
  EXPECT_EQ(token.initial_pin + token.holder_url + token.label, "");
}

TEST(TokenTable, ReadsTheKeysOfATokenThatIsHandedOut) {
  const Loaded loaded = with_token(
      "pin = \"set\"\ninitial_pin = \"0000 0000\"\nholder_url = \"https://ra.example.jp/{serial}\"\n"
      "label = \"{subject}\"\nold_pair = \"remove\"\nunblock = true\n");
  ASSERT_TRUE(loaded.profile);
  EXPECT_TRUE(loaded.diagnostics.empty());
  const Token& token = *loaded.profile->token;
  EXPECT_EQ(token.pin, "set");
  EXPECT_EQ(token.initial_pin, "0000 0000");
  EXPECT_EQ(token.holder_url, "https://ra.example.jp/{serial}");
  EXPECT_EQ(token.label, "{subject}");
  EXPECT_EQ(token.old_pair, "remove");
  EXPECT_TRUE(token.unblock);
}

TEST(TokenTable, TakesAnInitialPinOnlyWhereTheUserSetsAnother) {
  EXPECT_TRUE(with_token("pin = \"set\"\ninitial_pin = \"\"\n").profile);
  EXPECT_TRUE(with_token("pin = \"keep\"\ninitial_pin = \"\"\n").profile);
  for (const char* lines : {"initial_pin = \"0000\"\n", "pin = \"keep\"\ninitial_pin = \"0000\"\n"}) {
    const Loaded loaded = with_token(lines);
    EXPECT_FALSE(loaded.profile) << lines;
    EXPECT_EQ(reason(loaded, "token.initial_pin"), "combination") << lines;
  }
}

TEST(TokenTable, TellsValuesThatAreTooLong) {
  EXPECT_EQ(reason(with_token("label = \"" + std::string(65, 'x') + "\"\n"), "token.label"), "length");
  EXPECT_EQ(reason(with_token("pin = \"set\"\ninitial_pin = \"" + std::string(65, '1') + "\"\n"), "token.initial_pin"),
            "length");
  EXPECT_EQ(reason(with_token("holder_url = \"https://ra.example.jp/{serial}/" + std::string(500, 'x') + "\"\n"),
                   "token.holder_url"),
            "length");
}

}  // namespace
}  // namespace kigen::profile
