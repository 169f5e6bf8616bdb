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
  };
  /// `proxy_login`: "proxy.user" and "proxy.password" of standard input.
  SilentObserver(Setting setting, Lines proxy_login) : setting_(setting), proxy_login_(std::move(proxy_login)) {}

  void on_event(const renewal::Event& event) override;
  /// Consent is given by whoever writes the command line; roots only with --accept-pinned-roots; a proxy's login once.
  [[nodiscard]] renewal::Answer ask(const renewal::Question& question) override;

 private:
  Setting setting_;
  Lines proxy_login_;
};

}  // namespace kigen::silent
