// HTTP/1.1 on a Channel: reads requests, writes answers, and does to the answers what faults ask for.
#pragma once

#include <functional>

#include "tests/demo_ra/channel.h"
#include "tests/demo_ra/message.h"

namespace kigen::demo_ra {

inline constexpr std::size_t kMaxRequestBody = std::size_t{1} << 20U;

/// Serves until the client or an answer ends the connection. `handle` may wait; it runs on the calling thread.
void serve_http(Channel& channel, const std::function<Answer(const Message&)>& handle);

}  // namespace kigen::demo_ra
