#include "service/pipe/service_api.h"

namespace kigen::pipe {

bool may_see(const Caller& caller, std::string_view owner) noexcept {
  return caller.administrator || owner == kMachineOwner || (!owner.empty() && owner == caller.sid);
}

bool may_set(const Caller& caller, std::string_view setting_key) noexcept {
  return caller.administrator || setting_key == "check.interval_hours" || setting_key.starts_with("ui.");
}

}  // namespace kigen::pipe
