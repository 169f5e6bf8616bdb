#define SECURITY_WIN32
#include <windows.h>

#include <security.h>

#include <array>
#include <optional>

#include "common/base/unique_handle.h"
#include "common/net/security_context.h"
#include "common/platform/win32/utf.h"

namespace kigen::net {

namespace {

/// SSPI's handles are structures: an owner of their own.
class Credentials {
 public:
  Credentials() = default;
  Credentials(const Credentials&) = delete;
  Credentials& operator=(const Credentials&) = delete;
  ~Credentials() {
    if (held_) ::FreeCredentialsHandle(&handle_);
  }
  [[nodiscard]] SECURITY_STATUS acquire(const wchar_t* package, SEC_WINNT_AUTH_IDENTITY_W* identity) {
    TimeStamp expiry{};
    const auto status = ::AcquireCredentialsHandleW(nullptr, const_cast<wchar_t*>(package), SECPKG_CRED_OUTBOUND,
                                                    nullptr, identity, nullptr, nullptr, &handle_, &expiry);
    held_ = status == SEC_E_OK;
    return status;
  }
  [[nodiscard]] CredHandle* get() { return &handle_; }

 private:
  CredHandle handle_{};
  bool held_ = false;
};

struct ContextTraits {
  using Handle = void*;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle memory) noexcept { ::FreeContextBuffer(memory); }
};
using UniqueContextBuffer = UniqueHandle<ContextTraits>;

Error cannot(SECURITY_STATUS status) {
  return Error(ErrorCode::ProxyLoginNeeded, platform::describe_windows_error(static_cast<DWORD>(status)));
}

/// "DOMAIN\user" apart; "user@realm" and "user" stay whole.
struct Identity {
  explicit Identity(const ProxyLogin& login) {
    const auto slash = login.user.find('\\');
    user = platform::to_wide(slash == std::string::npos ? login.user : login.user.substr(slash + 1));
    if (slash != std::string::npos) domain = platform::to_wide(login.user.substr(0, slash));
    password = platform::to_wide(login.password.view());
    data.User = text(user);
    data.UserLength = static_cast<unsigned long>(user.size());
    data.Domain = text(domain);
    data.DomainLength = static_cast<unsigned long>(domain.size());
    data.Password = text(password);
    data.PasswordLength = static_cast<unsigned long>(password.size());
    data.Flags = SEC_WINNT_AUTH_IDENTITY_UNICODE;
  }
  Identity(const Identity&) = delete;
  Identity& operator=(const Identity&) = delete;
  ~Identity() { wipe(password.data(), password.size() * sizeof(wchar_t)); }

  static unsigned short* text(std::wstring& wide) { return reinterpret_cast<unsigned short*>(wide.data()); }

  std::wstring user, domain, password;
  SEC_WINNT_AUTH_IDENTITY_W data{};
};

class SspiContext final : public SecurityContext {
 public:
  explicit SspiContext(const std::string& proxy_host) : target_(platform::to_wide("HTTP/" + proxy_host)) {}
  SspiContext(const SspiContext&) = delete;
  SspiContext& operator=(const SspiContext&) = delete;
  ~SspiContext() override {
    if (begun_) ::DeleteSecurityContext(&context_);
  }

  [[nodiscard]] Status open(ProxyScheme scheme, const ProxyLogin* login) {
    const wchar_t* package = scheme == ProxyScheme::Negotiate ? L"Negotiate" : L"NTLM";
    std::optional<Identity> identity;
    if (login != nullptr) identity.emplace(*login);
    const auto status = credentials_.acquire(package, identity ? &identity->data : nullptr);
    if (status != SEC_E_OK) return cannot(status);
    return {};
  }

  [[nodiscard]] Result<std::vector<std::uint8_t>> step(std::span<const std::uint8_t> incoming) override {
    std::vector<std::uint8_t> copy(incoming.begin(), incoming.end());
    SecBuffer in{static_cast<unsigned long>(copy.size()), SECBUFFER_TOKEN, copy.data()};
    SecBufferDesc in_list{SECBUFFER_VERSION, 1, &in};
    SecBuffer out{0, SECBUFFER_TOKEN, nullptr};
    SecBufferDesc out_list{SECBUFFER_VERSION, 1, &out};
    unsigned long attributes = 0;
    TimeStamp expiry{};
    SECURITY_STATUS status = ::InitializeSecurityContextW(
        credentials_.get(), begun_ ? &context_ : nullptr, target_.data(), ISC_REQ_ALLOCATE_MEMORY | ISC_REQ_CONNECTION,
        0, SECURITY_NATIVE_DREP, begun_ ? &in_list : nullptr, 0, &context_, &out_list, &attributes, &expiry);
    const UniqueContextBuffer memory(out.pvBuffer);
    if (status < 0) return cannot(status);
    begun_ = true;
    if (status == SEC_I_COMPLETE_NEEDED || status == SEC_I_COMPLETE_AND_CONTINUE) {
      status = ::CompleteAuthToken(&context_, &out_list);
      if (status < 0) return cannot(status);
    }
    if (out.cbBuffer == 0 || !memory) return Error(ErrorCode::ProxyLoginNeeded, "no token to send");
    const auto* token = static_cast<const std::uint8_t*>(memory.get());
    return std::vector<std::uint8_t>(token, token + out.cbBuffer);
  }

 private:
  Credentials credentials_;
  std::wstring target_;
  CtxtHandle context_{};
  bool begun_ = false;
};

}  // namespace

bool has_security_contexts() noexcept {
  return true;
}

Result<std::unique_ptr<SecurityContext>> open_security_context(ProxyScheme scheme, const std::string& proxy_host,
                                                               const ProxyLogin* login) {
  auto context = std::make_unique<SspiContext>(proxy_host);
  const auto opened = context->open(scheme, login);
  if (!opened) return opened.error();
  return std::unique_ptr<SecurityContext>(std::move(context));
}

}  // namespace kigen::net
