#include <algorithm>

#include "common/x509/subject.h"
#include "installer/wizard/renewal/request_content.h"
#include "installer/wizard/renewal/retry.h"
#include "installer/wizard/renewal/run.h"

namespace kigen::renewal {
namespace {

// A new certificate's name: what was asked for, whose token it is, else what the first open field says (authentication
// code 1).
std::string subject_name(const Run& run) {
  if (!run.job.subject_name.empty()) return run.job.subject_name;
  constexpr std::size_t kMaxCommonName = 64;  // RFC 5280 appendix A: ub-common-name
  if (!run.holder_name.empty() && run.holder_name.size() <= kMaxCommonName) return run.holder_name;
  for (const auto& field : run.profile().credentials) {
    const auto given = run.job.credentials.find(field.id);
    if (!field.secret && given != run.job.credentials.end()) return std::string(given->second.view());
  }
  return {};
}

// An RA that has no csrattrs, or wants a login for them, has no wishes.
Result<est::CsrAttributes> wishes_of(Run& run, Ra& ra) {
  auto wishes = ra.wishes(run.stop);
  if (!wishes && wishes.error().code == ErrorCode::RaRefused) return est::CsrAttributes{};
  return wishes;
}

// Sits through a wait that the RA asked for, or ends the run when it is too long to sit through.
Status wait_for_ra(Run& run, bool clicked) {
  const Instant until = not_before(run.entry.last_sent, run.entry.ask_again.value_or(run.now()));
  const bool again = run.entry.ask_again.has_value();
  // A person's click, or a run after a crash, asks at once; what repeats by itself does not.
  if (!again || clicked || run.now() >= until) return {};
  if (until - run.now() > run.parts.sit_through) {
    return Error(ErrorCode::RenewalWaiting).with("until", to_rfc3339(until));
  }
  run.observer.on_event(WaitingForRa{until});
  run.parts.wait(until, run.stop);
  if (run.stop.stop_requested()) return Error(ErrorCode::Cancelled);
  run.observer.on_event(WaitOver{});
  return {};
}

using Reply = Result<std::variant<est::Issued, est::Pending>>;

Reply send_once(Run& run, Ra& ra, bool again) {
  run.entry = sending(std::move(run.entry), run.now());
  if (Status saved = run.save(); !saved) return saved.error();
  run.point(Step::Send, "leaving");
  Reply reply = asks_for_key(run) ? ask_for_key(run, ra) : ra.send(run.entry.request, again, login_of(run), run.stop);
  run.refusal = reply ? std::nullopt : ra.refusal();
  const bool refused = !reply && reply.error().code == ErrorCode::RaRefused;
  const bool later = reply && std::holds_alternative<est::Pending>(*reply);
  if (!refused && !later && (reply || !before_sending(reply.error()))) return reply;
  run.entry = nothing_lost(std::move(run.entry), run.now());
  if (Status saved = run.save(); !saved) return saved.error();
  return reply;
}

// The RA has issued for this request before, and its answer was lost: some hand it out again to the same key.
bool was_answered_before(const Run& run, const Error& error, int earlier) {
  if (earlier == 0 || !run.refusal) return false;
  return run.refusal->reason == "already_issued" || run.refusal->reason == "not_issued" ||
         error.code == ErrorCode::AlreadyIssued;
}

Reply send_or_fetch(Run& run, Ra& ra) {
  const int earlier = run.entry.lost;
  const bool renew = run.job.kind == Kind::Renew;
  Reply reply = send_once(run, ra, renew);
  if (reply || renew || asks_for_key(run) || !was_answered_before(run, reply.error(), earlier)) return reply;
  const auto first = run.refusal;
  Reply second = send_once(run, ra, true);
  if (second) return second;
  if (!run.refusal) return second;
  run.refusal = first;
  return Error(reply.error()).with("lost_answer", "true");
}

}  // namespace

keys::KeySpec key_spec(const profile::Key& key) {
  return {.algorithm = key.algorithm == "ec" ? keys::Algorithm::Ec : keys::Algorithm::Rsa,
          .rsa_bits = key.rsa_bits,
          .ec_curve = key.ec_curve,
          .exportable = key.exportable};
}

Status open_key(Run& run) {
  if (run.key) return {};
  const auto store = run.vault.keys(run.entry.key_provider);
  if (!store) return store.error();
  auto key = (*store)->open(key_name(run.entry));
  if (!key) return key.error();
  run.key = *std::move(key);
  return {};
}

Status make_key(Run& run) {
  const auto store = run.vault.keys(run.entry.key_provider);
  if (!store) return store.error();
  // What an interrupted step left under this job's own name.
  if (Status removed = (*store)->remove(key_name(run.entry)); !removed) return removed;
  if (asks_for_key(run)) return {};
  auto key = (*store)->create(key_name(run.entry), key_spec(run.profile().key));
  if (!key) return key.error();
  run.key = *std::move(key);
  return {};
}

Status make_request(Run& run, Yield& yield) {
  const auto key = key_for_request(run);
  if (!key) return key.error();
  if (Status there = need_credentials(run); !there) return there;
  auto ra = ra_of(run);
  if (!ra) return ra.error();
  auto content = run.job.kind == Kind::Renew ? content_like(run.old->der) : content_named(subject_name(run));
  if (!content) return content.error();
  const auto wishes = wishes_of(run, **ra);
  if (!wishes) return wishes.error();
  std::optional<est::Bytes> binding;
  if (wishes->wants_channel_binding()) {
    auto bound = (*ra)->channel_binding(run.stop);
    if (!bound) return bound.error();
    binding = *std::move(bound);
    yield.bound = true;
  }
  apply_wishes(*content, *wishes, binding);
  if (!asks_for_key(run)) run.tell_key_use();
  auto request = keys::make_certificate_request(*key, *content);
  if (!request) return request.error();
  yield.request = *std::move(request);
  return {};
}

Status send_request(Run& run) {
  if (!asks_for_key(run)) {
    if (Status open = open_key(run); !open) return open;
    if (!request_has_key(run.entry.request, run.key->public_key_info())) return Error(ErrorCode::KeyDoesNotMatch);
  }
  if (Status there = need_credentials(run); !there) return there;
  auto ra = ra_of(run);
  if (!ra) return ra.error();
  for (bool clicked = run.job.trigger == Trigger::User;; clicked = false) {
    if (Status waited = wait_for_ra(run, clicked); !waited) return waited;
    Reply reply = send_or_fetch(run, **ra);
    if (!reply) return reply.error();
    if (auto* issued = std::get_if<est::Issued>(&*reply)) {
      run.answer = std::move(issued->certificates);
      if (run.answer.empty()) return Error(ErrorCode::CertificateNotObtained).with("reason", "empty");
      return {};
    }
    const auto asked = std::get<est::Pending>(*reply).retry_after;
    run.entry = told_to_wait(std::move(run.entry), run.now() + wait_as_asked(asked, run.parts.random()), run.now());
    if (Status saved = run.save(); !saved) return saved;
    run.point(Step::Send, "waiting");
  }
}

}  // namespace kigen::renewal
