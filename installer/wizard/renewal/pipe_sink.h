// Tells the service of attempts over its pipe (method attempt.report), so that the tray and `kigenctl explain` know.
// Waits a few seconds at most; a service that is away is told by whoever reads the attempt files later.
#pragma once

#include <memory>
#include <string>

#include "installer/wizard/renewal/attempt.h"

namespace kigen::renewal {

/// `endpoint`: as ipc::parse_endpoint reads it; "" for the service's own.
[[nodiscard]] std::shared_ptr<AttemptSink> make_pipe_sink(const std::string& endpoint);

}  // namespace kigen::renewal
