#include "common/base/distinguished_name.h"

#include <algorithm>
#include <array>

#include "common/base/hex.h"
#include "common/base/utf8_fold.h"

namespace kigen {
namespace {

constexpr std::size_t kMaxNameBytes = 8U << 10;

struct TypeName {
  std::string_view canonical, oid;
  std::array<std::string_view, 2> others;  // lower case
};

// RFC 4519 and RFC 5280 A.1, with the spellings that Windows and OpenSSL use.
constexpr std::array kTypes{
    TypeName{"CN", "2.5.4.3", {"commonname"}},
    TypeName{"SN", "2.5.4.4", {"surname"}},
    TypeName{"serialNumber", "2.5.4.5", {"deviceserialnumber"}},
    TypeName{"C", "2.5.4.6", {"countryname", "country"}},
    TypeName{"L", "2.5.4.7", {"localityname", "locality"}},
    TypeName{"ST", "2.5.4.8", {"stateorprovincename", "s"}},
    TypeName{"STREET", "2.5.4.9", {"streetaddress"}},
    TypeName{"O", "2.5.4.10", {"organizationname", "organization"}},
    TypeName{"OU", "2.5.4.11", {"organizationalunitname", "organizationalunit"}},
    TypeName{"title", "2.5.4.12", {"t"}},
    TypeName{"givenName", "2.5.4.42", {"gn", "g"}},
    TypeName{"initials", "2.5.4.43", {"i"}},
    TypeName{"generationQualifier", "2.5.4.44", {}},
    TypeName{"dnQualifier", "2.5.4.46", {}},
    TypeName{"pseudonym", "2.5.4.65", {}},
    TypeName{"organizationIdentifier", "2.5.4.97", {}},
    TypeName{"UID", "0.9.2342.19200300.100.1.1", {"userid"}},
    TypeName{"DC", "0.9.2342.19200300.100.1.25", {"domaincomponent"}},
    TypeName{"emailAddress", "1.2.840.113549.1.9.1", {"e", "email"}},
};

char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return ascii_lower(c); });
  return lower;
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_oid(std::string_view text) {
  if (text.empty() || text.back() == '.' || text.find('.') == std::string_view::npos) return false;
  bool digit_before = false;
  for (const char c : text) {
    if (c == '.' ? !digit_before : !is_digit(c)) return false;
    digit_before = is_digit(c);
  }
  return true;
}

// Reads one DN string from left to right; a false or empty answer ends the reading.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<DistinguishedName> read() {
    DistinguishedName name;
    skip_spaces();
    if (done()) return name;
    name.emplace_back();
    while (true) {
      auto attribute = read_attribute();
      if (!attribute) return std::nullopt;
      name.back().push_back(*std::move(attribute));
      if (done()) return name;
      const char separator = text_[at_++];
      if (separator == ',' || separator == ';') name.emplace_back();
    }
  }

 private:
  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  void skip_spaces() {
    while (!done() && text_[at_] == ' ') ++at_;
  }
  [[nodiscard]] bool at_separator() const {
    return done() || text_[at_] == ',' || text_[at_] == ';' || text_[at_] == '+';
  }

  std::optional<DnAttribute> read_attribute() {
    skip_spaces();
    const std::size_t equals = text_.find('=', at_);
    if (equals == std::string_view::npos) return std::nullopt;
    std::string_view type = text_.substr(at_, equals - at_);
    while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
    DnAttribute attribute{.type = canonical_attribute_type(type), .value = {}};
    if (attribute.type.empty()) return std::nullopt;
    at_ = equals + 1;
    skip_spaces();
    bool read = false;
    if (!done() && text_[at_] == '#') {
      read = read_hex(attribute.value);
    } else if (!done() && text_[at_] == '"') {
      read = read_quoted(attribute.value);
    } else {
      read = read_plain(attribute.value);
    }
    skip_spaces();
    if (!read || !at_separator()) return std::nullopt;
    return attribute;
  }

  // "\," and the other specials, or two hex digits of one UTF-8 octet (RFC 4514 section 3, pair).
  bool read_pair(std::string& value) {
    ++at_;
    if (done()) return false;
    if (const auto octet = from_hex(text_.substr(at_, 2)); octet && octet->size() == 1) {
      value.push_back(static_cast<char>(octet->front()));
      at_ += 2;
      return true;
    }
    if (std::string_view(" \"#+,;<=>\\").find(text_[at_]) == std::string_view::npos) return false;
    value.push_back(text_[at_++]);
    return true;
  }

  bool read_plain(std::string& value) {
    std::size_t kept = 0;  // escaped trailing spaces stay, bare ones go
    while (!at_separator()) {
      const char c = text_[at_];
      if (c == '"' || c == '\0') return false;
      if (c == '\\') {
        if (!read_pair(value)) return false;
        kept = value.size();
        continue;
      }
      value.push_back(c);
      if (c != ' ') kept = value.size();
      ++at_;
    }
    value.resize(kept);
    return true;
  }

  bool read_quoted(std::string& value) {
    ++at_;
    while (!done() && text_[at_] != '"') {
      if (text_[at_] == '\\') {
        if (!read_pair(value)) return false;
      } else {
        value.push_back(text_[at_++]);
      }
    }
    if (done()) return false;
    ++at_;
    return true;
  }

  bool read_hex(std::string& value) {
    const std::size_t start = ++at_;
    while (!at_separator() && text_[at_] != ' ') ++at_;
    const auto ber = from_hex(text_.substr(start, at_ - start));
    if (!ber || ber->empty()) return false;
    // A short UTF8String, PrintableString or IA5String is text all the same.
    const bool text_tag = ber->front() == 0x0c || ber->front() == 0x13 || ber->front() == 0x16;
    if (text_tag && ber->size() >= 2 && (*ber)[1] < 0x80 && ber->size() == 2U + (*ber)[1]) {
      value.assign(ber->begin() + 2, ber->end());
      if (is_utf8(value)) return true;
    }
    value = "#" + to_hex(*ber);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// The longest part of at most `limit` octets that ends between two characters.
std::size_t whole_characters(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text.size();
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0U) == 0x80U) --limit;
  return limit;
}

