#include "tray/model/icon_view.h"

#include "common/text/tray_text.h"

namespace kigen::tray {
namespace {

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}
// Characters outside the basic plane have four bytes in UTF-8 and take two UTF-16 units.
std::size_t units_of(char lead) {
  return static_cast<unsigned char>(lead) >= 0xF0U ? 2 : 1;
}

std::string tip_of(const Context& context, const ipc::StatusResult& status) {
  if (!status.most_urgent || status.state == "fine") {
    return status.total == 0 ? text::tip_no_certificates(context.language)
                             : text::tip_fine(context.language, status.total);
  }
  const ipc::CertificateSummary& urgent = *status.most_urgent;
  const std::string profile = context.profiles->name(urgent.profile, context.language);
  const std::string name = profile.empty() ? name_of(urgent) : profile + " " + name_of(urgent);
  if (urgent.status == "due") return text::tip_due(context.language, name, urgent.days_left);
  return text::tip_expired(context.language, name, -urgent.days_left);
}

}  // namespace

std::string shorten(const std::string& text, std::size_t units) {
  std::size_t used = 0;
  std::size_t keep = 0;  // bytes that fit together with the ellipsis
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_continuation(text[i])) continue;
    if (used < units) keep = i;
    used += units_of(text[i]);
  }
  return used <= units ? text : text.substr(0, keep) + "…";
}

IconView icon_view(const Context& context, const std::optional<ipc::StatusResult>& status) {
  if (!status) return {IconState::Unreachable, shorten(text::tip_unreachable(context.language), kLongestTip)};
  IconState state = IconState::Fine;
  if (status->state == "due") state = IconState::Due;
  if (status->state == "expired") state = IconState::Expired;
  return {state, shorten(tip_of(context, *status), kLongestTip)};
}

}  // namespace kigen::tray
