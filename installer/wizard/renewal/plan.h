// What a job does next, decided from its journal entry alone: (entry, event) → entry. Pure functions; the engine is the
// thin shell that does the deeds and writes each entry before and after (run_job.cpp).
#pragma once

#include <vector>

#include "installer/wizard/renewal/entry.h"

namespace kigen::renewal {

/// The steps that are written to the journal, in their order.
[[nodiscard]] bool is_journaled(Step step) noexcept;

/// About to do entry.next.
[[nodiscard]] Entry begin(Entry entry, Instant now);

/// What a step gave, as far as the journal keeps it.
struct Yield {
  Bytes request;                // Request
  bool bound = false;           // Request
  std::vector<Bytes> answer;    // Keep
  Sha256 issued{};              // Check
  bool proven_on_page = false;  // Prove
};
/// entry.next is done; the next one follows. Not for After: behind the last step there is no journal any more.
[[nodiscard]] Entry complete(Entry entry, const Yield& yield, Instant now);

/// The request is about to leave: from here on the RA may have issued, whatever comes back.
[[nodiscard]] Entry sending(Entry entry, Instant now);
/// It did not leave after all (before_sending()), or the RA answered and did not issue.
[[nodiscard]] Entry nothing_lost(Entry entry, Instant now);
/// The RA said 202.
[[nodiscard]] Entry told_to_wait(Entry entry, Instant until, Instant now);

/// What a resumed run finds on this PC.
struct Found {
  bool key = false;                ///< a key of key_name(entry)
  bool certificate = false;        ///< entry.issued is in the store, tied to that key
  bool renewed_elsewhere = false;  ///< a newer one of the same family that is not this job's
};
enum class Verdict {
  GoOn,      ///< from `entry.next`
  TakeBack,  ///< nothing can come of it: remove what was begun
};
struct Resumption {
  Verdict verdict = Verdict::GoOn;
  Entry entry;
};
/// Where an interrupted job goes on: the first step whose outcome is not certain, done again. All steps may be
/// repeated.
[[nodiscard]] Resumption resume(Entry entry, const Found& found);

/// What an error at entry.next leaves: taken back when the RA cannot have issued, has issued what is of no use, or has
/// issued before and says that it will not again.
[[nodiscard]] Aftermath aftermath(const Entry& entry, ErrorCode code) noexcept;

/// The RA cannot have received the request when this ended a call.
[[nodiscard]] bool before_sending(const Error& error) noexcept;

/// Something of this job may be on a token: it is needed to go on, and to take the job back.
[[nodiscard]] bool touches_token(const Entry& entry) noexcept;

/// Credentials that a resumed job still has to ask for: none once the answer is kept.
[[nodiscard]] bool needs_credentials(const Entry& entry) noexcept;

}  // namespace kigen::renewal
