#include "common/platform/service_control.h"

namespace kigen::platform {

Result<ServiceStatus> query_service() {
  return ServiceStatus{};
}

Status start_service() {
  return Error(ErrorCode::ServiceNotInstalled);
}

}  // namespace kigen::platform
