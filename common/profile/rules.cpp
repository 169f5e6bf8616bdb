#include "common/profile/rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <regex>
#include <string>

#include "common/base/distinguished_name.h"
#include "common/base/hex.h"

namespace kigen::profile {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}

bool is_hex_of(std::string_view text, std::size_t octets) {
  const auto bytes = from_hex(text);
  return bytes && bytes->size() == octets;
}

std::optional<unsigned> number(std::string_view text, unsigned max) {
  if (text.empty() || text.size() > 5 || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  unsigned value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size() || value > max) return std::nullopt;
  return value;
}

// Calls `each` with every part between separators until one answers false.
template <class Each>
bool all_parts(std::string_view text, char separator, Each each) {
  while (true) {
    const std::size_t end = text.find(separator);
    if (!each(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool is_ipv4(std::string_view text) {
  int parts = 0;
  return all_parts(text, '.', [&parts](std::string_view part) { return ++parts <= 4 && number(part, 255); }) &&
         parts == 4;
}

// RFC 4291 2.2, without an embedded IPv4 address and without a zone.
bool is_ipv6(std::string_view text) {
  const std::size_t gap = text.find("::");
  if (gap != std::string_view::npos && text.find("::", gap + 1) != std::string_view::npos) return false;
  const auto groups = [](std::string_view part, int& count) {
    if (part.empty()) return true;
    return all_parts(part, ':', [&count](std::string_view group) {
      ++count;
      return !group.empty() && group.size() <= 4 &&
             group.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    });
  };
  int count = 0;
  if (gap == std::string_view::npos)
    return text.find(':') != std::string_view::npos && groups(text, count) && count == 8;
  return groups(text.substr(0, gap), count) && groups(text.substr(gap + 2), count) && count <= 7;
}

bool is_host_name(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  std::string_view last;
  const bool labels = all_parts(text, '.', [&last](std::string_view label) {
    last = label;
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
  });
  // A last label of digits only would be a mistyped IPv4 address.
  return labels && !std::all_of(last.begin(), last.end(), is_digit);
}

bool is_repeat(char c) {
  return c == '*' || c == '+' || c == '?' || c == '{';
}

// The part of is_bounded_regex that keeps matching linear; std::regex then says whether it is an expression at all.
bool repeats_are_bounded(std::string_view text) {
  int repeats = 0;
  bool in_class = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      if (++i < text.size() && is_digit(text[i])) return false;
    } else if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      in_class = true;
    } else if (is_repeat(c)) {
      const bool after_group = i > 0 && text[i - 1] == ')' && (i < 2 || text[i - 2] != '\\');
      const bool group_syntax = i > 0 && text[i - 1] == '(';
      if (after_group || group_syntax || ++repeats > 8) return false;
      if (c == '{') {
        const std::size_t end = text.find('}', i);
        if (end == std::string_view::npos) return false;
        const std::string_view counts = text.substr(i + 1, end - i - 1);
        const bool good = all_parts(counts, ',', [](std::string_view n) { return n.empty() || number(n, 64); });
        if (!good) return false;
        i = end;
      }
    }
  }
  return true;
}

}  // namespace

