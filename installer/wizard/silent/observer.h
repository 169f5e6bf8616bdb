// Answers an engine's questions from what the command line and standard input gave, and shows its steps. One thread.
#pragma once

#include <string>
#include <vector>

#include "installer/wizard/renewal/job.h"
#include "installer/wizard/silent/input.h"

namespace kigen::silent {

class SilentObserver : public renewal::Observer {
 public:
  struct Setting {
    bool accept_pinned_roots = false;
    bool show_steps = false;  ///< one line a step on standard error
    bool last_try = false;    ///< a wrong PIN may lock the token
  };
  /// `lines` of standard input: "proxy.user", "proxy.password", "token.pin".
  SilentObserver(Setting setting, Lines lines) : setting_(setting), lines_(std::move(lines)) {}

  void on_event(const renewal::Event& event) override;
  /// Consent is given by whoever writes the command line; roots only with --accept-pinned-roots; a proxy's login and a
  /// token's PIN once. A token that is not there is not waited for.
  [[nodiscard]] renewal::Answer ask(const renewal::Question& question) override;

 private:
  [[nodiscard]] renewal::Answer answer(const renewal::PinQuestion& question);
  [[nodiscard]] renewal::Answer answer(const renewal::ProxyLoginQuestion& question);

  Setting setting_;
  Lines lines_;
};

}  // namespace kigen::silent
