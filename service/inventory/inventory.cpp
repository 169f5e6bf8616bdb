#include "service/inventory/inventory.h"

#include "db/backup.h"
#include "service/inventory/file_name.h"
#include "service/inventory/placing.h"
#include "service/inventory/settings_copy.h"
#include "service/inventory/store.h"

namespace kigen::inventory {
namespace {

constexpr std::chrono::days kGoneKept{400};

std::int64_t prune_page(Store& store, db::Database& database, Instant before, bool& more) {
  const auto places = database.places.gone_before(before, db::kPage);
  std::int64_t forgotten = 0;
  for (const db::PlaceRow& place : places) {
    database.places.remove(place.id);
    if (!database.places.of_certificate(place.certificate_id).empty()) continue;
    database.certificates.remove(place.certificate_id);
    ++forgotten;
  }
  more = places.size() == static_cast<std::size_t>(db::kPage);
  if (!places.empty()) store.touch();
  return forgotten;
}

}  // namespace

Inventory::Inventory(std::unique_ptr<Store> store) : store_(std::move(store)), ledger_(*store_) {}
Inventory::~Inventory() = default;

Result<std::unique_ptr<Inventory>> Inventory::open(Options options, Instant now) {
  auto store = std::make_unique<Store>(std::move(options));
  if (const Status opened = store->open(now); !opened) return opened.error();
  return std::unique_ptr<Inventory>(new Inventory(std::move(store)));
}

std::optional<Error> Inventory::take_incident() {
  return store_->take_incident();
}
Status Inventory::settle_health() {
  return store_->settle_health();
}
Ledger& Inventory::ledger() {
  return ledger_;
}
std::uint64_t Inventory::generation() const {
  return store_->generation();
}

Status Inventory::source_failed(SourceKind kind, const std::string& name, const std::string& owner,
                                const Error& error) {
  return store_->write([&](db::Database& database) {
    const std::int64_t owner_id = store_->catalog().ensure_owner(database, owner);
    const std::int64_t id = store_->catalog().ensure_source(database, kind, to_valid_utf8(name), owner_id);
    store_->catalog().change_source(id).error = error;
  });
}

Status Inventory::remove_source(SourceKind kind, const std::string& name, const std::string& owner, Instant now) {
  store_->note_time(now);
  if (store_->scanning) return Error(ErrorCode::DatabaseBusy, "a folder is being scanned");
  const auto owner_id = store_->catalog().find_owner(owner);
  const auto id = owner_id ? store_->catalog().find_source(kind, to_valid_utf8(name), *owner_id) : std::nullopt;
  if (!id) return {};
  return store_->write([&](db::Database& database) {
    Placing placing(*store_, database, now);
    for (std::int64_t after = 0;;) {
      const auto places = database.places.present_in(*id, after, db::kPage);
      for (const db::PlaceRow& place : places) placing.lose(place);
      if (places.size() < static_cast<std::size_t>(db::kPage)) break;
      after = places.back().id;
    }
    for (;;) {
      const auto rows = database.unreadable.of_source(*id, db::kPage);
      for (const db::UnreadableRow& row : rows) placing.remove_unreadable(row);
      if (rows.size() < static_cast<std::size_t>(db::kPage)) break;
    }
    database.manifest.remove_from(*id, 0);
    store_->pending().erase(*id);
    db::SourceRow& source = store_->catalog().change_source(*id);
    source.removed = true;
    source.error.reset();
    store_->touch();
  });
}

Result<std::int64_t> Inventory::rematch_all(Matcher matcher) {
  store_->set_matcher(std::move(matcher));
  return store_->write([&](db::Database& database) {
    const Matcher& match = store_->options().matcher;
    std::int64_t changed = 0;
    for (std::int64_t after = 0;;) {
      const auto rows = database.certificates.page(after, db::kPage);
      for (const db::CertificateRow& row : rows) {
        const std::string profile = match ? match(row.record) : std::string{};
        if (profile == row.profile) continue;
        database.certificates.set_profile(row, profile);
        store_->families().insert(row.record.family);
        ++changed;
      }
      if (rows.size() < static_cast<std::size_t>(db::kPage)) break;
      after = rows.back().id;
    }
    if (changed != 0) store_->touch();
    return changed;
  });
}

Status Inventory::backup_daily(Instant now) {
  store_->note_time(now);
  if (Status committed = store_->commit_bulk(); !committed) return committed;
  return store_->read(
      [&](db::Database& database) { (void)db::backup_daily(database.connection, store_->backup_folder(), now); });
}

Status Inventory::copy_settings() {
  const auto settings = ledger_.settings();
  return settings ? write_settings_copy(store_->backup_folder(), *settings) : Status(settings.error());
}

Result<std::int64_t> Inventory::prune(Instant now) {
  store_->note_time(now);
  std::int64_t forgotten = 0;
  for (bool more = true; more;) {
    const Result<std::int64_t> page =
        store_->write([&](db::Database& database) { return prune_page(*store_, database, now - kGoneKept, more); });
    if (!page) return page.error();
    forgotten += *page;
  }
  return forgotten;
}

}  // namespace kigen::inventory
