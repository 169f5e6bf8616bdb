// Calls back when the administrator's policy changed, where the system tells it by an event.
#pragma once

#include <functional>
#include <memory>

#include "common/settings/policy.h"

namespace boost::asio {
class io_context;
}

namespace kigen::app {

/// Dropping the answer ends it. Null where the policy is a file (then the folder is watched). io thread.
[[nodiscard]] std::shared_ptr<void> watch_policy(boost::asio::io_context& io, settings::PolicySource& source,
                                                 std::function<void()> changed);

}  // namespace kigen::app
