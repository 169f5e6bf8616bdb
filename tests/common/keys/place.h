// A place of keys and the certificates that go with it, whatever kind it is: what the contract test runs over.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "common/keys/personal_store.h"
#include "common/platform/paths.h"
#include "tests/common/keys/pkcs11/support/test_token.h"

namespace kigen::keys::test {

struct Place {
  std::unique_ptr<PersonalStore> personal;
  std::unique_ptr<KeyStore> keys;
};

/// "pkcs11" is `token` with its PIN given; everything else this system's stores, over `folder`.
inline Result<Place> open_place(const std::string& provider, const std::filesystem::path& folder,
                                const TestToken* token) {
  if (provider == "pkcs11") {
    const auto opened = pkcs11::Token::open({.module = module_path(), .serial = token->serial()}, {}, {});
    if (!opened) return opened.error();
    if (Status in = (*opened)->login(Secret(kRigPin)); !in) return in.error();
    return Place{.personal = pkcs11::personal_store_of(*opened), .keys = pkcs11::key_store_of(*opened)};
  }
  Result<Stores> stores = open_stores(platform::to_utf8(folder));
  if (!stores) return stores.error();
  Result<std::unique_ptr<KeyStore>> keys = stores->key_store(provider);
  if (!keys) return keys.error();
  return Place{.personal = std::move(stores->personal), .keys = std::move(*keys)};
}

}  // namespace kigen::keys::test
