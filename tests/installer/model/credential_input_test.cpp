#include "installer/wizard/model/credential_input.h"

#include <gtest/gtest.h>

#include <string>

namespace kigen::wizard {
namespace {

profile::Credential code(int least = 10, int most = 10) {
  profile::Credential rule;
  rule.id = "code1";
  rule.characters = "alphanumeric";
  rule.upper_case = true;
  rule.min_length = least;
  rule.max_length = most;
  return rule;
}

profile::Credential password() {
  profile::Credential rule;
  rule.id = "password";
  rule.secret = true;
  rule.max_length = 16;
  return rule;
}

TEST(CredentialInput, TakesACodeAsItIs) {
  const Reading reading = read_credential(code(), "ABCDE12345");
  EXPECT_EQ(reading.complaint, Complaint::None);
  EXPECT_EQ(reading.value.view(), "ABCDE12345");
  EXPECT_EQ(reading.length, 10U);
}

TEST(CredentialInput, FoldsFullWidthLettersAndDigitsAndUpperCases) {
  const Reading reading = read_credential(code(), "ａｂｃｄｅ１２３４５");
  EXPECT_EQ(reading.complaint, Complaint::None);
  EXPECT_EQ(reading.value.view(), "ABCDE12345");
}

TEST(CredentialInput, KeepsTheCaseWhereTheProfileDoesNotUpperCase) {
  profile::Credential rule = code(1, 64);
  rule.upper_case = false;
  EXPECT_EQ(read_credential(rule, "aＢc").value.view(), "aBc");
}

TEST(CredentialInput, TellsHowManyCharactersAreMissingAndHowManyTooMany) {
  const Reading few = read_credential(code(), "ABC");
  EXPECT_EQ(few.complaint, Complaint::TooShort);
  EXPECT_EQ(few.by, 7U);
  const Reading many = read_credential(code(), "ABCDE1234567");
  EXPECT_EQ(many.complaint, Complaint::TooLong);
  EXPECT_EQ(many.by, 2U);
  EXPECT_EQ(read_credential(code(), "").complaint, Complaint::Empty);
}

TEST(CredentialInput, RefusesHalfWidthKatakanaAndNamesIt) {
  EXPECT_EQ(read_credential(code(), "ABCｱﾞ").complaint, Complaint::HalfWidthKatakana);
  EXPECT_EQ(read_credential(password(), "｡").complaint, Complaint::HalfWidthKatakana);
}

TEST(CredentialInput, RefusesKanaAndKanji) {
  for (const char* text : {"あ", "ア", "ー", "漢", "𠮷", "￦", "、"})
    EXPECT_EQ(read_credential(code(), std::string("ABC") + text).complaint, Complaint::Japanese) << text;
}

TEST(CredentialInput, TheFirstCharacterThatCannotStayDecides) {
  EXPECT_EQ(read_credential(code(), "A-あ").complaint, Complaint::Character);
  EXPECT_EQ(read_credential(code(), "Aあ-").complaint, Complaint::Japanese);
}

TEST(CredentialInput, RefusesSignsInACodeAndTakesThemInAPassword) {
  EXPECT_EQ(read_credential(code(), "ABCDE-1234").complaint, Complaint::Character);
  EXPECT_EQ(read_credential(password(), "p-w!d/9~").complaint, Complaint::None);
  EXPECT_EQ(read_credential(password(), "pässword").complaint, Complaint::Character);
}

TEST(CredentialInput, LeavesOutWhatAPasteBroughtAlongAroundACode) {
  const Reading reading = read_credential(code(), "　ABCDE12345\r\n");
  EXPECT_EQ(reading.complaint, Complaint::None);
  EXPECT_EQ(reading.value.view(), "ABCDE12345");
}

TEST(CredentialInput, RefusesASpaceWithinACode) {
  EXPECT_EQ(read_credential(code(), "ABCDE 12345").complaint, Complaint::Space);
  EXPECT_EQ(read_credential(code(), "ABCDE　1234").complaint, Complaint::Space);
}

TEST(CredentialInput, KeepsSpacesOfAPasswordAndSaysSo) {
  const Reading reading = read_credential(password(), "open sesame ");
  EXPECT_EQ(reading.complaint, Complaint::None);
  EXPECT_EQ(reading.value.view(), "open sesame ");
  EXPECT_TRUE(reading.ends_in_space);
  EXPECT_FALSE(read_credential(password(), "open sesame").ends_in_space);
  EXPECT_EQ(read_credential(password(), "pass\tword").complaint, Complaint::Space);
}

TEST(CredentialInput, FoldsWhatAnInputMethodGivesForSigns) {
  EXPECT_EQ(read_credential(password(), "！＃＠～").value.view(), "!#@~");
  EXPECT_EQ(read_credential(password(), "’”－−〜￥¥‘").value.view(), "'\"--~\\\\`");
}

TEST(CredentialInput, DigitsOnlyMeansDigits) {
  profile::Credential rule = code(1, 8);
  rule.characters = "digits";
  EXPECT_EQ(read_credential(rule, "１２３４").value.view(), "1234");
  EXPECT_EQ(read_credential(rule, "12a4").complaint, Complaint::Character);
  rule.characters = "letters";
  EXPECT_EQ(read_credential(rule, "ab1").complaint, Complaint::Character);
}

TEST(CredentialInput, RefusesBytesThatAreNoText) {
  EXPECT_EQ(read_credential(code(), "AB\xff").complaint, Complaint::Character);
  EXPECT_EQ(read_credential(password(), std::string("a\0b", 3)).complaint, Complaint::Character);
}

TEST(CredentialInput, RefusesMoreThanASecretHolds) {
  EXPECT_EQ(read_credential(password(), std::string(5000, 'a')).complaint, Complaint::TooLong);
}

TEST(CredentialInput, FoldsOneUnitToOneUnit) {
  for (char32_t c = 1; c < 0x10000; ++c) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    ASSERT_LT(fold_typed(c, true), 0x10000U);
    ASSERT_EQ(fold_typed(fold_typed(c, true), true), fold_typed(c, true)) << static_cast<unsigned>(c);
  }
  EXPECT_EQ(fold_typed(U'ｚ', true), U'Z');
  EXPECT_EQ(fold_typed(U'ｚ', false), U'z');
  EXPECT_EQ(fold_typed(U'ア', true), U'ア');
}

TEST(CredentialInput, AsksForWhatTheTaskNeeds) {
  profile::Credential rule = code();
  EXPECT_TRUE(used_for_issue(rule) && used_for_renewal(rule));
  rule.used_for = "issue";
  EXPECT_FALSE(used_for_renewal(rule));
  rule.used_for = "renew";
  EXPECT_FALSE(used_for_issue(rule));
}

}  // namespace
}  // namespace kigen::wizard
