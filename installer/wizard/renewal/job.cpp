#include "installer/wizard/renewal/job.h"

#include <array>

namespace kigen::renewal {

std::string_view name(Step step) noexcept {
  static constexpr std::array<std::string_view, kStepCount> kNames{
      "prepare", "token", "consent", "roots",   "before", "key",       "request", "send",
      "keep",    "check", "store",   "set_pin", "prove",  "supersede", "after"};
  return kNames[static_cast<std::size_t>(step)];
}

std::optional<Step> step_from_name(std::string_view text) noexcept {
  for (int i = 0; i < kStepCount; ++i) {
    if (name(static_cast<Step>(i)) == text) return static_cast<Step>(i);
  }
  return std::nullopt;
}

std::vector<Step> steps_of(const Job& job) {
  std::vector<Step> steps;
  for (int i = 0; i < kStepCount; ++i) {
    const Step step = static_cast<Step>(i);
    const bool none = job.profile && ((step == Step::Roots && job.profile->roots.empty()) ||
                                      (step == Step::Before && job.profile->pre_renewal.empty()) ||
                                      (step == Step::After && job.profile->post_renewal.empty()));
    // The RA makes it, and it is kept with the answer.
    if (step == Step::Key && job.profile && job.profile->enroll.key == "server") continue;
    const bool off_token = job.place != Place::Token && (step == Step::Token || step == Step::SetPin);
    const bool new_pin = job.kind == Kind::Issue && (!job.new_pin.empty() || job.new_pin_on_pad);
    const bool keeps_pin = step == Step::SetPin && !new_pin;
    if (off_token || keeps_pin) continue;
    if (!none && (step != Step::Supersede || job.kind == Kind::Renew)) steps.push_back(step);
  }
  return steps;
}

}  // namespace kigen::renewal
