#include <algorithm>

#include "common/base/hex.h"
#include "common/keys/pkcs12_file.h"
#include "common/keys/posix/certificate_folder.h"
#include "common/keys/posix/file_key_store.h"
#include "common/keys/posix/file_layout.h"
#include "common/keys/reference.h"
#include "common/platform/paths.h"

namespace kigen::keys {
namespace posix {
namespace {

namespace fs = std::filesystem;

class FilePersonalStore final : public PersonalStore {
 public:
  explicit FilePersonalStore(const fs::path& folder)
      : personal_(folder / "personal"), intermediates_(folder / "intermediates"), keys_(folder) {}

  [[nodiscard]] Result<std::vector<StoredCertificate>> list() override { return personal_.list(); }
  [[nodiscard]] Result<StoredCertificate> find(const Sha256& thumbprint) override { return personal_.find(thumbprint); }

  [[nodiscard]] Result<std::unique_ptr<Key>> key_of(const Sha256& thumbprint) override {
    const Result<StoredCertificate> certificate = personal_.find(thumbprint);
    if (!certificate) return certificate.error();
    if (!certificate->key) return Error(ErrorCode::KeyNotFound).with("name", to_hex(thumbprint));
    return open(*certificate->key);
  }

  [[nodiscard]] Status add(std::span<const std::uint8_t> der, const KeyReference& key,
                           const std::string& friendly_name) override {
    const X509Ptr certificate = decode_certificate(der);
    if (!certificate) return Error(ErrorCode::CertificateUnparsable, "not a certificate");
    const Result<std::unique_ptr<Key>> opened = open(key);
    if (!opened) return opened.error();
    if (!is_certificate_for(*certificate, (*opened)->public_key_info())) {
      return Error(ErrorCode::KeyDoesNotMatch).with("name", key.name);
    }
    return personal_.put({.der = {der.begin(), der.end()}, .friendly_name = friendly_name, .key = key});
  }

  [[nodiscard]] Status remove(const Sha256& thumbprint) override { return personal_.remove(thumbprint); }

  [[nodiscard]] Status set_friendly_name(const Sha256& thumbprint, const std::string& friendly_name) override {
    Result<StoredCertificate> certificate = personal_.find(thumbprint);
    if (!certificate) return certificate.error();
    if (certificate->friendly_name == friendly_name) return {};
    certificate->friendly_name = friendly_name;
    return personal_.put(*certificate);
  }

  [[nodiscard]] Result<StoredCertificate> import_pkcs12(std::span<const std::uint8_t> pfx, const Secret& password,
                                                        const std::string& name, bool /*exportable*/,
                                                        const std::string& friendly_name) override {
    const Result<Pkcs12Contents> contents = open_pkcs12(pfx, password);
    if (!contents) return contents.error();
    if (Status kept = keys_.keep(name, *contents->key); !kept) return kept.error();
    StoredCertificate stored{
        .der = der_of(*contents->certificate), .friendly_name = friendly_name, .key = KeyReference{"file", name}};
    if (Status put = personal_.put(stored); !put) {
      static_cast<void>(keys_.remove(name));
      return put.error();
    }
    for (const X509Ptr& other : contents->others) {
      if (Status added = add_intermediate(der_of(*other)); !added) return added.error();
    }
    return stored;
  }

  [[nodiscard]] Status add_intermediate(std::span<const std::uint8_t> der) override {
    if (intermediates_.find(thumbprint_of(der))) return {};
    return intermediates_.put({.der = {der.begin(), der.end()}, .friendly_name = {}, .key = {}});
  }

 private:
  [[nodiscard]] Result<std::unique_ptr<Key>> open(const KeyReference& key) {
    if (key.provider != keys_.provider()) return Error(ErrorCode::KeyNotFound).with("name", to_text(key));
    return keys_.open(key.name);
  }

  CertificateFolder personal_;
  CertificateFolder intermediates_;
  FileKeyStore keys_;
};

class FileRootStore final : public RootStore {
 public:
  explicit FileRootStore(const fs::path& folder) : roots_(folder / "roots"), machine_(folder / "machine-roots") {}

  [[nodiscard]] Result<std::vector<Bytes>> list() override {
    std::vector<Bytes> roots;
    for (const CertificateFolder* folder : {&roots_, &machine_}) {
      Result<std::vector<StoredCertificate>> stored = folder->list();
      if (!stored) return stored.error();
      for (StoredCertificate& one : *stored) roots.push_back(std::move(one.der));
    }
    return roots;
  }

  [[nodiscard]] Status add(std::span<const std::uint8_t> der) override {
    return roots_.put({.der = {der.begin(), der.end()}, .friendly_name = {}, .key = {}});
  }
  [[nodiscard]] Status add_for_machine(std::span<const std::uint8_t> der) override {
    return machine_.put({.der = {der.begin(), der.end()}, .friendly_name = {}, .key = {}});
  }

 private:
  CertificateFolder roots_, machine_;
};

}  // namespace

std::unique_ptr<PersonalStore> make_file_personal_store(const fs::path& folder) {
  return std::make_unique<FilePersonalStore>(folder);
}
std::unique_ptr<RootStore> make_file_root_store(const fs::path& folder) {
  return std::make_unique<FileRootStore>(folder);
}

}  // namespace posix

Result<std::unique_ptr<KeyStore>> Stores::key_store(const std::string& /*provider*/) const {
  return posix::make_file_key_store(platform::from_utf8(folder));
}

Result<Stores> open_stores(const std::string& folder) {
  if (folder.empty()) return Error(ErrorCode::InvalidArgument, "no folder for keys and certificates");
  const std::filesystem::path path = platform::from_utf8(folder);
  Stores stores;
  stores.personal = posix::make_file_personal_store(path);
  stores.roots = posix::make_file_root_store(path);
  stores.folder = folder;
  return stores;
}

}  // namespace kigen::keys
