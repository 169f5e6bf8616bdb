#include "installer/wizard/model/credential_input.h"

#include <algorithm>
#include <array>
#include <string>

#include "common/base/utf8_fold.h"

namespace kigen::wizard {
namespace {

// Takes one character from the front of well-formed UTF-8.
char32_t take_character(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  constexpr std::array<unsigned, 5> kMask{0, 0x7f, 0x1f, 0x0f, 0x07};
  char32_t value = lead & kMask[length];
  for (std::size_t i = 1; i < length; ++i) value = (value << 6U) | (static_cast<unsigned char>(text[i]) & 0x3fU);
  text.remove_prefix(length);
  return value;
}

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_letter(char32_t c) {
  return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
}

bool fits(std::string_view characters, char32_t c) {
  if (characters == "digits") return is_digit(c);
  if (characters == "letters") return is_letter(c);
  if (characters == "alphanumeric") return is_digit(c) || is_letter(c);
  return c >= 0x20 && c <= 0x7e;
}

// Kana, kanji, and the signs and forms that only East Asian fonts have.
bool is_japanese(char32_t c) {
  return (c >= 0x3000 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0xff00 && c <= 0xffef) || (c >= 0x20000 && c <= 0x3ffff);
}

Complaint complaint_of(char32_t c) {
  if (c >= 0xff61 && c <= 0xff9f) return Complaint::HalfWidthKatakana;
  if (is_japanese(c)) return Complaint::Japanese;
  return c == U' ' || c == U'\t' || c == U'\r' || c == U'\n' || c == 0xa0 ? Complaint::Space : Complaint::Character;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// The folded text in memory that is wiped however the reading ends.
class Folded {
 public:
  explicit Folded(std::size_t room) { text_.reserve(room); }
  ~Folded() { wipe(text_.data(), text_.capacity()); }
  Folded(const Folded&) = delete;
  Folded& operator=(const Folded&) = delete;

  void add(char c) { text_.push_back(c); }
  [[nodiscard]] std::string_view view() const { return text_; }

 private:
  std::string text_;
};

/// Folds all of it; the first character that is refused. Those are not kept: nothing sends such an entry.
Complaint fold_all(const profile::Credential& rule, std::string_view typed, bool spaces, Folded& folded) {
  Complaint found = Complaint::None;
  while (!typed.empty()) {
    const char32_t c = fold_typed(take_character(typed), rule.upper_case);
    const bool blank = c == U' ' || c == U'\t' || c == U'\r' || c == U'\n';
    if (fits(rule.characters, c) || (blank && !spaces)) {
      folded.add(static_cast<char>(c));  // the blank at an end falls to trimmed(), one within is refused after it
    } else if (found == Complaint::None) {
      found = complaint_of(c);
    }
  }
  return found;
}

void judge_length(const profile::Credential& rule, Reading& reading) {
  const auto least = static_cast<std::size_t>(std::max(1, rule.min_length));
  const auto most = static_cast<std::size_t>(std::max(1, rule.max_length));
  if (reading.length == 0) {
    reading.complaint = Complaint::Empty;
  } else if (reading.length < least) {
    reading.complaint = Complaint::TooShort;
    reading.by = least - reading.length;
  } else if (reading.length > most) {
    reading.complaint = Complaint::TooLong;
    reading.by = reading.length - most;
  }
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

char32_t fold_typed(char32_t character, bool upper_case) noexcept {
  char32_t c = character;
  if (c >= 0xff01 && c <= 0xff5e) c -= 0xfee0;
  switch (c) {
    case 0x3000:  // ideographic space
    case 0x00a0:  // no-break space, as web pages have it
      c = U' ';
      break;
    case 0x2018:
      c = U'`';
      break;
    case 0x2019:
      c = U'\'';
      break;
    case 0x201c:
    case 0x201d:
      c = U'"';
      break;
    case 0x2212:  // minus sign
      c = U'-';
      break;
    case 0x301c:  // wave dash
    case 0x203e:  // overline, where JIS has the tilde
      c = U'~';
      break;
    case 0x00a5:  // yen sign, where JIS has the backslash
    case 0xffe5:
      c = U'\\';
      break;
    default:
      break;
  }
  return upper_case && c >= U'a' && c <= U'z' ? c - (U'a' - U'A') : c;
}

Reading read_credential(const profile::Credential& rule, std::string_view typed) {
  Reading reading;
  if (typed.size() > Secret::kMaxSize) {
    reading.complaint = Complaint::TooLong;
    reading.length = typed.size();
    reading.by = typed.size() - static_cast<std::size_t>(rule.max_length);
    return reading;
  }
  if (!is_utf8(typed)) {
    reading.complaint = Complaint::Character;
    return reading;
  }
  const bool spaces = fits(rule.characters, U' ');
  Folded folded(typed.size());
  reading.complaint = fold_all(rule, typed, spaces, folded);
  const std::string_view text = spaces ? folded.view() : trimmed(folded.view());
  if (reading.complaint == Complaint::None && !spaces && std::any_of(text.begin(), text.end(), is_blank))
    reading.complaint = Complaint::Space;
  reading.length = text.size();
  if (reading.complaint == Complaint::None) judge_length(rule, reading);
  reading.ends_in_space = spaces && !text.empty() && (is_blank(text.front()) || is_blank(text.back()));
  reading.value = Secret(text);
  return reading;
}

bool used_for_issue(const profile::Credential& credential) noexcept {
  return credential.used_for != "renew";
}
bool used_for_renewal(const profile::Credential& credential) noexcept {
  return credential.used_for != "issue";
}

}  // namespace kigen::wizard