// A separator inside a prepared value must not look like one of the key's own.
void append_escaped(std::string& key, std::string_view value) {
  for (const char c : value) {
    if (c == ',' || c == '+' || c == '\\') key.push_back('\\');
    key.push_back(c);
  }
}

std::string relative_name_key(const std::vector<DnAttribute>& relative) {
  std::vector<std::string> parts;
  parts.reserve(relative.size());
  for (const DnAttribute& attribute : relative) {
    std::string part = ascii_lower(attribute.type) + "=";
    append_escaped(part, normalise_attribute_value(attribute.value));
    parts.push_back(std::move(part));
  }
  std::sort(parts.begin(), parts.end());  // a multi-valued relative name is a set
  std::string key;
  for (const std::string& part : parts) {
    if (!key.empty()) key.push_back('+');
    key += part;
  }
  return key;
}

}  // namespace

std::optional<DistinguishedName> parse_distinguished_name(std::string_view text) {
  if (text.size() > kMaxNameBytes) return std::nullopt;
  return Reader(text).read();
}

std::string canonical_attribute_type(std::string_view type) {
  if (type.size() > 4 && same_ignoring_case(type.substr(0, 4), "oid.")) type.remove_prefix(4);
  if (type.empty()) return {};
  for (const TypeName& known : kTypes) {
    const bool same = type == known.oid || same_ignoring_case(type, known.canonical) ||
                      std::any_of(known.others.begin(), known.others.end(),
                                  [type](std::string_view other) { return same_ignoring_case(type, other); });
    if (same) return std::string(known.canonical);
  }
  return is_oid(type) ? std::string(type) : std::string{};
}

std::string normalise_attribute_value(std::string_view value) {
  const std::string folded = fold_case_and_width(value);
  std::string prepared;
  prepared.reserve(folded.size());
  for (const char c : folded) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
    if (!space) {
      prepared.push_back(c);
    } else if (!prepared.empty() && prepared.back() != ' ') {
      prepared.push_back(' ');
    }
  }
  if (!prepared.empty() && prepared.back() == ' ') prepared.pop_back();
  return prepared;
}

std::string normalise_distinguished_name(std::string_view text) {
  const auto name = parse_distinguished_name(text);
  if (!name) return normalise_attribute_value(text.substr(0, whole_characters(text, kMaxNameBytes)));
  std::string key;
  for (const auto& relative : *name) {
    if (!key.empty()) key.push_back(',');
    key += relative_name_key(relative);
  }
  return key;
}

std::optional<std::string> attribute_value(std::string_view distinguished_name, std::string_view type) {
  const std::string wanted = canonical_attribute_type(type);
  const auto name = parse_distinguished_name(distinguished_name);
  if (!name || wanted.empty()) return std::nullopt;
  for (const auto& relative : *name) {
    for (const DnAttribute& attribute : relative) {
      if (attribute.type == wanted) return attribute.value;
    }
  }
  return std::nullopt;
}

}  // namespace kigen