bool is_id(std::string_view text) {
  return !text.empty() && is_lower(text.front()) && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_field_id(std::string_view text) {
  return !text.empty() && is_lower(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

bool is_https_url(std::string_view text) {
  constexpr std::string_view kScheme = "https://";
  if (!text.starts_with(kScheme)) return false;
  text.remove_prefix(kScheme.size());
  const std::size_t slash = text.find('/');
  if (!is_host_and_port(text.substr(0, slash))) return false;
  if (slash == std::string_view::npos) return true;
  const std::string_view path = text.substr(slash);
  const bool known = std::all_of(path.begin(), path.end(), [](char c) {
    return is_letter(c) || is_digit(c) || std::string_view("/-._~!$&'()*+,;=:@%").find(c) != std::string_view::npos;
  });
  return known && path.find("/../") == std::string_view::npos && !path.ends_with("/..");
}

bool is_path_segment(std::string_view text) {
  if (text == "." || text == "..") return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
  });
}

bool is_dotted_oid(std::string_view text) {
  int arcs = 0;
  char first = '\0';
  const bool good = all_parts(text, '.', [&](std::string_view arc) {
    const bool number_like = !arc.empty() && arc.size() <= 39 && (arc.size() == 1 || arc.front() != '0') &&
                             std::all_of(arc.begin(), arc.end(), is_digit);
    if (!number_like) return false;
    if (++arcs == 1) {
      first = arc.front();
      return arc.size() == 1 && first <= '2';
    }
    return arcs != 2 || first == '2' || number(arc, 39).has_value();
  });
  return good && arcs >= 2;
}

bool is_sha256_hex(std::string_view text) {
  return is_hex_of(text, 32);
}
bool is_sha1_hex(std::string_view text) {
  return is_hex_of(text, 20);
}

bool is_key_hash(std::string_view text) {
  const auto bytes = from_hex(text);
  return bytes && !bytes->empty() && bytes->size() <= 64;
}

bool is_nonempty_dn(std::string_view text) {
  const auto name = parse_distinguished_name(text);
  return name && !name->empty();
}

bool is_host(std::string_view text) {
  return is_host_name(text) || is_ipv4(text) || is_ipv6(text);
}

std::optional<Host> parse_host(std::string_view text) {
  Host host;
  std::string_view name = text, port;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    name = text.substr(1, close - 1);
    std::string_view rest = text.substr(close + 1);
    if (!is_ipv6(name) || (!rest.empty() && rest.front() != ':')) return std::nullopt;
    if (!rest.empty()) port = rest.substr(1);
    if (!rest.empty() && port.empty()) return std::nullopt;
  } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    name = text.substr(0, colon);
    port = text.substr(colon + 1);
    if (port.empty()) return std::nullopt;
  }
  if (!text.starts_with('[') && !is_host_name(name) && !is_ipv4(name)) return std::nullopt;
  if (!port.empty()) {
    const auto value = number(port, 65535);
    if (!value || *value == 0) return std::nullopt;
    host.port = static_cast<std::uint16_t>(*value);
  }
  host.host = std::string(name);
  return host;
}

bool is_host_and_port(std::string_view text) {
  return parse_host(text).has_value();
}

bool is_dns_suffix(std::string_view text) {
  return is_host_name(text);
}

bool is_cidr(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view address = text.substr(0, slash), bits = text.substr(slash + 1);
  return (is_ipv4(address) && number(bits, 32)) || (is_ipv6(address) && number(bits, 128));
}

bool is_subject_field(std::string_view text) {
  constexpr std::string_view kSubject = "subject.";
  return text.starts_with(kSubject) && !canonical_attribute_type(text.substr(kSubject.size())).empty();
}

bool is_prefill(std::string_view text) {
  return is_subject_field(text) || text == "token.serial" || text == "token.label";
}

bool is_holder_url(std::string_view text) {
  constexpr std::string_view kSerial = "{serial}";
  const std::size_t at = text.find(kSerial);
  if (at == std::string_view::npos || text.find(kSerial, at + 1) != std::string_view::npos) return false;
  const std::string_view before = text.substr(0, at);
  if (before.find('/', std::string_view("https://").size()) == std::string_view::npos) return false;
  std::string plain(before);
  plain += '0';
  plain += text.substr(at + kSerial.size());
  return is_https_url(plain);
}

bool is_label_template(std::string_view text) {
  constexpr std::array<std::string_view, 3> kFields{"{profile}", "{expires}", "{subject}"};
  for (std::size_t at = text.find_first_of("{}"); at != std::string_view::npos; at = text.find_first_of("{}", at)) {
    const auto* field = std::find_if(kFields.begin(), kFields.end(),
                                     [&](std::string_view one) { return text.substr(at).starts_with(one); });
    if (field == kFields.end()) return false;
    at += field->size();
  }
  return true;
}

bool is_module_path(std::string_view text) {
  constexpr std::array<std::string_view, 3> kFolders{"%SystemRoot%\\", "%ProgramFiles%\\", "%ProgramFiles(x86)%\\"};
  const bool drive = text.size() > 3 && is_letter(text[0]) && text[1] == ':' && text[2] == '\\';
  const bool known = std::any_of(kFolders.begin(), kFolders.end(), [text](std::string_view folder) {
    return text.starts_with(folder) && text.size() > folder.size();
  });
  const bool posix = text.size() > 1 && text.front() == '/';
  if (text.find("..") != std::string_view::npos) return false;
  return drive || known || posix;
}

bool is_bounded_regex(std::string_view text) {
  if (!repeats_are_bounded(text)) return false;
  try {
    const std::regex compiled(text.begin(), text.end(), std::regex::ECMAScript);
    return true;
  } catch (const std::regex_error&) {
    return false;
  }
}

}  // namespace kigen::profile
