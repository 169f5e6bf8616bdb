#include "installer/wizard/model/pin_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kigen::wizard {
namespace {

using testing::ElementsAre;

profile::Profile with_pin_rules() {
  profile::Profile profile;
  profile.token.emplace();
  profile.token->pin_min = 4;
  profile.token->pin_max = 8;
  return profile;
}

PinForm form_of(PinTask task) {
  const profile::Profile profile = with_pin_rules();
  return make_pin_form(task, pin_rules(&profile, {}), {});
}

void type(PinForm& form, const std::vector<std::string>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) type_pin(form, i, texts[i]);
}

std::vector<Held> held(const PinForm& form) {
  std::vector<Held> all;
  for (const auto& state : pin_rule_states(form)) all.push_back(state.held);
  return all;
}

TEST(PinRules, AreTheProfilesWithinTheTokens) {
  const profile::Profile profile = with_pin_rules();
  keys::pkcs11::TokenInfo token;
  token.pin_min = 6;
  token.pin_max = 255;
  PinRules rules = pin_rules(&profile, token);
  EXPECT_EQ(rules.least, 6);
  EXPECT_EQ(rules.most, 8);
  token.pin_min = 12;
  rules = pin_rules(&profile, token);
  EXPECT_EQ(rules.least, 4) << "they contradict each other: the token has the last word when the PIN is set";
  rules = pin_rules(nullptr, token);
  EXPECT_EQ(rules.least, 12);
  EXPECT_EQ(rules.most, 64);
}

TEST(PinForm, SetsANewPinOnceAllRulesHold) {
  PinForm form = form_of(PinTask::Set);
  ASSERT_EQ(form.fields.size(), 2U);
  EXPECT_THAT(held(form), ElementsAre(Held::NotYet, Held::NotYet, Held::NotYet));
  type(form, {"123", ""});
  EXPECT_THAT(held(form), ElementsAre(Held::NotYet, Held::Yes, Held::NotYet));
  type(form, {"1234", "12"});
  EXPECT_THAT(held(form), ElementsAre(Held::Yes, Held::Yes, Held::NotYet));
  EXPECT_FALSE(pin_form_holds(form));
  type(form, {"1234", "1235"});
  EXPECT_THAT(held(form), ElementsAre(Held::Yes, Held::Yes, Held::No));
  EXPECT_FALSE(pin_form_holds(form));
  type(form, {"1234", "1234"});
  EXPECT_TRUE(pin_form_holds(form));
  type(form, {"123456789", "123456789"});
  EXPECT_THAT(held(form), ElementsAre(Held::No, Held::Yes, Held::Yes));
  EXPECT_FALSE(pin_form_holds(form));
}

TEST(PinForm, FoldsFullWidthAndRefusesWhatIsNone) {
  PinForm form = form_of(PinTask::Set);
  type(form, {"１２３ａ", "123a"});
  EXPECT_TRUE(pin_form_holds(form)) << "letters keep their case";
  EXPECT_EQ(pin_entry(form, PinField::Next)->reading.value.view(), "123a");
  type(form, {"12あ34", "1234"});
  EXPECT_THAT(held(form), ElementsAre(Held::Yes, Held::No, Held::Yes));
  EXPECT_FALSE(pin_form_holds(form));
}

TEST(PinForm, ChangesOnlyToADifferentPin) {
  PinForm form = form_of(PinTask::Change);
  ASSERT_EQ(form.fields.size(), 3U);
  type(form, {"", "4321", "4321"});
  EXPECT_FALSE(pin_form_holds(form)) << "the present one is missing";
  type(form, {"4321", "4321", "4321"});
  EXPECT_THAT(held(form), ElementsAre(Held::Yes, Held::Yes, Held::No, Held::Yes));
  EXPECT_FALSE(pin_form_holds(form));
  type(form, {"1234", "4321", "4321"});
  EXPECT_TRUE(pin_form_holds(form));
}

TEST(PinForm, UnblocksWithAPuk) {
  PinForm form = form_of(PinTask::Unblock);
  EXPECT_EQ(form.fields.front().field, PinField::Puk);
  type(form, {"", "4321", "4321"});
  EXPECT_FALSE(pin_form_holds(form));
  type(form, {"1", "4321", "4321"});
  EXPECT_TRUE(pin_form_holds(form)) << "how long a PUK is nobody knows";
}

TEST(PinForm, HasNoFieldsWhereTheReaderHasKeys) {
  keys::pkcs11::TokenInfo token;
  token.pin_pad = true;
  EXPECT_TRUE(make_pin_form(PinTask::Change, {}, token).fields.empty());
  EXPECT_TRUE(pin_form_holds(make_pin_form(PinTask::Change, {}, token)));
  EXPECT_TRUE(make_pin_form(PinTask::Set, {}, token).fields.empty()) << "a job asks for it on the reader";
  EXPECT_TRUE(pin_form_holds(make_pin_form(PinTask::Set, {}, token)));
}

TEST(PinForm, ForgetsWhatWasRefused) {
  PinForm form = form_of(PinTask::Change);
  type(form, {"1234", "4321", "4321"});
  forget_pin(form, PinField::Current);
  EXPECT_TRUE(form.fields[0].reading.value.empty());
  EXPECT_FALSE(form.fields[1].reading.value.empty());
  forget_pin(form, PinField::Next);
  EXPECT_TRUE(form.fields[1].reading.value.empty());
  EXPECT_TRUE(form.fields[2].reading.value.empty());
}

TEST(PresentPin, CostsNoTryWhenItCannotBeTheOne) {
  keys::pkcs11::TokenInfo token;
  token.pin_min = 6;
  token.pin_max = 8;
  const auto rule = present_pin_rule(token);
  EXPECT_EQ(read_credential(rule, "12345").complaint, Complaint::TooShort);
  EXPECT_EQ(read_credential(rule, "123456").complaint, Complaint::None);
  EXPECT_EQ(read_credential(rule, "123456789").complaint, Complaint::TooLong);
}

}  // namespace
}  // namespace kigen::wizard
