// Who may do what with the pipe, as the text of its security descriptor. Pure, so that it can be tested where access
// control cannot be.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kigen::pipe {

/// FILE_GENERIC_READ | FILE_GENERIC_WRITE without FILE_CREATE_PIPE_INSTANCE (0x4, which is FILE_APPEND_DATA): a client
/// reads and writes but cannot put an instance of its own beside the service's.
inline constexpr std::uint32_t kClientAccess = 0x0012019B;
inline constexpr std::uint32_t kCreateInstance = 0x00000004;

/// SDDL: protected DACL; anonymous and network logons denied first; the service's account everything; authenticated
/// users kClientAccess; nobody else anything. `service_sid` is that of the account that the service runs as,
/// "S-1-5-19".
[[nodiscard]] std::string pipe_sddl(std::string_view service_sid);

}  // namespace kigen::pipe
