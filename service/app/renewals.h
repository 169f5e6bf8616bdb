// Unattended renewal: keeps a plan for each certificate whose profile allows it, asks the owner's session when the
// moment has come, takes in how it went, and tells the owner afterwards.
//
// Threads: the io thread; plans are stored on the database thread. Ownership: refers to the Context, the
// DatabaseThread, the Inventory and its Host. What is decided is in service/renewal; here it is carried out.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "service/app/attention.h"
#include "service/app/boards.h"
#include "service/app/context.h"
#include "service/app/database_thread.h"
#include "service/inventory/inventory.h"
#include "service/renewal/plan.h"

namespace kigen::app {

class RenewalsHost {
 public:
  virtual ~RenewalsHost() = default;
  [[nodiscard]] virtual View view() const = 0;
  /// A tray of this user is connected.
  [[nodiscard]] virtual bool is_signed_in(const std::string& sid) const = 0;
  /// What unattended() gives, or a notice, is another one.
  virtual void on_renewals_changed() = 0;
};

/// What explain() tells of it.
struct PlannedRenewal {
  Instant at{};
  bool under_way = false;
  bool waits_for_user = false;  ///< its moment has come, and the owner is not signed in
  bool calm = false;
  Instant warns{};  ///< from when the user is warned in any case
};

class Renewals {
 public:
  Renewals(const Context& context, DatabaseThread& database, inventory::Inventory& store, RenewalsHost& host);

  void load(const std::vector<db::RenewalRow>& rows, const db::SipKey& machine);
  /// After each check: certificates that need no renewal any more leave, new ones get a plan.
  void set_attention(const Attention& attention);
  /// Brings every plan to the present; after every event, and at earliest_wake().
  void advance();
  /// An attempt was reported and kept, by its owner.
  void reported(const db::AttemptRow& attempt);
  /// A command that follows an unattended renewal failed: its owner is told.
  void command_failed(const db::AttemptRow& attempt);

  [[nodiscard]] Unattended unattended(const std::string& sid) const;
  /// Nothing when it is not renewed unattended. `facts`: of the certificate, which may not be due yet.
  [[nodiscard]] std::optional<PlannedRenewal> planned(const std::string& owner, const Sha256& certificate,
                                                      const check::Facts& facts) const;
  /// When the owner's session will be asked again; nothing when it will not.
  [[nodiscard]] std::optional<Instant> next_attempt(const std::string& owner, const Sha256& certificate) const;
  [[nodiscard]] std::optional<Instant> earliest_wake() const;

 private:
  struct Entry {
    unattended::Plan plan;
    std::optional<unattended::Window> window;  ///< while the certificate wants to be renewed
  };
  using Plans = std::map<QuietKey, Entry>;

  [[nodiscard]] unattended::Moment moment_of(const QuietKey& key, const unattended::Window& window) const;
  [[nodiscard]] unattended::Seed seed_of(const Sha256& certificate) const;
  [[nodiscard]] std::set<std::string> busy_owners() const;
  void keep(const std::vector<QuietKey>& changed);
  void end(const std::vector<QuietKey>& ended);
  void failed(const QuietKey& key, const unattended::Plan& before, const Error& error, const std::string& ra_code);
  void record_lost(const QuietKey& key, Instant begun);
  void tell(const QuietKey& key, const std::string& code, const std::string& severity, db::Arguments args);

  const Context& context_;
  DatabaseThread& database_;
  inventory::Inventory& store_;
  RenewalsHost& host_;
  Plans plans_;
  db::SipKey machine_{};
};

}  // namespace kigen::app
