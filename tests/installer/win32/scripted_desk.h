// A desk for tokens that finds what a test puts there. Shows the wizard's windows every state, also those that no token
// comes into by itself.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "installer/wizard/renewal/token_desk.h"

namespace kigen::wizard::test {

/// What is plugged in, and what the RA and the token say. The test's thread changes it, the engine's reads it.
class Drawer {
 public:
  void put(std::vector<renewal::FoundToken> tokens);
  void fail_search(Error error);
  /// Searches and questions wait until let_go() or a stop.
  void hold();
  void let_go();
  void answer_holder(Result<renewal::TokenHolder> answer);
  void answer_pin(Status status);

  [[nodiscard]] std::size_t searches();
  /// What the last change or unblocking was given.
  [[nodiscard]] std::string proof();
  [[nodiscard]] std::string next();
  [[nodiscard]] bool unblocked();

 private:
  friend class ScriptedDesk;
  bool wait(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool held_ = false;
  std::vector<renewal::FoundToken> tokens_;
  std::optional<Error> error_;
  Result<renewal::TokenHolder> holder_ = renewal::TokenHolder{"YAMADA Taro"};
  Status pin_;
  std::size_t searches_ = 0;
  std::string proof_, next_;
  bool unblocked_ = false;
};

class ScriptedDesk final : public renewal::TokenDesk {
 public:
  explicit ScriptedDesk(std::shared_ptr<Drawer> drawer) : drawer_(std::move(drawer)) {}
  Result<renewal::TokenSearch> search(const profile::Profile* profile, std::stop_token stop) override;
  Result<renewal::TokenHolder> holder(const profile::ProfilePtr& profile, const keys::pkcs11::TokenInfo& token,
                                      const net::ProxySetting& proxy, renewal::Observer& observer,
                                      std::stop_token stop) override;
  Status change_pin(const keys::pkcs11::TokenInfo& token, const profile::Profile* profile, const Secret& current,
                    const Secret& next, std::stop_token stop) override;
  Status unblock(const keys::pkcs11::TokenInfo& token, const profile::Profile* profile, const Secret& puk,
                 const Secret& next, std::stop_token stop) override;

 private:
  Status set(const Secret& proof, const Secret& next, bool unblock, const std::stop_token& stop);

  std::shared_ptr<Drawer> drawer_;
};

}  // namespace kigen::wizard::test
