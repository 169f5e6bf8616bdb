#include "tests/demo_ra/switches.h"

#include <algorithm>
#include <charconv>

namespace kigen::demo_ra {
namespace {

constexpr std::string_view kOn = "on|off";
constexpr std::string_view kNumber = "<number>";
constexpr std::string_view kText = "<text>";
constexpr std::size_t kMaxValue = 2000;

Error bad(std::string_view text, const char* reason) {
  return Error(ErrorCode::InvalidArgument).with("value", std::string(text)).with("reason", reason);
}

std::optional<long long> to_number(std::string_view text) {
  long long value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

bool is_one_of(std::string_view value, std::string_view words) {
  while (!words.empty()) {
    const std::size_t bar = words.find('|');
    if (words.substr(0, bar) == value) return true;
    words = bar == std::string_view::npos ? std::string_view() : words.substr(bar + 1);
  }
  return false;
}

Status apply_option(Switch& one, std::string_view name, std::string_view value, std::string_view whole) {
  if (name == "op") {
    one.operation = value;
  } else if (name == "label") {
    one.label = value;
  } else if (name == "times") {
    const auto times = to_number(value);
    if (!times || *times < 1 || *times > 1'000'000) return bad(whole, "times is 1 to 1000000");
    one.times = static_cast<int>(*times);
  } else {
    return bad(whole, "op, label and times are known");
  }
  return {};
}

}  // namespace

const std::vector<SwitchKind>& switch_kinds() {
  static const std::vector<SwitchKind> kKinds{
      // Faults of the connection.
      {"reset", "connect|answer", "a TCP reset: at once, or in place of the answer"},
      {"delay", kNumber, "milliseconds before the answer"},
      {"drop_after", kNumber, "the connection ends after so many octets of the answer"},
      {"lose_answer", kOn, "the request is carried out, then the connection ends without an answer"},
      {"server_certificate", "expired|unknown_ca|wrong_name|not_yet_valid", "a wrong server certificate"},
      {"tls", "1.2|1.3", "only this version"},
      {"late_certificate", kOn, "the client certificate is asked for when a request needs it"},
      {"keep_alive", kOn, "off: one request a connection"},
      // Faults of what is issued.
      {"wrong_subject", kOn, "a certificate for somebody else"},
      {"other_key", kOn, "a certificate for another key"},
      {"wrong_chain", kOn, "a certificate of an authority that nobody knows"},
      {"earlier_not_after", kOn, "a certificate that ends before the old one"},
      {"server_usage", kOn, "a certificate for servers instead of clients"},
      {"no_certificate", kOn, "an empty set of certificates"},
      // Faults of the answer.
      {"garbage", "body|base64|pkcs7|http",
       "nonsense as the answer's body, under its base64, in its PKCS#7, or instead of HTTP"},
      {"huge", kNumber, "an answer of so many octets"},
      {"html", kOn, "a page of HTML with status 200, as captive portals give"},
      {"status", kNumber, "this HTTP status without an explanation"},
      {"problem", kText, "STATUS:REASON[:CODE], for instance 403:authentication:550"},
      {"redirect", kText, "302 to this place"},
      {"wait", kNumber, "202 with Retry-After of so many seconds"},
      {"wait_until", kNumber, "202 with Retry-After as the date in so many seconds"},
      // Shapes that are all right.
      {"base64", "wrapped|crlf|single", "lines of the answer; wrapped by LF is the default"},
      {"last_newline", kOn, "off: no line end after the base64"},
      {"transfer", "length|chunked", "length is the default"},
      {"ok_status", "200|201", "status of a good enrolment"},
      {"extras", kOn, "the answer holds the whole chain, and a certificate that has nothing to do with it"},
      {"order", "leaf_first|root_first|mixed", "of the certificates in the answer"},
      {"auth", "basic|digest|digest-md5|both", "how users log in; Basic is the default"},
      {"csrattrs", "none|empty|missing|attributes|binding",
       "204, an empty sequence, 404, some, or with channel binding"},
      {"keygen", "pkcs8|cms|cms-data|pkcs1|pkcs12", "how a key made here is wrapped; PKCS#8 is the default"},
      // Rules.
      {"reissue_same_key", "never|renewals|always", "the same key gets the same certificate; renewals is the default"},
  };
  return kKinds;
}

Status validate(const Switch& one) {
  const auto& kinds = switch_kinds();
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const SwitchKind& k) { return k.name == one.name; });
  if (kind == kinds.end()) return bad(one.name, "no such switch");
  if (one.value == "off" || one.value.size() > kMaxValue) {
    if (one.value != "off") return bad(one.name, "too long");
    return {};
  }
  if (kind->values == kNumber && !to_number(one.value)) return bad(one.value, "a number is needed");
  if (kind->values == kText && one.value.empty()) return bad(one.value, "a text is needed");
  if (!kind->values.starts_with('<') && !is_one_of(one.value, kind->values)) return bad(one.value, "no such value");
  return {};
}

Result<Switch> parse_switch(std::string_view text) {
  Switch one;
  const std::size_t comma = text.find(',');
  const std::string_view head = text.substr(0, comma);
  const std::size_t equals = head.find('=');
  one.name = head.substr(0, equals);
  one.value = equals == std::string_view::npos ? "on" : head.substr(equals + 1);
  std::string_view rest = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  while (!rest.empty()) {
    const std::size_t next = rest.find(',');
    const std::string_view option = rest.substr(0, next);
    const std::size_t at = option.find('=');
    if (at == std::string_view::npos) return bad(text, "NAME=VALUE is needed");
    if (auto applied = apply_option(one, option.substr(0, at), option.substr(at + 1), text); !applied)
      return applied.error();
    rest = next == std::string_view::npos ? std::string_view() : rest.substr(next + 1);
  }
  if (auto valid = validate(one); !valid) return valid.error();
  return one;
}

void Switchboard::set(Switch one) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(switches_, [&](const Switch& old) {
    return old.name == one.name && old.operation == one.operation && old.label == one.label;
  });
  // "keep_alive" and "last_newline" are on unless they are switched off.
  const bool stays = one.value != "off" || one.name == "keep_alive" || one.name == "last_newline";
  if (stays) switches_.push_back(std::move(one));
}

void Switchboard::clear() {
  const std::scoped_lock lock(mutex_);
  switches_.clear();
}

std::vector<Switch> Switchboard::all() const {
  const std::scoped_lock lock(mutex_);
  return switches_;
}

std::optional<std::string> Switchboard::take(std::string_view name, const std::string_view* value,
                                             std::string_view operation, std::string_view label) {
  const std::scoped_lock lock(mutex_);
  for (auto one = switches_.rbegin(); one != switches_.rend(); ++one) {
    const bool meant = one->name == name && (one->operation.empty() || one->operation == operation) &&
                       (one->label.empty() || one->label == label);
    if (!meant || (value != nullptr && one->value != *value)) continue;
    std::string taken = one->value;
    if (one->times > 0 && --one->times == 0) switches_.erase(std::next(one).base());
    return taken;
  }
  return std::nullopt;
}

std::optional<std::string> Switchboard::take(std::string_view name, std::string_view operation,
                                             std::string_view label) {
  return take(name, nullptr, operation, label);
}

bool Switchboard::take_value(std::string_view name, std::string_view value, std::string_view operation,
                             std::string_view label) {
  return take(name, &value, operation, label).has_value();
}

std::optional<long long> Switchboard::number(std::string_view name, std::string_view operation,
                                             std::string_view label) {
  const auto value = take(name, operation, label);
  return value ? to_number(*value) : std::nullopt;
}

}  // namespace kigen::demo_ra
