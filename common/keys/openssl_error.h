// OpenSSL's own words for the log. Any thread.
#pragma once

#include <string>

namespace kigen::keys {

/// The newest error of this thread's queue, "call: reason"; the queue stays as it is.
[[nodiscard]] std::string describe_openssl(const char* call);

}  // namespace kigen::keys
