#include "common/keys/server_key.h"

#include "common/keys/pkcs12_file.h"
#include "common/keys/software_key.h"
#include "common/platform/random.h"

namespace kigen::keys {
namespace {

// Protects nothing that this process does not hold anyway; PKCS#12 only wants one.
Secret one_time_password() {
  std::string random = platform::random_hex();
  Secret password(random);
  wipe(random.data(), random.size());
  return password;
}

}  // namespace

Result<StoredCertificate> import_server_key(PersonalStore& store, std::span<const std::uint8_t> pkcs8,
                                            std::span<const std::uint8_t> certificate, const std::string& name,
                                            bool exportable, const std::string& friendly_name) {
  const Result<EvpPkey> key = decode_private_key(pkcs8);
  if (!key) return key.error();
  const X509Ptr decoded = decode_certificate(certificate);
  if (!decoded) return Error(ErrorCode::CertificateUnparsable, "not a certificate");
  const x509::ErrorQueueScope errors;
  if (X509_check_private_key(decoded.get(), key->get()) != 1) {
    return Error(ErrorCode::KeyDoesNotMatch).with("name", name);
  }
  const Secret password = one_time_password();
  const Result<WipedBytes> pfx = make_pkcs12(key->get(), decoded.get(), password);
  if (!pfx) return pfx.error();
  return store.import_pkcs12(pfx->view(), password, name, exportable, friendly_name);
}

}  // namespace kigen::keys
