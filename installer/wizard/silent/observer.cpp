#include "installer/wizard/silent/observer.h"

#include <fmt/format.h>

#include "common/text/errors.h"
#include "installer/wizard/silent/console.h"

namespace kigen::silent {
namespace {

std::string_view word(renewal::StepState state) {
  switch (state) {
    case renewal::StepState::Running:
      return "...";
    case renewal::StepState::Done:
      return "done";
    case renewal::StepState::Skipped:
      return "skipped";
    case renewal::StepState::Failed:
      return "failed";
    default:
      return "";
  }
}

}  // namespace

void SilentObserver::on_event(const renewal::Event& event) {
  if (!setting_.show_steps) return;
  if (const auto* step = std::get_if<renewal::StepChanged>(&event)) {
    if (step->state == renewal::StepState::Running) return;
    write_err(fmt::format("{}: {}\n", renewal::name(step->step), word(step->state)));
  } else if (const auto* waiting = std::get_if<renewal::WaitingForRa>(&event)) {
    write_err(fmt::format("waiting until {}\n", to_rfc3339(waiting->until)));
  }
}

renewal::Answer SilentObserver::ask(const renewal::Question& question) {
  renewal::Answer answer;
  if (std::holds_alternative<renewal::ConsentQuestion>(question)) answer.yes = true;
  if (std::holds_alternative<renewal::RootQuestion>(question)) answer.yes = setting_.accept_pinned_roots;
  if (const auto* proxy = std::get_if<renewal::ProxyLoginQuestion>(&question); proxy != nullptr && !proxy->again) {
    const auto user = proxy_login_.find("proxy.user");
    const auto password = proxy_login_.find("proxy.password");
    if (user != proxy_login_.end()) {
      answer.login = net::ProxyLogin{std::string(user->second.view()),
                                     password == proxy_login_.end() ? Secret() : password->second.clone()};
    }
  }
  return answer;
}

}  // namespace kigen::silent
