#include "common/settings/win32/registry_policy_source.h"

#include <fmt/format.h>

#include <array>
#include <system_error>
#include <utility>
#include <vector>

namespace kigen::settings {
namespace {

constexpr DWORD kMaxValues = 1000;
constexpr DWORD kMaxNameCharacters = 16384;  // the registry's own limit, with the terminator
constexpr DWORD kMaxDataBytes = 4096;

std::string describe(LSTATUS status) {
  return fmt::format("{} (error {})", std::system_category().message(static_cast<int>(status)), status);
}

std::string to_utf8(std::wstring_view wide) {
  if (wide.empty()) return {};
  const int size = static_cast<int>(wide.size());
  const int needed = ::WideCharToMultiByte(CP_UTF8, 0, wide.data(), size, nullptr, 0, nullptr, nullptr);
  std::string text(static_cast<std::size_t>(needed), '\0');
  ::WideCharToMultiByte(CP_UTF8, 0, wide.data(), size, text.data(), needed, nullptr, nullptr);
  return text;
}

Diagnostic problem(ErrorCode code, const std::string& where, const std::string& key, const char* reason) {
  Diagnostic one;
  one.file = where;
  one.key = key;
  one.error = Error(code).with("file", where).with("origin", "policy").with("reason", reason);
  if (!key.empty()) one.error.with("key", key);
  return one;
}

struct RegistryValue {
  std::string name;
  DWORD type = 0;
  std::vector<BYTE> data;
  bool too_large = false;
};

// ERROR_NO_MORE_ITEMS after the last one.
LSTATUS enumerate(HKEY key, DWORD index, RegistryValue& value) {
  std::vector<wchar_t> name(kMaxNameCharacters);
  value.data.resize(kMaxDataBytes);
  DWORD name_size = kMaxNameCharacters, data_size = kMaxDataBytes;
  const LSTATUS status =
      ::RegEnumValueW(key, index, name.data(), &name_size, nullptr, &value.type, value.data.data(), &data_size);
  value.too_large = status == ERROR_MORE_DATA;
  if (status != ERROR_SUCCESS) return status;
  value.name = to_utf8({name.data(), name_size});
  value.data.resize(data_size);
  return status;
}

std::wstring as_wide(const std::vector<BYTE>& data) {
  std::wstring wide;
  for (std::size_t i = 0; i + 1 < data.size(); i += 2) {
    const auto unit = static_cast<wchar_t>(data[i] | data[i + 1] << 8);
    if (unit == L'\0') break;  // not every writer terminates, some terminate twice
    wide.push_back(unit);
  }
  return wide;
}

void take(const RegistryValue& value, const std::string& where, PolicyReading& reading) {
  if (value.type == REG_DWORD && value.data.size() == 4) {
    const std::uint32_t number =
        static_cast<std::uint32_t>(value.data[0]) | static_cast<std::uint32_t>(value.data[1]) << 8 |
        static_cast<std::uint32_t>(value.data[2]) << 16 | static_cast<std::uint32_t>(value.data[3]) << 24;
    const Definition* definition = find(value.name);
    const bool boolean = definition != nullptr && definition->kind == Kind::Boolean && number <= 1;
    reading.values[value.name] = boolean ? (number == 1 ? "true" : "false") : fmt::to_string(number);
  } else if (value.type == REG_SZ) {
    reading.values[value.name] = to_utf8(as_wide(value.data));
  } else {
    reading.problems.push_back(problem(ErrorCode::SettingType, where, value.name, "type"));
    reading.problems.back().error.with("allowed", "REG_DWORD, REG_SZ");
  }
}

}  // namespace

RegistryPolicySource::RegistryPolicySource(HKEY root, std::wstring parent, std::wstring name)
    : root_(root), parent_(std::move(parent)), name_(std::move(name)) {}

PolicyReading RegistryPolicySource::read() {
  PolicyReading reading;
  const std::string where = to_utf8(parent_ + L"\\" + name_);
  Key key;
  LSTATUS status =
      ::RegOpenKeyExW(root_, (parent_ + L"\\" + name_).c_str(), 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, key.out());
  if (status == ERROR_FILE_NOT_FOUND) return reading;
  DWORD index = 0;
  for (; status == ERROR_SUCCESS && index < kMaxValues; ++index) {
    RegistryValue value;
    status = enumerate(key.get(), index, value);
    if (status == ERROR_SUCCESS && !value.name.empty()) take(value, where, reading);
    if (value.too_large) {
      reading.problems.push_back(problem(ErrorCode::SettingType, where, {}, "too_large"));
      status = ERROR_SUCCESS;
    }
  }
  if (status != ERROR_NO_MORE_ITEMS && status != ERROR_SUCCESS) {
    reading.problems.push_back(problem(ErrorCode::AccessDenied, where, {}, "unreadable"));
    reading.problems.back().error.detail = describe(status);
  }
  return reading;
}

Result<void*> RegistryPolicySource::arm_change_event() {
  if (!event_) {
    *event_.out() = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
    const DWORD failure = ::GetLastError();
    if (!event_) return Error(ErrorCode::Internal, describe(static_cast<LSTATUS>(failure)));
  }
  // Closing a key with a pending notice signals the event: that is no change.
  watched_.reset();
  ::ResetEvent(event_.get());
  constexpr REGSAM kAccess = KEY_NOTIFY | KEY_WOW64_64KEY;
  // The key may come and go with the policy: while it is away its parent tells.
  LSTATUS status = ::RegOpenKeyExW(root_, (parent_ + L"\\" + name_).c_str(), 0, kAccess, watched_.out());
  const bool itself = status == ERROR_SUCCESS;
  if (!itself) status = ::RegOpenKeyExW(root_, parent_.c_str(), 0, kAccess, watched_.out());
  if (status == ERROR_SUCCESS) {
    // Without THREAD_AGNOSTIC the end of the calling thread would look like a change.
    const DWORD filter =
        REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_THREAD_AGNOSTIC | (itself ? REG_NOTIFY_CHANGE_LAST_SET : 0U);
    status = ::RegNotifyChangeKeyValue(watched_.get(), FALSE, filter, event_.get(), TRUE);
  }
  if (status != ERROR_SUCCESS) return Error(ErrorCode::AccessDenied, describe(status)).with("path", to_utf8(parent_));
  return static_cast<void*>(event_.get());
}

std::unique_ptr<PolicySource> make_policy_source(const std::filesystem::path&) {
  return std::make_unique<RegistryPolicySource>();
}

}  // namespace kigen::settings
