#include "installer/wizard/model/pages/credentials_view.h"

#include "common/text/entry_text.h"
#include "common/text/phrase.h"

namespace kigen::wizard {

std::string characters_text(text::Language language, const std::string& characters) {
  if (characters == "digits") return text::characters_digits(language);
  if (characters == "letters") return text::characters_letters(language);
  if (characters == "alphanumeric") return text::characters_alphanumeric(language);
  return text::characters_printable(language);
}

namespace {

std::string joined(text::Language language, const std::string& a, const std::string& b) {
  return a + (language == text::Language::Japanese ? "。" : ". ") + b;
}

std::string empty_hint(text::Language language, const profile::Credential& rule) {
  const std::string what = characters_text(language, rule.characters);
  std::string hint = rule.min_length == rule.max_length ? text::hint_exactly(language, what, rule.max_length)
                     : rule.min_length > 1 ? text::hint_range(language, what, rule.min_length, rule.max_length)
                                           : text::hint_at_most(language, what, rule.max_length);
  if (rule.upper_case && rule.characters != "digits") hint = joined(language, hint, text::hint_upper_case(language));
  return hint;
}

}  // namespace

std::string credentials_intro(const Context& context, const State& state) {
  const std::string service = service_name(context, state.profile);
  const std::string first = state.task == Task::Issue ? text::credentials_issue(context.language, service)
                                                      : text::credentials_renew(context.language, service);
  return first + (context.language == text::Language::Japanese ? "" : " ") +
         text::credentials_never_kept(context.language);
}

std::string field_label(const Context& context, const Field& field, std::size_t number) {
  std::string label;
  for (const char c : text::harmless(in_language(context, field.rule.label))) label.append(c == '&' ? 2 : 1, c);
  // The access key: the field's number, which no letter of the label can take from another control.
  return number < 9 ? label + "(&" + std::to_string(number + 1) + ")" : label;
}

FieldHint field_hint(const Context& context, const Field& field) {
  const text::Language language = context.language;
  const Reading& reading = field.reading;
  const auto count = static_cast<std::int64_t>(reading.length);
  const auto by = static_cast<std::int64_t>(reading.by);
  switch (reading.complaint) {
    case Complaint::None:
      if (reading.ends_in_space) return {Mark::Due, text::entry_ends_in_space(language)};
      if (!field.rule.prefill.empty())
        return {Mark::Ok, joined(language, text::entry_ok(language, count),
                                 field.rule.prefill.starts_with("token.") ? text::hint_from_token(language)
                                                                          : text::hint_prefilled(language))};
      return {Mark::Ok, text::entry_ok(language, count)};
    case Complaint::Empty:
      return {Mark::Info, empty_hint(language, field.rule)};
    case Complaint::TooShort:
      return {Mark::Waiting, text::entry_too_short(language, by)};
    case Complaint::TooLong:
      return {Mark::Failed, text::entry_too_long(language, by)};
    case Complaint::HalfWidthKatakana:
      return {Mark::Failed, text::entry_half_width_katakana(language)};
    case Complaint::Japanese:
      return {Mark::Failed, text::entry_japanese(language)};
    case Complaint::Space:
      return {Mark::Failed, text::entry_space(language)};
    case Complaint::Character:
      return {Mark::Failed, text::entry_character(language, characters_text(language, field.rule.characters))};
  }
  return {};
}

}  // namespace kigen::wizard
