// Key files in FOLDER/keys (file_layout.h). One thread at a time.
#pragma once

#include <openssl/evp.h>

#include <filesystem>

#include "common/keys/key.h"

namespace kigen::keys::posix {

class FileKeyStore final : public KeyStore {
 public:
  explicit FileKeyStore(const std::filesystem::path& folder) : folder_(folder / "keys") {}

  [[nodiscard]] std::string provider() const override { return "file"; }
  [[nodiscard]] Result<std::unique_ptr<Key>> create(const std::string& name, const KeySpec& spec) override;
  [[nodiscard]] Result<std::unique_ptr<Key>> open(const std::string& name) override;
  [[nodiscard]] Status remove(const std::string& name) override;
  [[nodiscard]] Result<std::vector<std::string>> list(const std::string& prefix) override;
  [[nodiscard]] Status import_key(const std::string& name, std::span<const std::uint8_t> pkcs8,
                                  bool exportable) override;
  /// Keeps a key that was made elsewhere. Errors as create().
  [[nodiscard]] Status keep(const std::string& name, const EVP_PKEY& key);

 private:
  [[nodiscard]] std::filesystem::path path_of(const std::string& name) const;
  std::filesystem::path folder_;
};

}  // namespace kigen::keys::posix
