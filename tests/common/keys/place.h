// A place of keys and the certificates that go with it, whatever kind it is: what the contract test runs over.
#pragma once

#include <cstdlib>
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

/// KIGEN_TEST_OPENCRYPTOKI, a second real token that a test's surroundings may lend (tests/tokens/opencryptoki_rig.py);
/// empty where there is none.
inline std::string opencryptoki_module() {
  const char* const named = std::getenv("KIGEN_TEST_OPENCRYPTOKI");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return named == nullptr ? "" : named;
}

/// Whether the place is a token's, and so Kigen's "pkcs11".
inline bool is_token(const std::string& place) {
  return place == "pkcs11" || place == "opencryptoki";
}

inline Result<Place> open_token(const std::string& module, const std::string& serial) {
  const auto opened = pkcs11::Token::open({.module = module, .serial = serial}, {}, {});
  if (!opened) return opened.error();
  if (Status in = (*opened)->login(Secret(kRigPin)); !in) return in.error();
  return Place{.personal = pkcs11::personal_store_of(*opened), .keys = pkcs11::key_store_of(*opened)};
}

/// "pkcs11" is `token` with its PIN given, "opencryptoki" the one lent; everything else this system's stores, over
/// `folder`.
inline Result<Place> open_place(const std::string& provider, const std::filesystem::path& folder,
                                const TestToken* token) {
  if (provider == "pkcs11") return open_token(module_path(), token->serial());
  if (provider == "opencryptoki") {
    const auto listing = pkcs11::list_tokens({opencryptoki_module()}, {}, {});
    if (!listing) return listing.error();
    if (listing->tokens.size() != 1) return Error(ErrorCode::TokenNotFound).with("serial", provider);
    return open_token(opencryptoki_module(), listing->tokens[0].serial);
  }
  Result<Stores> stores = open_stores(platform::to_utf8(folder));
  if (!stores) return stores.error();
  Result<std::unique_ptr<KeyStore>> keys = stores->key_store(provider);
  if (!keys) return keys.error();
  return Place{.personal = std::move(stores->personal), .keys = std::move(*keys)};
}

}  // namespace kigen::keys::test
