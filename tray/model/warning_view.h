// What the warning window says: the most urgent certificate in the headline, the others as rows. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/ipc/messages.h"
#include "tray/model/context.h"
#include "tray/model/icon_view.h"
#include "tray/model/marks.h"

namespace kigen::tray {

struct WarningRow {
  std::string thumbprint;
  Mark mark = Mark::Due;
  std::string title;        ///< which certificate
  std::string detail;       ///< its days and date
  std::string button;       ///< "" when it cannot be renewed
  std::string button_name;  ///< for screen readers
};

struct WarningView {
  IconState icon = IconState::Due;
  std::string thumbprint;
  std::string headline;
  std::string meaning;
  std::string advice;            ///< whom to ask, or to plug the token in before; "" when "Renew now" is all
  std::string identifier_label;  ///< "Authentication code 1:"
  std::string identifier;
  bool renewable = false;  ///< Renew now is offered, else Details is the answer that helps
  std::vector<WarningRow> others;
  std::string others_heading;
  std::string remind_next_check;
  std::string balloon_title, balloon_text;
};

/// `list` holds at least one item. `next_check`: when "next check" would remind.
[[nodiscard]] WarningView warning_view(const Context& context, const ipc::WarningList& list,
                                       const std::optional<Instant>& next_check);

}  // namespace kigen::tray
