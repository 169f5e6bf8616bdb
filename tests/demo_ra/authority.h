// The demo RA's own certification authorities: for each profile its roots and an issuing CA; made once, then kept in
// the store. All names are fictional but for the roots' common names, which the profiles know.
//
// One thread at a time. Failures are OpenSslFailure or db::Failure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/demo_ra/openssl.h"
#include "tests/demo_ra/store.h"

namespace kigen::demo_ra {

struct Signer {
  std::string name;  ///< as the profile's [[root]] has it; of an issuing CA its common name
  CertificatePtr certificate;
  KeyPtr key;
};

/// One profile's authority.
struct ProfileAuthority {
  std::vector<Signer> roots;     ///< the first signed `issuing`
  std::vector<std::string> use;  ///< "client" or "server", beside `roots`
  Signer issuing;
  std::size_t server_root = 0;  ///< which root vouches for the EST server

  [[nodiscard]] const Signer& client_root() const { return roots.front(); }
  [[nodiscard]] const Signer& of_server() const { return roots[server_root]; }
};

struct ClientOrder {
  std::string common_name, organization;
  Instant not_before{}, not_after{};
  EVP_PKEY* key = nullptr;  ///< the public half is enough
  const char* usage = "clientAuth";
};

class Authority {
 public:
  /// Takes the CAs from the store or makes them.
  Authority(Store& store, Instant now);

  [[nodiscard]] const ProfileAuthority& of(std::string_view label) const;
  /// A root that nobody has installed.
  [[nodiscard]] const Signer& unknown() const { return unknown_; }
  [[nodiscard]] EVP_PKEY* server_key() const { return server_key_.get(); }

  [[nodiscard]] static CertificatePtr issue(const Signer& by, const ClientOrder& order);
  /// For `hosts`: DNS names and IP addresses, at least one.
  [[nodiscard]] CertificatePtr issue_server(const Signer& by, const std::vector<std::string>& hosts, Instant not_before,
                                            Instant not_after) const;

 private:
  std::map<std::string, ProfileAuthority, std::less<>> profiles_;
  Signer unknown_;
  KeyPtr server_key_;
};

}  // namespace kigen::demo_ra
