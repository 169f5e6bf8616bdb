#include "installer/wizard/renewal/credential_text.h"

#include <algorithm>
#include <array>

namespace kigen::renewal {
namespace {

// Wiped when it goes, never grows.
class Buffer {
 public:
  Buffer() = default;
  ~Buffer() { wipe(bytes_.data(), bytes_.size()); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  void push(char c) {
    if (size_ < bytes_.size()) bytes_[size_++] = c;
  }
  [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, Secret::kMaxSize> bytes_{};
  std::size_t size_ = 0;
};

// U+FF01..U+FF5E are EF BC 81..BF and EF BD 80..9E in UTF-8, U+3000 is E3 80 80: each is an ASCII character's wide
// form.
void fold(std::string_view typed, Buffer& out) {
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const auto at = [&](std::size_t k) { return i + k < typed.size() ? static_cast<unsigned char>(typed[i + k]) : 0U; };
    const unsigned wide = at(0) == 0xEF && (at(1) == 0xBC || at(1) == 0xBD)
                              ? (at(1) == 0xBC ? at(2) - 0x80U : at(2) - 0x80U + 0x40U)
                              : 0U;
    if (wide >= 0x01 && wide <= 0x5E) {
      out.push(static_cast<char>(wide + 0x20));
      i += 2;
    } else if (at(0) == 0xE3 && at(1) == 0x80 && at(2) == 0x80) {
      out.push(' ');
      i += 2;
    } else {
      out.push(typed[i]);
    }
  }
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool allowed(std::string_view characters, char c) {
  if (characters == "digits") return is_digit(c);
  if (characters == "letters") return is_letter(c);
  if (characters == "alphanumeric") return is_digit(c) || is_letter(c);
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte != 0x7F;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// Characters, not octets, as a person counts them.
std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Error bad(const profile::Credential& field, std::string_view reason) {
  return Error(ErrorCode::InvalidArgument)
      .with("field", field.id)
      .with("reason", std::string(reason))
      .with("min", std::to_string(field.min_length))
      .with("max", std::to_string(field.max_length));
}

}  // namespace

Result<Secret> read_credential(const profile::Credential& field, std::string_view typed) {
  if (typed.size() > Secret::kMaxSize) return bad(field, "length");
  const bool folds = field.characters != "printable";
  Buffer folded;
  if (folds) fold(typed, folded);
  const std::string_view text = folds ? trimmed(folded.view()) : typed;
  const auto length = static_cast<std::int64_t>(length_of(text));
  if (length < field.min_length || length > field.max_length) return bad(field, "length");
  if (!std::all_of(text.begin(), text.end(), [&](char c) { return allowed(field.characters, c); })) {
    return bad(field, "characters");
  }
  Buffer out;
  for (const char c : text) out.push(field.upper_case && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  return Secret(out.view());
}

}  // namespace kigen::renewal
