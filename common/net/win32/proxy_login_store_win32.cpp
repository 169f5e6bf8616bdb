#include <windows.h>

#include <dpapi.h>

#include <filesystem>

#include "common/net/endpoint_text.h"
#include "common/net/proxy.h"
#include "common/net/proxy_login_file.h"
#include "common/platform/files.h"
#include "common/platform/paths.h"
#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"

namespace kigen::net {

namespace {

constexpr std::size_t kMaxFile = std::size_t{16} * 1024;

/// The proxy's address goes into the protection: a file put in another one's place does not open.
std::string binding_of(const ProxyAddress& proxy) {
  return "Kigen proxy " + to_text(profile::Host{proxy.host, proxy.port});
}

DATA_BLOB blob_of(std::string_view octets) {
  return {static_cast<DWORD>(octets.size()), reinterpret_cast<BYTE*>(const_cast<char*>(octets.data()))};
}

std::string_view text_of(const DATA_BLOB& blob) {
  return {reinterpret_cast<const char*>(blob.pbData), blob.cbData};
}

/// Under DPAPI for this user, one file a proxy.
class DpapiStore final : public ProxyLoginStore {
 public:
  explicit DpapiStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] std::optional<ProxyLogin> load(const ProxyAddress& proxy) override {
    const auto content = platform::read_file(path_of(proxy), kMaxFile);
    if (!content) return std::nullopt;
    const std::string binding = binding_of(proxy);
    DATA_BLOB in = blob_of(*content), extra = blob_of(binding), out{};
    if (::CryptUnprotectData(&in, nullptr, &extra, nullptr, nullptr, CRYPTPROTECT_UI_FORBIDDEN, &out) == FALSE) {
      return std::nullopt;
    }
    const platform::UniqueLocal memory(out.pbData);
    auto login = unpack_login(text_of(out));
    wipe(out.pbData, out.cbData);
    return login;
  }

  [[nodiscard]] Status save(const ProxyAddress& proxy, const ProxyLogin& login) override {
    const auto packed = pack_login(login);
    if (!packed) return packed.error();
    const std::string binding = binding_of(proxy);
    DATA_BLOB in = blob_of(view(*packed)), extra = blob_of(binding), out{};
    if (::CryptProtectData(&in, nullptr, &extra, nullptr, nullptr, CRYPTPROTECT_UI_FORBIDDEN, &out) == FALSE) {
      const DWORD error = ::GetLastError();
      return Error(ErrorCode::FileNotWritable, platform::describe_windows_error(error))
          .with("path", platform::to_utf8(path_of(proxy)));
    }
    const platform::UniqueLocal memory(out.pbData);
    if (const auto made = platform::ensure_folder(folder_); !made) return made.error();
    return platform::write_file_atomically(path_of(proxy), text_of(out));
  }

  [[nodiscard]] Status forget(const ProxyAddress& proxy) override {
    const auto path = path_of(proxy);
    if (::DeleteFileW(path.c_str()) != FALSE) return {};
    const DWORD error = ::GetLastError();
    if (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND) return {};
    return platform::file_error(path, error, ErrorCode::FileNotWritable);
  }

 private:
  [[nodiscard]] std::filesystem::path path_of(const ProxyAddress& proxy) const {
    return folder_ / platform::from_utf8(proxy_login_file_name(proxy));
  }

  std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<ProxyLoginStore> open_proxy_login_store(const std::string& folder) {
  return std::make_unique<DpapiStore>(platform::from_utf8(folder));
}

}  // namespace kigen::net
