#include <fmt/format.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "service/pipe/peer.h"

namespace kigen::pipe {
namespace {

std::string user_name(uid_t uid) {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return {};
  return entry.pw_name;
}

}  // namespace

Result<PeerIdentity> identify_peer(ipc::Stream& stream) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (::getsockopt(stream.native_handle(), SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
    const int number = errno;
    return Error(ErrorCode::AccessDenied, describe_errno(number));
  }
  return PeerIdentity{.sid = fmt::format("uid:{}", credentials.uid),
                      .name = user_name(credentials.uid),
                      .administrator = credentials.uid == 0 || credentials.uid == ::geteuid()};
}

}  // namespace kigen::pipe
