#include "tray/model/marks.h"

namespace kigen::tray {

Mark mark_of_status(std::string_view status) noexcept {
  if (status == "valid") return Mark::Ok;
  if (status == "due") return Mark::Due;
  if (status == "expired") return Mark::Expired;
  if (status == "lapsed") return Mark::Lapsed;
  if (status == "not_yet_valid") return Mark::Waiting;
  if (status == "unreadable") return Mark::Unreadable;
  return Mark::Replaced;
}

Mark mark_of_severity(std::string_view severity) noexcept {
  if (severity == "error") return Mark::Expired;
  return severity == "warning" ? Mark::Due : Mark::Info;
}

}  // namespace kigen::tray
