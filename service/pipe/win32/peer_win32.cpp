#include <windows.h>

#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"
#include "service/pipe/peer.h"
#include "service/pipe/win32/token.h"

namespace kigen::pipe {
namespace {

// While one lives, this thread acts as the client. Never keep one across a suspension.
class Impersonation {
 public:
  explicit Impersonation(HANDLE pipe) : active_(::ImpersonateNamedPipeClient(pipe) != 0) {}
  ~Impersonation() {
    // A thread that cannot go back to being the service must do nothing more.
    if (active_ && ::RevertToSelf() == 0) ::TerminateProcess(::GetCurrentProcess(), ERROR_CANNOT_IMPERSONATE);
  }
  Impersonation(const Impersonation&) = delete;
  Impersonation& operator=(const Impersonation&) = delete;

  [[nodiscard]] bool active() const noexcept { return active_; }

 private:
  bool active_;
};

Result<platform::UniqueKernelHandle> client_token(HANDLE pipe) {
  const Impersonation impersonation(pipe);
  if (!impersonation.active()) return denied(::GetLastError());
  platform::UniqueKernelHandle token;
  // As self: the client has granted identification only, with which nothing can be opened in its name.
  if (::OpenThreadToken(::GetCurrentThread(), TOKEN_QUERY, TRUE, token.out()) == 0) return denied(::GetLastError());
  return token;
}

}  // namespace

Result<PeerIdentity> identify_peer(ipc::Stream& stream) {
  auto token = client_token(stream.native_handle());
  if (!token) return token.error();
  // From here on the thread is the service again; the token alone is asked.
  auto sid = token_user_sid(token->get());
  if (!sid) return sid.error();
  return PeerIdentity{.sid = std::move(*sid),
                      .name = token_user_name(token->get()),
                      .administrator = token_is_administrator(token->get())};
}

}  // namespace kigen::pipe
