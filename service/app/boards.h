// What every user sees: status and standing warnings, kept ready per user and pushed to whoever subscribed.
// A board is made anew only after something changed; a request in between is answered from memory.
//
// Threads: the io thread. Ownership: refers to the Context, the DatabaseThread, the Inventory and its Host.
#pragma once

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "service/app/attention.h"
#include "service/app/context.h"
#include "service/app/database_thread.h"
#include "service/inventory/inventory.h"
#include "service/pipe/service_api.h"

namespace kigen::pipe {
class Server;
}

namespace kigen::app {

struct Board {
  ipc::StatusResult status;
  ipc::WarningList warnings;
  ipc::RenewalList renewals;
};

/// What is renewed without asking, for one user.
struct Unattended {
  std::set<Sha256> calm;                              ///< no warning is needed yet
  std::vector<std::pair<Sha256, Instant>> under_way;  ///< the session is asked, since when
};

/// What boards need to know that is not theirs.
class BoardsHost {
 public:
  virtual ~BoardsHost() = default;
  [[nodiscard]] virtual View view() const = 0;
  [[nodiscard]] virtual Instant next_check() const = 0;
  [[nodiscard]] virtual const std::optional<ipc::CheckRun>& last_check() const = 0;
  [[nodiscard]] virtual std::vector<Error> problems() const = 0;
  [[nodiscard]] virtual bool is_watching(const std::string& folder) const = 0;
  [[nodiscard]] virtual bool is_scanning() const = 0;
  [[nodiscard]] virtual Unattended unattended(const std::string& sid) const = 0;
  /// A quiet ends or began, or the attention changed: the time to wake may be another.
  virtual void on_wake_changed() = 0;
  virtual void push(pipe::ConnectionId connection, const ipc::Push& message) = 0;
};

class Boards {
 public:
  using Done = std::function<void(Result<Board>)>;

  Boards(const Context& context, DatabaseThread& database, inventory::Inventory& store, BoardsHost& host);

  void set_attention(Attention attention);
  void load_quiet(const std::vector<db::QuietRow>& rows);
  /// Every board is out of date; subscribers get theirs, at most one a second.
  void invalidate();

  void with_board(const pipe::Caller& caller, Done done);
  void subscribe(const pipe::Caller& caller);
  void disconnected(pipe::ConnectionId connection);
  void push_progress(const ipc::CheckProgress& progress);
  /// Who is subscribed now: trays, which report their stores anew when they connect again.
  [[nodiscard]] std::vector<pipe::ConnectionId> subscribers() const;
  /// A tray of this user is there to be asked.
  [[nodiscard]] bool has_tray(const std::string& sid) const;
  /// No push and no timer any more.
  void stop();

  /// Quiets these certificates' warnings for the caller; those that want no attention are passed over.
  void snooze(const pipe::Caller& caller, const std::vector<Sha256>& certificates, check::Snooze until, Done done);
  /// The caller asked for a check: warnings that were closed stand again.
  void end_closed(const pipe::Caller& caller);
  /// A shorter interval brings closed warnings back with the new check.
  void bring_forward(Instant next_check);

  [[nodiscard]] std::optional<Instant> earliest_return() const;
  [[nodiscard]] std::optional<Instant> earliest_transition() const;
  /// The user's wish for this certificate, if there is one.
  [[nodiscard]] std::optional<check::Quiet> quiet_of(const std::string& sid, const Sha256& certificate) const;

 private:
  struct Subscriber {
    pipe::Caller caller;
    std::vector<std::string> shown;  // thumbprints last pushed: equal lists are not pushed again
    bool pushed = false;
    std::int64_t unread = -1;
    std::string renewing;  // what was last pushed of it
  };
  struct Cached {
    std::optional<Board> board;
    std::optional<Instant> earliest_return;
    std::uint64_t epoch = 0;
    std::vector<Done> waiting;
    bool computing = false;
  };
  using ViewerKey = std::pair<std::string, bool>;  // SID, sees all

  [[nodiscard]] Audience audience_of(const pipe::Caller& caller) const;
  void compute(const ViewerKey& key, const pipe::Caller& caller);
  void finish(const ViewerKey& key, const pipe::Caller& caller, std::uint64_t epoch, Result<Board> board);
  void store_quiet(const std::vector<std::pair<QuietKey, std::optional<check::Quiet>>>& changed);
  void anchor_quiet();
  void push_all();
  void push_to(Subscriber& subscriber, const Board& board);
  void freshen(Board& board) const;

  const Context& context_;
  DatabaseThread& database_;
  inventory::Inventory& store_;
  BoardsHost& host_;
  Attention attention_;
  QuietMap quiet_;
  std::map<ViewerKey, Cached> boards_;
  std::map<pipe::ConnectionId, Subscriber> subscribers_;
  std::uint64_t epoch_ = 1;
  boost::asio::steady_timer pace_;
  bool pacing_ = false, push_again_ = false, stopped_ = false;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace kigen::app
