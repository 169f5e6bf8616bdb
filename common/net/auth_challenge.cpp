#include "common/net/auth_challenge.h"

namespace kigen::net {

namespace {

bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token68_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~+/").find(c) != std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  void step() { rest_.remove_prefix(1); }
  void skip_spaces() { skip_any(" \t"); }
  void skip_separators() { skip_any(" \t,"); }

  template <class Is>
  std::string_view take_while(Is is) {
    std::size_t n = 0;
    while (n < rest_.size() && is(rest_[n])) ++n;
    const auto taken = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return taken;
  }

  /// token68 (RFC 9110 11.2) up to a comma or the end; nothing and no movement when it is not one.
  std::string_view take_token68() {
    const auto before = rest_;
    auto body = take_while(is_token68_character);
    const auto padding = take_while([](char c) { return c == '='; });
    const auto whole = before.substr(0, body.size() + padding.size());
    skip_spaces();
    if (!body.empty() && (at_end() || peek() == ',')) return whole;
    rest_ = before;
    return {};
  }

  std::string take_quoted() {
    std::string value;
    step();
    while (!at_end() && peek() != '"') {
      if (peek() == '\\' && rest_.size() > 1) step();
      value += peek();
      step();
    }
    if (!at_end()) step();
    return value;
  }

 private:
  void skip_any(std::string_view characters) {
    const auto next = rest_.find_first_not_of(characters);
    rest_.remove_prefix(next == rest_.npos ? rest_.size() : next);
  }

  std::string_view rest_;
};

/// "name=value" right here? Else nothing was read that matters: `name` is a scheme of the next challenge.
bool read_param(Scanner& scan, std::string_view name, AuthChallenge& challenge) {
  scan.skip_spaces();
  if (scan.peek() != '=') return false;
  scan.step();
  scan.skip_spaces();
  std::string value = scan.peek() == '"' ? scan.take_quoted() : std::string(scan.take_while(is_token_character));
  challenge.params.try_emplace(lower(name), std::move(value));
  return true;
}

}  // namespace

std::string AuthChallenge::param(const std::string& name) const {
  const auto found = params.find(name);
  return found == params.end() ? std::string() : found->second;
}

void read_challenges(std::string_view value, std::vector<AuthChallenge>& out) {
  Scanner scan(value);
  bool open = false;  // a parameter may follow
  for (;;) {
    scan.skip_separators();
    if (scan.at_end()) return;
    const auto name = scan.take_while(is_token_character);
    if (name.empty()) {
      scan.step();
      continue;
    }
    if (open && read_param(scan, name, out.back())) continue;
    if (out.size() == kMaxChallenges) return;
    out.push_back({lower(name), {}, {}});
    open = true;
    scan.skip_spaces();
    out.back().token = scan.take_token68();
  }
}

std::vector<AuthChallenge> challenges_in(const std::vector<std::pair<std::string, std::string>>& headers,
                                         std::string_view lower_case_name) {
  std::vector<AuthChallenge> challenges;
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) read_challenges(value, challenges);
  }
  return challenges;
}

}  // namespace kigen::net
