#include "service/app/checker.h"

#include <algorithm>

#include "common/base/hex.h"
#include "common/profile/matcher.h"

namespace kigen::app {
namespace {

using check::CertificateStatus;

constexpr std::size_t kMaxNoticesPerCheck = 100;
constexpr std::size_t kNoticesRemembered = 1000;

std::string_view notice_code(CertificateStatus status) {
  switch (status) {
    case CertificateStatus::Due:
      return "notice_due";
    case CertificateStatus::Expired:
      return "notice_expired";
    case CertificateStatus::Lapsed:
      return "notice_lapsed";
    default:
      return {};
  }
}

std::string_view severity_of(CertificateStatus status) {
  return status == CertificateStatus::Due ? "warning" : "error";
}

/// The reminder that is due: the smallest of the profile's days that is not less than the days left.
std::optional<int> reminder_for(const profile::Profile& profile, std::int64_t days_left) {
  std::optional<int> found;
  for (const int days : profile.window.reminder_days) {
    if (days < profile.window.days_before && days_left <= days && (!found || days < *found)) found = days;
  }
  return found;
}

}  // namespace

Status Told::load(inventory::Inventory& store) {
  if (loaded_) return {};
  const auto notices = store.ledger().notices({.all = true, .sid = {}}, false, kNoticesRemembered);
  if (!notices) return notices.error();
  keys_.clear();
  for (const auto& notice : *notices) {
    if (!notice.certificate) continue;
    const auto days = notice.args.find("reminder");
    keys_.emplace(*notice.certificate, notice.owner, notice.code, days == notice.args.end() ? "" : days->second);
  }
  loaded_ = true;
  return {};
}

/// Gathers what is new; what it is called is read afterwards, and only of the few that are new.
class News {
 public:
  News(const View& view, Instant now, Told& told) : view_(view), now_(now), told_(told) {}

  void add(const inventory::AttentionEntry& entry, const check::Facts& facts, CertificateStatus status) {
    for (const auto& place : entry.places) {
      if (!check::wants_attention({facts, is_actionable(place)}, now_, *view_.calendar)) continue;
      add_one(entry, facts, place.owner, notice_code(status), severity_of(status), std::nullopt);
      const auto profile = entry.profile.empty() ? nullptr : view_.profiles->find(entry.profile);
      if (!profile || status != CertificateStatus::Due) continue;
      if (const auto days = reminder_for(*profile, check::days_left(facts, now_, *view_.calendar))) {
        add_one(entry, facts, place.owner, "notice_reminder", "warning", days);
      }
    }
  }

  /// The names, by which people know their certificates.
  Status complete(inventory::Inventory& store) {
    for (auto& notice : notices) {
      const auto entry = store.find(to_hex(*notice.certificate), {.all = true, .sid = {}});
      if (!entry) return entry.error();
      const auto profile = view_.profile_of(*entry);
      notice.args["name"] =
          profile ? profile::identifier(*profile, entry->record.subject) : profile::identifier(entry->record.subject);
      if (!profile) continue;
      notice.args["profile_ja"] = profile->name.ja;
      notice.args["profile_en"] = profile->name.en;
    }
    return {};
  }

  std::vector<db::NoticeRow> notices;
  std::int64_t untold = 0;

 private:
  void add_one(const inventory::AttentionEntry& entry, const check::Facts& facts, const std::string& owner,
               std::string_view code, std::string_view severity, std::optional<int> reminder) {
    const std::string days = reminder ? std::to_string(*reminder) : "";
    if (!told_.keys_.emplace(entry.certificate, owner, code, days).second) return;
    if (notices.size() >= kMaxNoticesPerCheck) {
      ++untold;
      return;
    }
    db::NoticeRow notice;
    notice.at = now_;
    notice.severity = severity;
    notice.owner = owner;
    notice.code = code;
    notice.certificate = entry.certificate;
    notice.args["not_after"] = to_rfc3339(entry.not_after);
    notice.args["days"] = std::to_string(check::days_left(facts, now_, *view_.calendar));
    if (reminder) notice.args["reminder"] = days;
    notices.push_back(std::move(notice));
  }

