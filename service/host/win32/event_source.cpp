#include "service/host/win32/event_source.h"

#include "common/platform/win32/utf.h"

namespace kigen::host {
namespace {

Status status_of(const char* call, LSTATUS error) {
  if (error == ERROR_SUCCESS) return {};
  return Error(error == ERROR_ACCESS_DENIED ? ErrorCode::AccessDenied : ErrorCode::Internal,
               std::string(call) + ": " + platform::describe_windows_error(static_cast<DWORD>(error)));
}

}  // namespace

Status register_event_source(const std::filesystem::path& program) {
  const std::wstring& file = program.native();
  const DWORD file_bytes = static_cast<DWORD>((file.size() + 1) * sizeof(wchar_t));
  const DWORD types = EVENTLOG_ERROR_TYPE | EVENTLOG_WARNING_TYPE | EVENTLOG_INFORMATION_TYPE;
  LSTATUS error = ::RegSetKeyValueW(HKEY_LOCAL_MACHINE, kEventSourceKey, L"EventMessageFile", REG_EXPAND_SZ,
                                    file.c_str(), file_bytes);
  if (error == ERROR_SUCCESS) {
    error = ::RegSetKeyValueW(HKEY_LOCAL_MACHINE, kEventSourceKey, L"TypesSupported", REG_DWORD, &types, sizeof types);
  }
  return status_of("RegSetKeyValue", error);
}

Status unregister_event_source() {
  const LSTATUS error = ::RegDeleteTreeW(HKEY_LOCAL_MACHINE, kEventSourceKey);
  return error == ERROR_FILE_NOT_FOUND ? Status() : status_of("RegDeleteTree", error);
}

}  // namespace kigen::host
