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
  } else if (std::holds_alternative<renewal::NewPinOnReader>(event)) {
    write_err("set the new PIN on the reader\n");
  }
}

renewal::Answer SilentObserver::answer(const renewal::PinQuestion& question) {
  renewal::Answer answer;
  // A wrong one is not tried again, and the last try only where the command line says so.
  if (question.again || (question.last_try && !setting_.last_try)) return answer;
  const auto pin = lines_.find("token.pin");
  answer.yes = pin != lines_.end() || question.token.pin_pad;
  if (pin != lines_.end()) {
    answer.pin = std::move(pin->second);
    lines_.erase(pin);
  }
  return answer;
}

renewal::Answer SilentObserver::answer(const renewal::ProxyLoginQuestion& question) {
  renewal::Answer answer;
  const auto user = lines_.find("proxy.user");
  const auto password = lines_.find("proxy.password");
  if (question.again || user == lines_.end()) return answer;
  answer.login =
      net::ProxyLogin{std::string(user->second.view()), password == lines_.end() ? Secret() : password->second.clone()};
  return answer;
}

renewal::Answer SilentObserver::ask(const renewal::Question& question) {
  if (const auto* pin = std::get_if<renewal::PinQuestion>(&question)) return answer(*pin);
  if (const auto* proxy = std::get_if<renewal::ProxyLoginQuestion>(&question)) return answer(*proxy);
  renewal::Answer answer;
  if (std::holds_alternative<renewal::ConsentQuestion>(question)) answer.yes = true;
  if (std::holds_alternative<renewal::RootQuestion>(question)) answer.yes = setting_.accept_pinned_roots;
  return answer;
}

}  // namespace kigen::silent
