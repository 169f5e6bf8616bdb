#include "installer/wizard/renewal/plan.h"

#include <algorithm>

namespace kigen::renewal {
namespace {

// A new request, perhaps with a new key: what belonged to the old one goes.
Entry back_to(Entry&& entry, Step step) {
  entry.next = step;
  entry.begun = false;
  if (step <= Step::Keep) entry.answer.clear();
  if (step <= Step::Check) entry.issued = Sha256{};
  if (step <= Step::Request) {
    entry.request.clear();
    entry.bound = false;
  }
  return entry;
}

Resumption again_from(Entry&& entry, Step step) {
  return {Verdict::GoOn, back_to(std::move(entry), step)};
}

bool is_useless_key(ErrorCode code) noexcept {
  return code == ErrorCode::KeyNotFound || code == ErrorCode::KeyDoesNotMatch || code == ErrorCode::KeyNotUsable;
}

// The token went away, or its library did: what was begun on it waits until it is back.
bool is_token_away(ErrorCode code) noexcept {
  return code == ErrorCode::TokenRemoved || code == ErrorCode::TokenReadTimedOut ||
         code == ErrorCode::TokenLibraryFailed;
}

// The RA says that it has issued: what was lost on the way does not come a second time.
bool is_given_out(ErrorCode code) noexcept {
  return code == ErrorCode::AlreadyIssued || code == ErrorCode::NotIssuedOrCollected;
}

}  // namespace

bool is_journaled(Step step) noexcept {
  return step >= Step::Before;
}

Entry begin(Entry entry, Instant now) {
  entry.begun = true;
  entry.updated = now;
  return entry;
}

Entry complete(Entry entry, const Yield& yield, Instant now) {
  if (entry.next == Step::Request) {
    entry.request = yield.request;
    entry.bound = yield.bound;
  }
  if (entry.next == Step::Send) entry.ask_again.reset();
  if (entry.next == Step::Keep) entry.answer = yield.answer;
  if (entry.next == Step::Check) entry.issued = yield.issued;
  if (entry.next == Step::Prove) entry.proven_on_page = yield.proven_on_page;
  if (entry.next != Step::After) entry.next = static_cast<Step>(static_cast<int>(entry.next) + 1);
  if (entry.next == Step::SetPin && !entry.sets_pin) entry.next = Step::Prove;
  entry.begun = false;
  entry.updated = now;
  return entry;
}

Entry sending(Entry entry, Instant now) {
  entry.lost = std::min(entry.lost + 1, 1'000'000);
  entry.last_sent = now;
  entry.updated = now;
  return entry;
}

Entry nothing_lost(Entry entry, Instant now) {
  entry.lost = std::max(entry.lost - 1, 0);
  entry.updated = now;
  return entry;
}

Entry told_to_wait(Entry entry, Instant until, Instant now) {
  entry.ask_again = until;
  entry.updated = now;
  return entry;
}

Resumption resume(Entry entry, const Found& found) {
  if (const Step at = entry.next; at > Step::Prove || (at <= Step::Key && !found.renewed_elsewhere)) {
    return again_from(std::move(entry), at);
  }
  const bool stored = entry.next > Step::Store || (entry.next == Step::Store && entry.begun && found.certificate);
  if (found.renewed_elsewhere && !stored) return {Verdict::TakeBack, std::move(entry)};
  if (!found.key) {
    // Without its key an answer is of no use; without an answer a new key and request will do.
    if (!entry.answer.empty() || entry.next > Step::Keep) return {Verdict::TakeBack, std::move(entry)};
    return again_from(std::move(entry), Step::Key);
  }
  if (entry.next > Step::Store && !found.certificate) return again_from(std::move(entry), Step::Store);
  // The answer was in the memory of the process that is gone: the same request is sent again. One that was bound to
  // the lost connection is made anew with the same key.
  const Step next = entry.next == Step::Keep ? Step::Send : entry.next;
  if (next == Step::Send && entry.bound) return again_from(std::move(entry), Step::Request);
  return again_from(std::move(entry), next);
}

bool before_sending(const Error& error) noexcept {
  const auto phase = error.args.find("phase");
  const bool early = phase != error.args.end() && (phase->second == "name" || phase->second == "connect" ||
                                                   phase->second == "proxy" || phase->second == "tls");
  switch (error.code) {
    case ErrorCode::HostNameNotFound:
    case ErrorCode::HostUnreachable:
    case ErrorCode::ServerNotTrusted:
    case ErrorCode::ProxyUnreachable:
    case ErrorCode::ProxyRefused:
    case ErrorCode::ProxyLoginNeeded:
    case ErrorCode::ProxyLoginWrong:
    case ErrorCode::ProxySettingUnusable:
    case ErrorCode::KeyUseRefused:
      return true;
    default:
      return early;
  }
}

Aftermath aftermath(const Entry& entry, ErrorCode code) noexcept {
  // An RA that said "later" has the request: what it will issue is for this key.
  const bool may_come = entry.lost > 0 || entry.ask_again.has_value();
  if (touches_token(entry) && is_token_away(code)) {
    return entry.next > Step::Store ? Aftermath::Stored : Aftermath::Resumable;
  }
  switch (entry.next) {
    case Step::Send:
      return may_come && !is_given_out(code) ? Aftermath::Resumable : Aftermath::Nothing;
    case Step::Keep:  // where a key that the RA made is looked at too
    case Step::Check:
      return code == ErrorCode::IssuedCertificateWrong || is_useless_key(code) ? Aftermath::Nothing
                                                                               : Aftermath::Resumable;
    case Step::Store:
      return is_useless_key(code) ? Aftermath::Nothing : Aftermath::Resumable;
    case Step::SetPin:
    case Step::Prove:
      return is_useless_key(code) ? Aftermath::Nothing : Aftermath::Stored;
    case Step::Supersede:
    case Step::After:
      return Aftermath::Stored;
    default:
      // Key or request of a job whose earlier request may have reached the RA (a bound request made anew).
      return may_come ? Aftermath::Resumable : Aftermath::Nothing;
  }
}

bool touches_token(const Entry& entry) noexcept {
  return entry.place == Place::Token && (entry.next > Step::Key || (entry.next == Step::Key && entry.begun));
}

bool needs_credentials(const Entry& entry) noexcept {
  return entry.next <= Step::Keep;
}

}  // namespace kigen::renewal
