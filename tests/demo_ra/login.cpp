#include "tests/demo_ra/login.h"

#include <openssl/evp.h>

#include <algorithm>
#include <map>

#include "common/base/hex.h"
#include "common/platform/random.h"
#include "tests/demo_ra/openssl.h"

namespace kigen::demo_ra {
namespace {

constexpr char kRealm[] = "Kigen Demo RA";
constexpr std::size_t kMaxNonces = 1000;

std::string hash(const std::string& algorithm, const std::string& text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const EVP_MD* md = algorithm == "SHA-256" ? ::EVP_sha256() : ::EVP_md5();
  check(::EVP_Digest(text.data(), text.size(), digest, &size, md, nullptr) == 1);
  return to_hex(std::span<const std::uint8_t>(digest, size));
}

bool takes_scheme(std::string_view header, std::string_view name) {
  if (header.size() <= name.size() || header[name.size()] != ' ') return false;
  return std::equal(name.begin(), name.end(), header.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b); });
}

std::optional<Login> read_basic(std::string_view credentials, const LoginDesk::Lookup& lookup) {
  try {
    const Bytes bytes = from_base64(credentials);
    const std::string text(bytes.begin(), bytes.end());
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos) return std::nullopt;
    Login login{.user = text.substr(0, colon)};
    const auto password = lookup(login.user);
    login.right = password && *password == text.substr(colon + 1);
    return login;
  } catch (const OpenSslFailure&) {
    return std::nullopt;
  }
}

// name=value and name="value", separated by commas.
std::map<std::string, std::string> read_fields(std::string_view text) {
  std::map<std::string, std::string> fields;
  std::size_t at = 0;
  while (at < text.size()) {
    at = text.find_first_not_of(" ,", at);
    const std::size_t equals = at == std::string_view::npos ? at : text.find('=', at);
    if (equals == std::string_view::npos) break;
    const std::string name(text.substr(at, equals - at));
    at = equals + 1;
    std::string value;
    if (at < text.size() && text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        value += text[at];
      }
      ++at;
    } else {
      const std::size_t end = std::min(text.find(',', at), text.size());
      value = text.substr(at, end - at);
      at = end;
    }
    fields[name] = value;
  }
  return fields;
}

}  // namespace

std::optional<Login> LoginDesk::read(Scheme scheme, std::string_view authorization, const std::string& method,
                                     const std::string& target, const Lookup& lookup) const {
  if (takes_scheme(authorization, "basic")) {
    if (scheme != Scheme::Basic && scheme != Scheme::Both) return std::nullopt;
    return read_basic(authorization.substr(6), lookup);
  }
  if (!takes_scheme(authorization, "digest") || scheme == Scheme::Basic) return std::nullopt;
  auto field = read_fields(authorization.substr(7));
  const std::string algorithm = field["algorithm"].empty() ? "MD5" : field["algorithm"];
  const bool known = algorithm == "MD5" || (algorithm == "SHA-256" && scheme != Scheme::DigestMd5);
  const bool ours = std::find(nonces_.begin(), nonces_.end(), field["nonce"]) != nonces_.end();
  if (!known || !ours || field["uri"] != target || field["realm"] != kRealm) return std::nullopt;
  Login login{.user = field["username"]};
  const auto password = lookup(login.user);
  if (!password) return login;
  const std::string who = hash(algorithm, login.user + ":" + kRealm + ":" + *password);
  const std::string what = hash(algorithm, method + ":" + target);
  const std::string middle = field["qop"].empty()
                                 ? field["nonce"]
                                 : field["nonce"] + ":" + field["nc"] + ":" + field["cnonce"] + ":" + field["qop"];
  login.right = (field["qop"].empty() || field["qop"] == "auth") &&
                field["response"] == hash(algorithm, who + ":" + middle + ":" + what);
  return login;
}

std::vector<std::pair<std::string, std::string>> LoginDesk::challenges(Scheme scheme) {
  std::vector<std::pair<std::string, std::string>> all;
  if (scheme != Scheme::Basic) {
    const std::string nonce = platform::random_hex();
    nonces_.push_back(nonce);
    if (nonces_.size() > kMaxNonces) nonces_.pop_front();
    const auto add = [&](const char* algorithm) {
      all.emplace_back("WWW-Authenticate", std::string("Digest realm=\"") + kRealm + "\", qop=\"auth\", algorithm=" +
                                               algorithm + ", nonce=\"" + nonce + "\", charset=UTF-8");
    };
    if (scheme != Scheme::DigestMd5) add("SHA-256");
    add("MD5");
  }
  if (scheme == Scheme::Basic || scheme == Scheme::Both)
    all.emplace_back("WWW-Authenticate", std::string("Basic realm=\"") + kRealm + "\", charset=\"UTF-8\"");
  return all;
}

}  // namespace kigen::demo_ra
