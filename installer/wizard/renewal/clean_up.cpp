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

Status remove_unproven(const EngineParts& parts, const Entry& entry) {
  if (entry.next > Step::Prove) return {};
  const auto all = parts.stores.personal->list();
  if (!all) return all.error();
  for (const auto& stored : *all) {
    const auto record = x509::parse_certificate(stored.der);
    if (!record || !belongs_to(stored, *record, entry) || (entry.old && record->sha256 == *entry.old)) continue;
    if (Status removed = parts.stores.personal->remove(record->sha256); !removed) return removed;
  }
  return {};
}

}  // namespace

Status take_back(const EngineParts& parts, const Journal& journal, const Entry& entry) {
  if (Status removed = remove_unproven(parts, entry); !removed) return removed;
  if (entry.next <= Step::Prove) {
    const auto store = parts.stores.key_store(entry.key_provider);
    if (!store && store.error().code != ErrorCode::KeyProviderMissing) return store.error();
    if (store) {
      if (Status removed = (*store)->remove(key_name(entry)); !removed) return removed;
    }
  }
  return journal.remove(entry.id);
}

// The keys are listed before the journal and the journal before the certificates: a job that another process finishes
// meanwhile is seen in one of the later two.
std::size_t sweep_keys(const EngineParts& parts, const Journal& journal) {
  struct Left {
    std::string provider, name;
  };
  std::vector<Left> found;
  for (const char* provider : {"cng", "tpm", "capi"}) {
    const auto store = parts.stores.key_store(provider);
    const auto names =
        store ? (*store)->list(std::string(kKeyPrefix)) : Result<std::vector<std::string>>(store.error());
    for (std::size_t i = 0; names && i < names->size(); ++i) found.push_back({provider, (*names)[i]});
  }
  if (found.empty()) return 0;
  const auto contents = journal.load();
  const auto certificates = parts.stores.personal->list();
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
    const auto store = parts.stores.key_store(one.provider);
    if (store && (*store)->remove(one.name)) ++removed;
  }
  return removed;
}

Result<std::optional<CertificateRecord>> newer_one(const EngineParts& parts, const CertificateRecord& old,
                                                   const Entry* except) {
  const auto all = parts.stores.personal->list();
  if (!all) return all.error();
  std::optional<CertificateRecord> newest;
  for (const auto& stored : *all) {
    const auto record = x509::parse_certificate(stored.der);
    if (!record || !stored.key || record->family != old.family || record->not_after <= old.not_after) continue;
    if (except != nullptr && belongs_to(stored, *record, *except)) continue;
    if (!newest || record->not_after > newest->not_after) newest = *record;
  }
  return newest;
}

Result<Found> look_around(const EngineParts& parts, const Entry& entry) {
  Found found;
  const auto store = parts.stores.key_store(entry.key_provider);
  if (!store) return store.error();
  const auto names = (*store)->list(key_name(entry));
  if (!names) return names.error();
  found.key = std::find(names->begin(), names->end(), key_name(entry)) != names->end();
  if (entry.issued != Sha256{}) {
    const auto stored = parts.stores.personal->find(entry.issued);
    found.certificate = stored && stored->key && stored->key->name == key_name(entry);
  }
  if (entry.old) {
    const auto old = parts.stores.personal->find(*entry.old);
    const auto record = old ? x509::parse_certificate(old->der) : Result<CertificateRecord>(old.error());
    if (record) {
      const auto newer = newer_one(parts, *record, &entry);
      if (!newer) return newer.error();
      found.renewed_elsewhere = newer->has_value();
    }
  }
  return found;
}

}  // namespace kigen::renewal
