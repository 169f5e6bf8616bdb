// The demo RA inside the test program, over real TLS on loopback, and a client of it with keys as the wizard has them.
// One thread at a time uses it; the RA has threads of its own. Its authorities are made once and cost a second or two.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "common/est/check.h"
#include "common/est/client.h"
#include "common/est/problem_error.h"
#include "common/keys/key.h"
#include "tests/demo_ra/ra.h"
#include "tests/demo_ra/server.h"

namespace kigen::est::testing {

class DemoRaRig {
 public:
  DemoRaRig();
  ~DemoRaRig();
  DemoRaRig(const DemoRaRig&) = delete;
  DemoRaRig& operator=(const DemoRaRig&) = delete;

  /// Made at the first use, ended with the program.
  static DemoRaRig& shared();
  /// Accounts, faults and clock as at the start.
  void reset();

  [[nodiscard]] Server server(const std::string& label) const;
  /// Trusts the label's server root alone.
  [[nodiscard]] net::ConnectOptions options(const std::string& label) const;
  /// The root that the label's certificates chain to.
  [[nodiscard]] Bytes client_root(const std::string& label) const;
  /// "NAME=VALUE[,op=…]"; throws when there is no such switch.
  void set(const std::string& text);

  demo_ra::SettableClock clock;
  demo_ra::Switchboard switches;
  std::optional<demo_ra::RegistrationAuthority> ra;

 private:
  void serve(const std::string& label, demo_ra::Link& link);

  std::filesystem::path folder_;
  std::unique_ptr<demo_ra::Server> listener_;
  std::map<std::string, std::uint16_t> ports_;
  std::thread thread_;
};

/// A certificate in hand with its key.
struct InHand {
  Bytes certificate;
  net::ClientIdentity identity;
};
[[nodiscard]] InHand take_in_hand(const demo_ra::MadeCertificate& made);

[[nodiscard]] std::shared_ptr<keys::Key> new_key(const keys::KeySpec& spec = {.algorithm = keys::Algorithm::Ec});
/// The Name of a certificate's subject, DER.
[[nodiscard]] Bytes subject_of(const Bytes& certificate);
/// PKCS#10; `like`: the certificate whose subject is asked for, empty for none.
[[nodiscard]] Bytes request_for(const std::shared_ptr<keys::Key>& key, const Bytes& like = {},
                                const Bytes& channel_binding = {});
[[nodiscard]] std::shared_ptr<const net::Request::Login> login_of(const std::string& user, const std::string& password);

}  // namespace kigen::est::testing
