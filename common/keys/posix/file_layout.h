// The Linux stand-in for the user's stores: one folder, for tests and demonstrations. The keys in it are not encrypted;
// folders have mode 0700, files 0600, and each is written whole or not at all.
//
//   FOLDER/keys/NAME.p8              private key NAME: PrivateKeyInfo (RFC 5208), DER
//   FOLDER/personal/SHA256.pem       certificate; before it "friendly-name: TEXT" and "key: PROVIDER:NAME" where it has
//   FOLDER/intermediates/SHA256.pem  certificate
//   FOLDER/roots/SHA256.pem          certificate that this user trusts
//
// SHA256 is the thumbprint, 64 lower-case hexadecimal digits. One thread at a time.
#pragma once

#include <filesystem>
#include <memory>

#include "common/keys/personal_store.h"

namespace kigen::keys::posix {

[[nodiscard]] std::unique_ptr<KeyStore> make_file_key_store(const std::filesystem::path& folder);
[[nodiscard]] std::unique_ptr<PersonalStore> make_file_personal_store(const std::filesystem::path& folder);
[[nodiscard]] std::unique_ptr<RootStore> make_file_root_store(const std::filesystem::path& folder);

}  // namespace kigen::keys::posix