  const View& view_;
  Instant now_;
  Told& told_;
};

namespace {

Result<std::vector<db::NoticeRow>> store_news(inventory::Inventory& store, News& news, Instant now) {
  std::vector<db::NoticeRow> notices = std::move(news.notices);
  const std::size_t told = notices.size();
  if (news.untold > 0) {
    db::NoticeRow more;
    more.at = now;
    more.severity = "warning";
    more.owner = inventory::kMachineOwner;
    more.code = "notice_more";
    more.args["count"] = std::to_string(news.untold);
    notices.push_back(std::move(more));
  }
  if (Status added = store.ledger().add_notices(notices); !added) return added.error();
  notices.resize(told);
  return notices;
}

}  // namespace

Result<CheckOutcome> run_check(inventory::Inventory& store, Told& told, const View& view, check::Trigger trigger,
                               Instant now, std::vector<Error> errors) {
  const auto started = std::chrono::steady_clock::now();
  const check::ExpiryRange range = view.attention_range(now);
  CheckOutcome outcome;
  outcome.view = view;
  outcome.run.started = now;
  outcome.run.trigger = check::to_string(trigger);
  outcome.run.errors = std::move(errors);
  const auto lapsed_before = store.count_before(range.from);
  if (!lapsed_before) return lapsed_before.error();
  outcome.run.lapsed = *lapsed_before;

  if (Status loaded = told.load(store); !loaded) return loaded.error();
  News news(view, now, told);
  const auto decide = [&](const inventory::AttentionEntry& entry) {
    const check::Facts facts = view.facts(entry);
    const auto status = check::status_of(facts, now, *view.calendar);
    if (status == CertificateStatus::Due) ++outcome.run.due;
    if (status == CertificateStatus::Expired) ++outcome.run.expired;
    if (status == CertificateStatus::Lapsed) ++outcome.run.lapsed;
    news.add(entry, facts, status);
    add_attention(outcome.attention, entry, facts);
  };
  const Status visited = store.attention(range.from, range.to + std::chrono::seconds{1}, decide);
  if (!visited) return visited.error();
  outcome.untold = news.untold;
  const Status named = news.complete(store);
  auto stored = named ? store_news(store, news, now) : Result<std::vector<db::NoticeRow>>(named.error());
  if (!stored) {
    told.forget();  // what was not stored was not told
    return stored.error();
  }
  outcome.told = std::move(*stored);

  const auto counts = store.counts({.all = true, .sid = {}});
  if (!counts) return counts.error();
  outcome.run.total = counts->certificates;
  outcome.run.unreadable = counts->unreadable;
  outcome.run.duration_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started).count();
  return outcome;
}

Checker::Checker(const Context& context, DatabaseThread& database, inventory::Inventory& store, Sources& sources,
                 CheckerHost& host)
    : context_(context), database_(database), store_(store), sources_(sources), host_(host) {}

void Checker::request(check::Trigger trigger, Done done) {
  waiting_.push_back({trigger, std::move(done)});
  if (!running_) begin();
}

void Checker::begin() {
  running_ = true;
  current_ = std::move(waiting_);
  waiting_.clear();
  // Of several triggers the one that somebody waits for names the run.
  trigger_ = current_.front().trigger;
  for (const auto& request : current_) {
    if (request.trigger == check::Trigger::OnDemand) trigger_ = request.trigger;
  }
  began_ = std::chrono::steady_clock::now();
  const bool look_again = trigger_ != check::Trigger::SourceChange && trigger_ != check::Trigger::SessionChange &&
                          trigger_ != check::Trigger::TimeChange;
  if (!look_again) return decide();
  host_.on_check_progress({.check = 0, .step = "sources", .done = 0, .total = 0});
  sources_.refresh([this] { decide(); });
}

void Checker::on_scan_progress(std::int64_t done, std::int64_t total) {
  if (running_) host_.on_check_progress({.check = 0, .step = "sources", .done = done, .total = total});
}

void Checker::decide() {
  host_.on_check_progress({.check = 0, .step = "deciding", .done = 0, .total = 0});
  const Instant now = context_.clock.now();
  database_.run(
      [this, view = host_.view(), trigger = trigger_, now, began = began_, told = told_]() -> Result<CheckOutcome> {
        std::vector<Error> errors;
        const auto sources = store_.sources({.all = true, .sid = {}});
        if (!sources) return sources.error();
        for (const auto& source : *sources) {
          if (source.error) errors.push_back(*source.error);
        }
        auto outcome = run_check(store_, *told, view, trigger, now, std::move(errors));
        if (!outcome) return outcome;
        outcome->run.duration_ms =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
        const auto id = store_.ledger().record_check(outcome->run, std::nullopt);
        if (!id) return id.error();
        outcome->run.id = *id;
        return outcome;
      },
      [this](Result<CheckOutcome> outcome) { finish(std::move(outcome)); });
}

void Checker::finish(Result<CheckOutcome> outcome) {
  auto current = std::move(current_);
  current_.clear();
  running_ = false;
  const Result<ipc::CheckRun> answer =
      outcome ? Result<ipc::CheckRun>(to_message(outcome->run)) : Result<ipc::CheckRun>(outcome.error());
  host_.on_check_progress({.check = outcome ? outcome->run.id : 0, .step = "done", .done = 0, .total = 0});
  if (outcome) {
    host_.on_checked(std::move(*outcome));
  } else {
    host_.on_check_failed(outcome.error());
  }
  for (auto& request : current) {
    if (request.done) request.done(answer);
  }
  if (!waiting_.empty() && !running_) begin();
}

}  // namespace kigen::app
