// A folder of certificates, one PEM file each (file_layout.h). One thread at a time.
#pragma once

#include <filesystem>
#include <vector>

#include "common/keys/personal_store.h"

namespace kigen::keys::posix {

[[nodiscard]] Sha256 thumbprint_of(std::span<const std::uint8_t> der);

class CertificateFolder {
 public:
  explicit CertificateFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// In the order of their thumbprints. A damaged file is CertificateUnparsable {path}: it is not passed over.
  [[nodiscard]] Result<std::vector<StoredCertificate>> list() const;
  /// NotFound {thumbprint}.
  [[nodiscard]] Result<StoredCertificate> find(const Sha256& thumbprint) const;
  /// Replaces what is there for the same certificate. CertificateUnparsable, StoreNotWritable {system}.
  [[nodiscard]] Status put(const StoredCertificate& certificate) const;
  /// Success also when it is not there.
  [[nodiscard]] Status remove(const Sha256& thumbprint) const;

 private:
  [[nodiscard]] std::filesystem::path path_of(const Sha256& thumbprint) const;
  std::filesystem::path folder_;
};

}  // namespace kigen::keys::posix
