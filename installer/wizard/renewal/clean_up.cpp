#include <algorithm>
#include <set>

#include "common/x509/parse_certificate.h"
#include "installer/wizard/renewal/request_content.h"
#include "installer/wizard/renewal/run.h"

namespace kigen::renewal {
namespace {

// The certificate is this job's: tied to its key, or issued to it as the journal says.
bool belongs_to(const keys::StoredCertificate& stored, const CertificateRecord& record, const Entry& entry) {
  return (entry.issued != Sha256{} && record.sha256 == entry.issued) ||
         (stored.key && stored.key->name == key_name(entry));
}

Status remove_unproven(const Vault& vault, const Entry& entry) {
  if (entry.next > Step::Prove) return {};
  const auto all = vault.personal().list();
  if (!all) return all.error();
  for (const auto& stored : *all) {
    const auto record = x509::parse_certificate(stored.der);
    if (!record || !belongs_to(stored, *record, entry) || (entry.old && record->sha256 == *entry.old)) continue;
    if (Status removed = vault.personal().remove(record->sha256); !removed) return removed;
  }
  return {};
}

}  // namespace

Status take_back(const Vault& vault, const Journal& journal, const Entry& entry) {
  if (Status removed = remove_unproven(vault, entry); !removed) return removed;
  if (entry.next <= Step::Prove) {
    const auto store = vault.keys(entry.key_provider);
    if (!store && store.error().code != ErrorCode::KeyProviderMissing) return store.error();
    if (store) {
      if (Status removed = (*store)->remove(key_name(entry)); !removed) return removed;
    }
  }
  return journal.remove(entry.id);
}

// The keys are listed before the journal and the journal before the certificates: a job that another process finishes
// meanwhile is seen in one of the later two.
std::size_t sweep_keys(const keys::Stores& pc, const Journal& journal) {
  struct Left {
    std::string provider, name;
  };
  std::vector<Left> found;
  for (const char* provider : {"cng", "tpm", "capi"}) {
    const auto store = pc.key_store(provider);
    const auto names =
        store ? (*store)->list(std::string(kKeyPrefix)) : Result<std::vector<std::string>>(store.error());
    for (std::size_t i = 0; names && i < names->size(); ++i) found.push_back({provider, (*names)[i]});
  }
  if (found.empty()) return 0;
  const auto contents = journal.load();
  const auto certificates = pc.personal->list();
  if (!contents.complete || !certificates) return 0;
  std::set<std::string> used;
  for (const Entry& entry : contents.entries) used.insert(key_name(entry));
  for (const std::string& id : contents.other) used.insert(std::string(kKeyPrefix) + id);
  for (const auto& one : *certificates) {
    if (one.key) used.insert(one.key->name);
  }
  std::size_t removed = 0;
  for (const Left& one : found) {
    if (used.contains(one.name) || !is_job_id(std::string_view(one.name).substr(kKeyPrefix.size()))) continue;
    const auto store = pc.key_store(one.provider);
    if (store && (*store)->remove(one.name)) ++removed;
  }
  return removed;
}

namespace {

Status look_for_newer(const Vault& vault, const CertificateRecord& old, const Entry* except,
                      std::optional<CertificateRecord>& newest) {
  const auto all = vault.personal().list();
  if (!all) return all.error();
  for (const auto& stored : *all) {
    const auto record = x509::parse_certificate(stored.der);
    if (!record || !stored.key || record->family != old.family || record->not_after <= old.not_after) continue;
    if (except != nullptr && belongs_to(stored, *record, *except)) continue;
    if (!newest || record->not_after > newest->not_after) newest = *record;
  }
  return {};
}

}  // namespace

Result<std::optional<CertificateRecord>> newer_one(const Run& run, const Entry* except) {
  std::optional<CertificateRecord> newest;
  if (!run.old_record) return newest;
  if (Status done = look_for_newer(run.vault, *run.old_record, except, newest); !done) return done.error();
  if (run.old_vault.token() == run.vault.token()) return newest;
  if (Status done = look_for_newer(run.old_vault, *run.old_record, except, newest); !done) return done.error();
  return newest;
}

Result<Found> look_around(const Run& run, const Entry& entry) {
  Found found;
  const auto store = run.vault.keys(entry.key_provider);
  if (!store) return store.error();
  const auto names = (*store)->list(key_name(entry));
  if (!names) return names.error();
  found.key = std::find(names->begin(), names->end(), key_name(entry)) != names->end();
  if (entry.issued != Sha256{}) {
    const auto stored = run.vault.personal().find(entry.issued);
    found.certificate = stored && stored->key && stored->key->name == key_name(entry);
  }
  const auto newer = newer_one(run, &entry);
  if (!newer) return newer.error();
  found.renewed_elsewhere = newer->has_value();
  return found;
}

}  // namespace kigen::renewal
