#include "common/net/digest_login.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "common/base/hex.h"

namespace kigen::net {

namespace {

constexpr std::size_t kMaxParam = 2048;

struct DigestAlgorithm {
  std::string_view name;  ///< as it is written back
  const char* openssl;
  bool session;
};
constexpr std::array<DigestAlgorithm, 4> kAlgorithms{
    {{"SHA-256", "SHA256", false}, {"SHA-256-sess", "SHA256", true}, {"MD5", "MD5", false}, {"MD5-sess", "MD5", true}}};

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

const DigestAlgorithm* algorithm_of(const AuthChallenge& challenge) {
  const std::string name = challenge.param("algorithm");
  for (const auto& algorithm : kAlgorithms) {
    if (same_word(name.empty() ? "MD5" : std::string_view(name), algorithm.name)) return &algorithm;
  }
  return nullptr;
}

/// "auth" among the comma-separated qop values.
bool offers_auth(std::string_view qop) {
  while (!qop.empty()) {
    const auto end = std::min(qop.find(','), qop.size());
    auto word = qop.substr(0, end);
    while (!word.empty() && (word.front() == ' ' || word.front() == '\t')) word.remove_prefix(1);
    while (!word.empty() && (word.back() == ' ' || word.back() == '\t')) word.remove_suffix(1);
    if (same_word(word, "auth")) return true;
    qop.remove_prefix(std::min(end + 1, qop.size()));
  }
  return false;
}

bool can_answer(const AuthChallenge& challenge) {
  const std::string qop = challenge.param("qop");
  const bool small = std::all_of(challenge.params.begin(), challenge.params.end(),
                                 [](const auto& one) { return one.second.size() <= kMaxParam; });
  return small && challenge.scheme == "digest" && algorithm_of(challenge) != nullptr &&
         challenge.params.contains("nonce") && challenge.params.contains("realm") && (qop.empty() || offers_auth(qop));
}

/// Hexadecimal digest over `parts` with colons between them.
class ColonDigest {
 public:
  explicit ColonDigest(const char* algorithm) : digest_(EVP_MD_fetch(nullptr, algorithm, nullptr)) {}
  ColonDigest(const ColonDigest&) = delete;
  ColonDigest& operator=(const ColonDigest&) = delete;
  ~ColonDigest() { EVP_MD_free(digest_); }

  [[nodiscard]] bool available() const { return digest_ != nullptr; }
  [[nodiscard]] std::string operator()(std::initializer_list<std::string_view> parts) const {
    WipedText text;
    for (const auto& part : parts) {
      if (&part != parts.begin()) append(text, ":");
      append(text, part);
    }
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> bytes{};
    unsigned int length = 0;
    EVP_Digest(text.data(), text.size(), bytes.data(), &length, digest_, nullptr);
    std::string hex = to_hex(std::span(bytes).first(length));
    wipe(bytes.data(), bytes.size());
    return hex;
  }

 private:
  EVP_MD* digest_;
};

bool is_quotable(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
}

void append_quoted(WipedText& text, std::string_view name, std::string_view value) {
  append(text, name);
  append(text, "=\"");
  for (const char c : value) {
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  append(text, "\", ");
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
}

/// RFC 8187: for a user name outside ASCII.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string result = "UTF-8''";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      result += c;
    } else {
      result += {'%', kHex[octet >> 4], kHex[octet & 15]};
    }
  }
  return result;
}

void append_user(WipedText& text, const AuthChallenge& challenge, const ColonDigest& digest, std::string_view user) {
  if (same_word(challenge.param("userhash"), "true")) {
    append_quoted(text, "username", digest({user, challenge.param("realm")}));
    append(text, "userhash=true, ");
  } else if (is_ascii(user)) {
    append_quoted(text, "username", user);
  } else {
    append(text, "username*=");
    append(text, percent_encoded(user));
    append(text, ", ");
  }
}

}  // namespace

const AuthChallenge* best_digest(const std::vector<AuthChallenge>& challenges) {
  const AuthChallenge* best = nullptr;
  for (const auto& challenge : challenges) {
    if (!can_answer(challenge)) continue;
    if (best == nullptr || algorithm_of(challenge) < algorithm_of(*best)) best = &challenge;
  }
  return best;
}

bool is_stale(const AuthChallenge& challenge) {
  return same_word(challenge.param("stale"), "true");
}

Result<WipedText> digest_credentials(const AuthChallenge& challenge, const DigestUse& use) {
  const auto unusable = [](const char* what, const char* reason) {
    return Error(ErrorCode::InvalidArgument).with("value", what).with("reason", reason);
  };
  if (!can_answer(challenge)) return unusable("challenge", "unknown kind");
  if (!is_quotable(use.user) || !is_quotable(use.uri)) return unusable("login", "characters");
  const DigestAlgorithm& algorithm = *algorithm_of(challenge);
  const ColonDigest digest(algorithm.openssl);
  if (!digest.available()) return unusable("challenge", "digest not available");

  const std::string realm = challenge.param("realm");
  const std::string nonce = challenge.param("nonce");
  const bool with_qop = challenge.params.contains("qop");
  std::string secret = digest({use.user, realm, use.password});
  if (algorithm.session) {
    std::string session = digest({secret, nonce, use.client_nonce});
    wipe(secret.data(), secret.size());
    secret = std::move(session);
  }
  const std::string request = digest({use.method, use.uri});
  const std::string response = with_qop ? digest({secret, nonce, "00000001", use.client_nonce, "auth", request})
                                        : digest({secret, nonce, request});
  wipe(secret.data(), secret.size());

  WipedText text;
  append(text, "Digest ");
  append_user(text, challenge, digest, use.user);
  append_quoted(text, "realm", realm);
  append_quoted(text, "nonce", nonce);
  append_quoted(text, "uri", use.uri);
  if (challenge.params.contains("opaque")) append_quoted(text, "opaque", challenge.param("opaque"));
  if (with_qop || algorithm.session) append_quoted(text, "cnonce", use.client_nonce);
  if (with_qop) append(text, "qop=auth, nc=00000001, ");
  if (challenge.params.contains("algorithm")) {
    append(text, "algorithm=");
    append(text, algorithm.name);
    append(text, ", ");
  }
  append_quoted(text, "response", response);
  text.resize(text.size() - 2);
  return text;
}

}  // namespace kigen::net
