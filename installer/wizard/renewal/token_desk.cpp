#include "installer/wizard/renewal/token_desk.h"

#include "common/base/hex.h"
#include "installer/wizard/renewal/engine.h"
#include "installer/wizard/renewal/roots.h"
#include "installer/wizard/renewal/token_finder.h"
#include "installer/wizard/renewal/token_holder.h"

namespace kigen::renewal {
namespace {

using keys::pkcs11::Token;
using keys::pkcs11::TokenInfo;

// Roots that the user has not confirmed yet serve to reach the RA when they equal their pins.
Result<std::vector<Der>> pinned_anchors(const profile::Profile& profile) {
  const auto offered = read_roots_beside(profile);
  if (!offered) return offered.error();
  std::vector<Der> anchors;
  for (const auto& root : profile.roots) {
    if (!is_anchor(profile, root)) continue;
    auto verdict = judge_root(root, {}, *offered);
    if (verdict.kind == RootVerdict::Kind::Offer) anchors.push_back(std::move(verdict.der));
  }
  return anchors;
}

Error with_tries(Error error, const TokenInfo& before, const Result<TokenInfo>& now, int pin_tries) {
  if (error.code != ErrorCode::PinWrong || !now) return error;
  // That one locked it is more than that it was wrong.
  if (now->pin_locked) return Error(ErrorCode::TokenLocked).with("serial", now->serial);
  if (const auto left = tries_left(before, *now, 1, pin_tries)) error.with("tries_left", std::to_string(*left));
  return error;
}

Error with_puk_tries(Error error, const Result<TokenInfo>& now) {
  if (error.code != ErrorCode::PukWrong || !now) return error;
  if (now->puk_locked) return Error(ErrorCode::TokenLocked).with("serial", now->serial);
  if (now->puk_final_try) error.with("tries_left", "1");
  return error;
}

class RealDesk final : public TokenDesk {
 public:
  explicit RealDesk(keys::pkcs11::WorkerOptions options) : options_(std::move(options)) {}

  Result<TokenSearch> search(const profile::Profile* profile, std::stop_token stop) override {
    const profile::Token any;
    const bool named = profile != nullptr && profile->token;
    auto listing = TokenFinder{named ? *profile->token : any, options_, stop}.list();
    if (!listing) return listing.error();
    TokenSearch search{.tokens = {}, .faults = std::move(listing->faults)};
    for (const TokenInfo& info : listing->tokens) {
      auto found = read(info, stop);
      if (found) {
        search.tokens.push_back(*std::move(found));
      } else if (found.error().code == ErrorCode::Cancelled) {
        return found.error();
      } else if (found.error().code != ErrorCode::TokenNotFound) {
        search.faults.push_back(found.error());
      }
    }
    return search;
  }

  Result<TokenHolder> holder(const profile::ProfilePtr& profile, const TokenInfo& token, const net::ProxySetting& proxy,
                             Observer& observer, std::stop_token stop) override {
    const auto found = read(token, stop);
    if (!found) return found.error();
    if (const auto held = valid_certificate(found->content, profile, SystemClock().now())) {
      return Error(ErrorCode::TokenHoldsCertificate).with("serial", token.serial).with("thumbprint", to_hex(*held));
    }
    if (!profile->token || profile->token->holder_url.empty()) return TokenHolder{};
    auto anchors = pinned_anchors(*profile);
    if (!anchors) return anchors.error();
    net::ConnectOptions options;
    options.trust.anchors = *std::move(anchors);
    options.proxy.setting = proxy;
    options.proxy.ask = [&](const net::ProxyAddress& address, const std::string& realm, bool again) {
      return std::move(observer.ask(ProxyLoginQuestion{address, realm, again}).login);
    };
    const auto answer = ask_holder(*profile->token, token.serial, std::move(options), get_once, stop);
    if (!answer) return answer.error();
    if (answer->holds_certificate) return Error(ErrorCode::TokenHoldsCertificate).with("serial", token.serial);
    return TokenHolder{answer->name};
  }

  Status change_pin(const TokenInfo& token, const profile::Profile* profile, const Secret& current, const Secret& next,
                    std::stop_token stop) override {
    auto opened = Token::open(token, options_, stop);
    if (!opened) return opened.error();
    const auto before = (*opened)->refresh();
    if (!before) return before.error();
    if (before->pin_locked) return Error(ErrorCode::TokenLocked).with("serial", token.serial);
    Status changed = (*opened)->change_pin(current, next);
    if (changed) return changed;
    const int tries = profile != nullptr && profile->token ? profile->token->pin_tries : 0;
    const bool wrong = changed.error().code == ErrorCode::PinWrong;
    return with_tries(changed.error(), *before, wrong ? (*opened)->refresh() : before, tries);
  }

  Status unblock(const TokenInfo& token, const profile::Profile* profile, const Secret& puk, const Secret& next,
                 std::stop_token stop) override {
    if (profile != nullptr && !(profile->token && profile->token->unblock)) {
      return Error(ErrorCode::TokenCannotDo).with("serial", token.serial).with("system", "not allowed by the profile");
    }
    auto opened = Token::open(token, options_, stop);
    if (!opened) return opened.error();
    const auto before = (*opened)->refresh();
    if (!before) return before.error();
    if (before->puk_locked) return Error(ErrorCode::TokenLocked).with("serial", token.serial);
    Status done = (*opened)->unblock(puk, next);
    if (done) return done;
    const bool wrong = done.error().code == ErrorCode::PukWrong;
    return with_puk_tries(done.error(), wrong ? (*opened)->refresh() : before);
  }

 private:
  [[nodiscard]] Result<FoundToken> read(const TokenInfo& info, const std::stop_token& stop) const {
    auto token = Token::open(info, options_, stop);
    if (!token) return token.error();
    auto content = (*token)->content();
    if (!content) return content.error();
    return FoundToken{(*token)->info(), *std::move(content)};
  }

  keys::pkcs11::WorkerOptions options_;
};

}  // namespace

std::unique_ptr<TokenDesk> make_token_desk(keys::pkcs11::WorkerOptions options) {
  if (options.program.empty()) options.program = keys::pkcs11::worker_program();
  return std::make_unique<RealDesk>(std::move(options));
}

}  // namespace kigen::renewal
