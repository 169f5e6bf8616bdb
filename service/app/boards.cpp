#include "service/app/boards.h"

#include <boost/asio/io_context.hpp>

#include <algorithm>

#include "common/base/hex.h"

namespace kigen::app {
namespace {

constexpr std::chrono::seconds kPushPace{1};
/// What the tray calls itself.
constexpr std::string_view kTray = "tray";
/// Boards of users who are gone are forgotten when there are more than this.
constexpr std::size_t kMaxBoards = 256;

// What a board is made of on the database thread, from texts that are not kept in memory.
struct Fetched {
  inventory::Counts counts;
  std::int64_t unread = 0;
  std::vector<inventory::SourceEntry> sources;
  std::optional<ipc::CertificateSummary> most_urgent;
  std::vector<ipc::CertificateSummary> standing;
  ipc::RenewalList renewals;
};

Result<Fetched> fetch(inventory::Inventory& store, const inventory::Viewer& viewer, const View& view,
                      const Picture& picture, const Unattended& unattended, Instant now) {
  Fetched fetched;
  const auto counts = store.counts(viewer);
  if (!counts) return counts.error();
  fetched.counts = *counts;
  const auto unread = store.ledger().unread_notices(viewer);
  if (!unread) return unread.error();
  fetched.unread = *unread;
  auto sources = store.sources(viewer);
  if (!sources) return sources.error();
  fetched.sources = std::move(*sources);
  // One that vanished since is passed over: the next board knows.
  if (picture.most_urgent) {
    if (const auto entry = store.find(to_hex(*picture.most_urgent), viewer)) {
      fetched.most_urgent = view.summary(*entry, now);
    }
  }
  for (const auto& certificate : picture.standing) {
    const auto entry = store.find(to_hex(certificate), viewer);
    if (entry) fetched.standing.push_back(view.summary(*entry, now));
  }
  for (const auto& [certificate, since] : unattended.under_way) {
    const auto entry = store.find(to_hex(certificate), viewer);
    if (entry) fetched.renewals.items.push_back({to_hex(certificate), entry->profile, since});
  }
  return fetched;
}

ipc::SourceState to_message(const inventory::SourceEntry& source, const BoardsHost& host) {
  ipc::SourceState state;
  state.source = source.name;
  state.owner = source.owner;
  state.error = source.error;
  state.certificates = source.places;
  state.unreadable = source.unreadable;
  state.last_scan = source.last_scan;
  state.token_label = source.token_label;
  if (source.error) {
    state.state = "unavailable";
  } else if (source.kind == inventory::SourceKind::Token) {
    state.state = source.token_present ? "reported" : "not_inserted";
  } else if (source.kind == inventory::SourceKind::UserStore || source.kind == inventory::SourceKind::TokenDrivers) {
    state.state = "reported";
  } else if (!source.last_scan && host.is_scanning()) {
    state.state = "scanning";
  } else if (source.kind == inventory::SourceKind::Folder && !host.is_watching(source.name)) {
    state.state = "not_watched";
  } else {
    state.state = "watching";
  }
  return state;
}

// What a warning says, by what can make it say something else.
std::vector<std::string> thumbprints(const ipc::WarningList& list) {
  std::vector<std::string> all;
  for (const auto& item : list.items) {
    std::string& one = all.emplace_back(item.thumbprint_sha256);
    one.append(item.status).append(std::to_string(item.days_left)).append(item.source).append(item.token_label);
    one += item.token_present ? '+' : '-';
  }
  return all;
}

std::string renewals(const ipc::RenewalList& list) {
  std::string all;
  for (const auto& item : list.items) all += item.thumbprint + ' ' + std::to_string(to_unix(item.since)) + '\n';
  return all;
}

}  // namespace

Boards::Boards(const Context& context, DatabaseThread& database, inventory::Inventory& store, BoardsHost& host)
    : context_(context), database_(database), store_(store), host_(host), pace_(context.io) {}

void Boards::set_attention(Attention attention) {
  attention_ = std::move(attention);
  anchor_quiet();
  invalidate();
}

void Boards::stop() {
  stopped_ = true;
  subscribers_.clear();
  pace_.cancel();
}

Audience Boards::audience_of(const pipe::Caller& caller) const {
  const std::string& machine = host_.view().settings.word("warnings.machine_certificates");
  return {.sid = caller.sid,
          .sees_all = caller.administrator,
          .machine_warnings = machine == "everyone" || (machine == "administrators" && caller.administrator)};
}

void Boards::with_board(const pipe::Caller& caller, Done done) {
  const ViewerKey key{caller.sid, caller.administrator};
  Cached& cached = boards_[key];
  if (cached.board && cached.epoch == epoch_) {
    Board board = *cached.board;
    freshen(board);
    return done(std::move(board));
  }
  cached.waiting.push_back(std::move(done));
  if (!cached.computing) compute(key, caller);
}

// What passes with time alone, or lives elsewhere in memory.
void Boards::freshen(Board& board) const {
  board.status.now = context_.clock.now();
  board.status.next_check = host_.next_check();
  board.status.last_check = host_.last_check();
  board.warnings.check = host_.last_check() ? host_.last_check()->id : 0;
  const auto& interval = host_.view().settings.value("check.interval_hours");
  board.status.interval_hours = host_.view().settings.check_interval_hours();
  board.status.interval_locked = interval.locked();
  board.status.ui_language = host_.view().settings.word("ui.language");
  board.status.problems = host_.problems();
}

void Boards::compute(const ViewerKey& key, const pipe::Caller& caller) {
  const Instant now = context_.clock.now();
  const Unattended unattended = host_.unattended(caller.sid);
  const Picture picture = picture_for(audience_of(caller), attention_, quiet_, now, context_.calendar, unattended.calm);
  store_quiet(picture.changed);
  Cached& cached = boards_[key];
  cached.computing = true;
  cached.earliest_return = picture.earliest_return;
  const std::uint64_t epoch = epoch_;
  database_.run([this, viewer = viewer_of(caller), view = host_.view(), picture, unattended,
                 now] { return fetch(store_, viewer, view, picture, unattended, now); },
                [this, key, caller, epoch, picture](Result<Fetched> fetched) {
                  if (!fetched) return finish(key, caller, epoch, fetched.error());
                  Board board;
                  board.status.state = picture.state;
                  board.status.total = fetched->counts.certificates;
                  board.status.unreadable = fetched->counts.unreadable;
                  board.status.due = picture.due;
                  board.status.expired = picture.expired;
                  board.status.most_urgent = std::move(fetched->most_urgent);
                  board.status.unread_notices = fetched->unread;
                  for (const auto& source : fetched->sources) board.status.sources.push_back(to_message(source, host_));
                  board.warnings.items = std::move(fetched->standing);
                  board.renewals = std::move(fetched->renewals);
                  finish(key, caller, epoch, std::move(board));
                });
}

void Boards::finish(const ViewerKey& key, const pipe::Caller& caller, std::uint64_t epoch, Result<Board> board) {
  Cached& cached = boards_[key];
  cached.computing = false;
  // It changed meanwhile: what was asked for is the state now.
  if (board && epoch != epoch_) return compute(key, caller);
  if (board) {
    freshen(*board);
    cached.board = *board;
    cached.epoch = epoch;
  } else {
    cached.board.reset();
  }
  auto waiting = std::move(cached.waiting);
  cached.waiting.clear();
  if (boards_.size() > kMaxBoards)
    std::erase_if(boards_, [](const auto& entry) { return entry.second.waiting.empty(); });
  for (auto& done : waiting) done(board);
  host_.on_wake_changed();
}

void Boards::invalidate() {
  ++epoch_;
  if (stopped_) return;
  if (pacing_) {
    push_again_ = true;
    return;
  }
  push_all();
}

void Boards::push_all() {
  if (subscribers_.empty()) return;
  pacing_ = true;
  pace_.expires_after(kPushPace);
  pace_.async_wait([this, alive = std::weak_ptr<int>(alive_)](const boost::system::error_code& error) {
    if (error || alive.expired() || stopped_) return;
    pacing_ = false;
    if (std::exchange(push_again_, false)) push_all();
  });
  for (const auto& [connection, subscriber] : subscribers_) {
    with_board(subscriber.caller, [this, id = connection](const Result<Board>& board) {
      const auto found = subscribers_.find(id);
      if (board && found != subscribers_.end()) push_to(found->second, *board);
    });
  }
}

void Boards::push_to(Subscriber& subscriber, const Board& board) {
  const pipe::ConnectionId connection = subscriber.caller.connection;
  host_.push(connection, board.status);
  auto list = thumbprints(board.warnings);
  if (!subscriber.pushed || list != subscriber.shown) host_.push(connection, board.warnings);
  subscriber.pushed = true;
  subscriber.shown = std::move(list);
  // A new connection knows of none: only a list that is not empty is news to it.
  auto renewing = renewals(board.renewals);
  if (renewing != subscriber.renewing) host_.push(connection, board.renewals);
  subscriber.renewing = std::move(renewing);
  if (subscriber.unread != board.status.unread_notices) {
    subscriber.unread = board.status.unread_notices;
    host_.push(connection, ipc::UnreadResult{board.status.unread_notices});
  }
}

void Boards::subscribe(const pipe::Caller& caller) {
  subscribers_[caller.connection].caller = caller;
  with_board(caller, [this, id = caller.connection](const Result<Board>& board) {
    const auto found = subscribers_.find(id);
    if (board && found != subscribers_.end()) push_to(found->second, *board);
  });
}

void Boards::disconnected(pipe::ConnectionId connection) {
  subscribers_.erase(connection);
}

std::vector<pipe::ConnectionId> Boards::subscribers() const {
  std::vector<pipe::ConnectionId> all;
  for (const auto& [connection, subscriber] : subscribers_) all.push_back(connection);
  return all;
}

bool Boards::has_tray(const std::string& sid) const {
  return std::any_of(subscribers_.begin(), subscribers_.end(), [&sid](const auto& entry) {
    return entry.second.caller.sid == sid && entry.second.caller.client == kTray;
  });
}

void Boards::push_progress(const ipc::CheckProgress& progress) {
  for (const auto& [connection, subscriber] : subscribers_) host_.push(connection, progress);
}

std::optional<Instant> Boards::earliest_return() const {
  std::optional<Instant> earliest;
  for (const auto& [connection, subscriber] : subscribers_) {
    const auto found = boards_.find({subscriber.caller.sid, subscriber.caller.administrator});
    if (found == boards_.end() || !found->second.earliest_return) continue;
    if (!earliest || *found->second.earliest_return < *earliest) earliest = found->second.earliest_return;
  }
  return earliest;
}

std::optional<Instant> Boards::earliest_transition() const {
  return app::earliest_transition(attention_, context_.clock.now(), context_.calendar);
}

}  // namespace kigen::app
