// Who is at the other end of a connection, as the system says it.
#pragma once

#include <string>

#include "common/base/result.h"
#include "common/ipc/stream.h"

namespace kigen::pipe {

struct PeerIdentity {
  std::string sid;   ///< "S-1-5-…", "uid:1000"
  std::string name;  ///< for people; may be ""
  bool administrator = false;
};

#ifdef _WIN32
/// Windows knows the peer only after the server has read from it.
inline constexpr bool kPeerKnownAtAccept = false;
#else
inline constexpr bool kPeerKnownAtAccept = true;
#endif

/// Windows: impersonates, takes the token's identity and reverts in one synchronous scope; a failed revert ends the
/// process, because everything after it would run as the client. Elsewhere: SO_PEERCRED; uid 0 and the server's own
/// user are administrators. AccessDenied when the system does not say.
[[nodiscard]] Result<PeerIdentity> identify_peer(ipc::Stream& stream);

}  // namespace kigen::pipe
