#include "installer/wizard/renewal/token_finder.h"

#include <algorithm>
#include <regex>

#include "common/profile/matcher.h"
#include "common/x509/parse_certificate.h"

namespace kigen::renewal {
namespace {

using keys::pkcs11::Listing;
using keys::pkcs11::TokenInfo;

Error with_software(Error error, const profile::Token& rules) {
  if (error.code != ErrorCode::TokenDriverMissing) return error;
  if (!rules.software.empty()) error.with("software", rules.software);
  if (!rules.software_url.empty()) error.with("url", rules.software_url);
  return error;
}

// A profile is refused when its pattern is no expression, or one that takes long.
std::optional<std::regex> pattern_of(const profile::Token& rules) {
  if (rules.serial_pattern.empty()) return std::nullopt;
  return std::regex(rules.serial_pattern, std::regex::ECMAScript);
}

Result<TokenPtr> open_one(const TokenFinder& finder, const TokenInfo& info) {
  auto token = keys::pkcs11::Token::open(info, finder.options, finder.stop);
  // Pulled since it was listed.
  if (!token && token.error().code == ErrorCode::TokenNotFound) return TokenPtr();
  return token;
}

Status holds(const TokenPtr& token, const Sha256& certificate) {
  const auto stored = keys::pkcs11::personal_store_of(token)->find(certificate);
  return stored ? Status() : Status(stored.error());
}

// The token that holds this certificate. What is wrong with the others matters only when none does.
Result<TokenPtr> open_holder(const TokenFinder& finder, const Listing& listing, const Sha256& certificate) {
  std::optional<Error> fault;
  for (const TokenInfo& info : listing.tokens) {
    auto token = open_one(finder, info);
    if (token && !*token) continue;
    const Status held = token ? holds(*token, certificate) : Status(token.error());
    if (held) return token;
    if (held.error().code == ErrorCode::Cancelled) return held.error();
    if (held.error().code != ErrorCode::NotFound && !fault) fault = held.error();
  }
  if (fault) return *fault;
  return TokenPtr();
}

}  // namespace

Result<Listing> TokenFinder::list() const {
  auto listing = keys::pkcs11::list_tokens(rules.modules, options, stop);
  if (!listing) return with_software(listing.error(), rules);
  if (!listing->any_module && !listing->faults.empty()) return listing->faults.front();
  const auto pattern = pattern_of(rules);
  std::erase_if(listing->tokens, [&](const TokenInfo& info) {
    return !info.initialized || info.serial.empty() || (pattern && !std::regex_match(info.serial, *pattern));
  });
  return listing;
}

Result<TokenPtr> TokenFinder::open(const Wanted& wanted) const {
  const auto listing = list();
  if (!listing) return listing.error();
  // A library that did not answer may be the one that serves it.
  Result<TokenPtr> missing = listing->faults.empty() ? Result<TokenPtr>(TokenPtr()) : listing->faults.front();
  if (!wanted.serial.empty()) {
    const auto found = std::ranges::find(listing->tokens, wanted.serial, &TokenInfo::serial);
    return found == listing->tokens.end() ? missing : open_one(*this, *found);
  }
  if (listing->tokens.empty()) return missing;
  if (wanted.old) return open_holder(*this, *listing, *wanted.old);
  if (listing->tokens.size() > 1) {
    return Error(ErrorCode::SeveralTokens).with("count", std::to_string(listing->tokens.size()));
  }
  return open_one(*this, listing->tokens.front());
}

Result<TokenPtr> TokenFinder::open_or_ask(const Wanted& wanted, Observer& observer) const {
  for (;;) {
    auto token = open(wanted);
    if (!token || *token) return token;
    const bool again = observer.ask(TokenQuestion{wanted.serial, wanted.label}).yes;
    if (stop.stop_requested()) return Error(ErrorCode::Cancelled);
    if (again) continue;
    Error error(ErrorCode::TokenNotFound);
    if (!wanted.serial.empty()) error.with("serial", wanted.serial);
    return error;
  }
}

std::optional<Sha256> valid_certificate(const keys::pkcs11::TokenContent& content, const profile::ProfilePtr& profile,
                                        Instant now) {
  profile::ProfileSet alone;
  alone.profiles.push_back(profile);
  profile::Matcher matcher(alone);
  for (const auto& one : content.certificates) {
    const auto record = x509::parse_certificate(one.der);
    if (record && one.has_key && record->not_after >= now && matcher.match(*record) == profile->id) {
      return record->sha256;
    }
  }
  return std::nullopt;
}

}  // namespace kigen::renewal
