#include "tests/service/inventory/workshop.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include <fstream>
#include <random>
#include <sstream>
#include <utility>

#include "common/base/hex.h"

namespace kigen::inventory::testing {
namespace {

namespace fs = std::filesystem;

struct Deleter {
  void operator()(EVP_PKEY* key) const { ::EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { ::X509_free(certificate); }
};

EVP_PKEY* key() {
  static const std::unique_ptr<EVP_PKEY, Deleter> kKey(::EVP_EC_gen("P-256"));
  return kKey.get();
}

void set_name(X509_NAME* name, const std::string& common_name) {
  const auto* bytes = static_cast<const unsigned char*>(static_cast<const void*>(common_name.data()));
  ::X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, bytes, static_cast<int>(common_name.size()), -1, 0);
}

void set_time(ASN1_TIME* time, Instant instant) {
  ::ASN1_TIME_set(time, static_cast<std::time_t>(to_unix(instant)));
}

}  // namespace

std::vector<std::uint8_t> make_certificate(const Wanted& wanted) {
  const std::unique_ptr<X509, Deleter> certificate(::X509_new());
  ::X509_set_version(certificate.get(), 2);
  ::ASN1_INTEGER_set(::X509_get_serialNumber(certificate.get()), wanted.serial);
  set_name(::X509_get_subject_name(certificate.get()), wanted.name);
  set_name(::X509_get_issuer_name(certificate.get()), wanted.issuer);
  set_time(::X509_getm_notBefore(certificate.get()), wanted.not_before);
  set_time(::X509_getm_notAfter(certificate.get()), wanted.not_after);
  ::X509_set_pubkey(certificate.get(), key());
  ::X509_sign(certificate.get(), key(), ::EVP_sha256());
  std::vector<std::uint8_t> der(static_cast<std::size_t>(::i2d_X509(certificate.get(), nullptr)));
  unsigned char* out = der.data();
  ::i2d_X509(certificate.get(), &out);
  return der;
}

std::string to_pem(const std::vector<std::uint8_t>& der) {
  std::vector<unsigned char> base64(der.size() * 2);
  const int size = ::EVP_EncodeBlock(base64.data(), der.data(), static_cast<int>(der.size()));
  std::string out = "-----BEGIN CERTIFICATE-----\n";
  for (int at = 0; at < size; at += 64) {
    out.append(base64.begin() + at, base64.begin() + std::min(at + 64, size));
    out += '\n';
  }
  return out + "-----END CERTIFICATE-----\n";
}

Sha256 thumbprint(const std::vector<std::uint8_t>& der) {
  Sha256 out{};
  ::SHA256(der.data(), der.size(), out.data());
  return out;
}

SnapshotItem item(const std::vector<std::uint8_t>& der, bool has_private_key) {
  return {thumbprint(der), der, has_private_key};
}

SnapshotItem hash_only(const std::vector<std::uint8_t>& der, bool has_private_key) {
  return {thumbprint(der), {}, has_private_key};
}

void write(const fs::path& file, const std::string& content) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << content;
}

std::string read(const fs::path& file) {
  const std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

TemporaryFolder::TemporaryFolder() {
  std::random_device random;
  path_ = fs::temp_directory_path() / ("kigen-test-" + std::to_string(random()) + std::to_string(random()));
  fs::create_directories(path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string text(const fs::path& path) {
  const std::u8string bytes = path.u8string();
  return {bytes.begin(), bytes.end()};
}

InventoryTest::InventoryTest() : data_(temporary_.path() / "data"), folder_(temporary_.path() / "certificates") {
  fs::create_directories(data_);
  fs::create_directories(folder_);
}

void InventoryTest::open(Instant now) {
  inventory_.reset();
  auto opened = Inventory::open({data_, matcher_, {}}, now);
  ASSERT_TRUE(opened) << to_log_line(opened.error());
  inventory_ = std::move(*opened);
}

SnapshotResult InventoryTest::report(const std::string& owner, std::vector<SnapshotItem> items, Instant now, bool more,
                                     std::uint64_t session) {
  Snapshot snapshot;
  const bool machine = owner == kMachineOwner;
  snapshot.kind = machine ? SourceKind::MachineStore : SourceKind::UserStore;
  snapshot.source = machine ? "LocalMachine\\My" : "CurrentUser\\My";
  snapshot.owner = owner;
  snapshot.session = session;
  snapshot.more = more;
  snapshot.items = std::move(items);
  auto result = inventory_->apply_snapshot(snapshot, now);
  EXPECT_TRUE(result) << to_log_line(result.error());
  return result ? *result : SnapshotResult{};
}

ScanResult InventoryTest::scan(Instant now) {
  auto result = inventory_->scan_folder(text(folder_), now);
  EXPECT_TRUE(result) << to_log_line(result.error());
  return result ? *result : ScanResult{};
}

CertificateEntry InventoryTest::find(const std::vector<std::uint8_t>& der, const Viewer& viewer) {
  auto found = inventory_->find(to_hex(thumbprint(der)), viewer);
  EXPECT_TRUE(found) << to_log_line(found.error());
  return found ? *found : CertificateEntry{};
}

bool InventoryTest::sees(const std::string& sid, const std::vector<std::uint8_t>& der) {
  return static_cast<bool>(inventory_->find(to_hex(thumbprint(der)), {false, sid}));
}

}  // namespace kigen::inventory::testing
