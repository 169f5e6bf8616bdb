#include <windows.h>

#include <cstdio>
#include <string>
#include <system_error>
#include <vector>

#include "common/platform/paths.h"
#include "common/platform/secure_folder.h"
#include "common/platform/service_control.h"
#include "common/platform/win32/handle.h"
#include "common/platform/win32/security.h"
#include "common/platform/win32/utf.h"
#include "service/host/service_setup.h"
#include "service/host/win32/event_source.h"

namespace kigen::host {
namespace {

using platform::to_wide;

void say(const std::string& line) {
  std::fprintf(stderr, "%s\n", line.c_str());
}

/// One setting of the service. What the system does not know (older Windows, Wine) is said and passed over.
class Setter {
 public:
  explicit Setter(SC_HANDLE service) : service_(service) {}

  template <class Info>
  void set(const char* what, DWORD level, Info info) {
    check(what, ::ChangeServiceConfig2W(service_, level, &info) != 0);
  }
  void check(const char* what, bool done) {
    if (done) return;
    const DWORD error = ::GetLastError();
    const bool unknown = error == ERROR_CALL_NOT_IMPLEMENTED || error == ERROR_INVALID_LEVEL;
    if (!unknown) failed_ = true;
    say(std::string(what) + (unknown ? ": not supported here" : ": " + platform::describe_windows_error(error)));
  }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  SC_HANDLE service_;
  bool failed_ = false;
};

void set_failure_actions(Setter& setter, const ServiceConfiguration& wanted) {
  std::vector<SC_ACTION> actions;
  for (const auto delay : wanted.restart_after) {
    actions.push_back({SC_ACTION_RESTART, static_cast<DWORD>(delay.count())});
  }
  SERVICE_FAILURE_ACTIONSW failure{};
  failure.dwResetPeriod = static_cast<DWORD>(wanted.failure_reset.count());
  failure.cActions = static_cast<DWORD>(actions.size());
  failure.lpsaActions = actions.data();
  setter.set("failure actions", SERVICE_CONFIG_FAILURE_ACTIONS, failure);
  setter.set("failure actions after an error exit", SERVICE_CONFIG_FAILURE_ACTIONS_FLAG,
             SERVICE_FAILURE_ACTIONS_FLAG{wanted.restart_after_error_exit ? TRUE : FALSE});
}

void set_privileges(Setter& setter, const ServiceConfiguration& wanted) {
  std::wstring list;  // strings with a null each, and one more at the end
  for (const std::string& privilege : wanted.privileges) list += to_wide(privilege) + L'\0';
  list += L'\0';
  setter.set("required privileges", SERVICE_CONFIG_REQUIRED_PRIVILEGES_INFO,
             SERVICE_REQUIRED_PRIVILEGES_INFOW{list.data()});
}

void set_description(Setter& setter, const ServiceConfiguration& wanted) {
  const bool japanese = PRIMARYLANGID(::GetSystemDefaultUILanguage()) == LANG_JAPANESE;
  std::wstring text = to_wide(japanese ? wanted.description_ja : wanted.description_en);
  setter.set("description", SERVICE_CONFIG_DESCRIPTION, SERVICE_DESCRIPTIONW{text.data()});
}

bool configure_service(const ServiceConfiguration& wanted) {
  const platform::UniqueService manager(::OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT));
  const platform::UniqueService service(
      ::OpenServiceW(manager.get(), to_wide(platform::kServiceName).c_str(),
                     SERVICE_CHANGE_CONFIG | SERVICE_START | READ_CONTROL | WRITE_DAC));
  if (!service) {
    const DWORD error = ::GetLastError();
    say("service Kigen: " + platform::describe_windows_error(error));
    return false;
  }
  Setter setter(service.get());
  setter.set("delayed start", SERVICE_CONFIG_DELAYED_AUTO_START_INFO,
             SERVICE_DELAYED_AUTO_START_INFO{wanted.delayed_auto_start ? TRUE : FALSE});
  set_failure_actions(setter, wanted);
  setter.set("preshutdown time", SERVICE_CONFIG_PRESHUTDOWN_INFO,
             SERVICE_PRESHUTDOWN_INFO{static_cast<DWORD>(wanted.preshutdown_timeout.count())});
  setter.set("service SID", SERVICE_CONFIG_SERVICE_SID_INFO,
             SERVICE_SID_INFO{static_cast<DWORD>(wanted.unrestricted_service_sid ? SERVICE_SID_TYPE_UNRESTRICTED
                                                                                 : SERVICE_SID_TYPE_NONE)});
  set_privileges(setter, wanted);
  set_description(setter, wanted);
  const auto descriptor = platform::SecurityDescriptor::from_sddl(wanted.security_descriptor);
  if (descriptor) {
    setter.check("service permissions",
                 ::SetServiceObjectSecurity(service.get(), DACL_SECURITY_INFORMATION, descriptor->get()) != 0);
  }
  return descriptor.has_value() && !setter.failed();
}

std::filesystem::path own_program() {
  wchar_t name[32768];
  const DWORD length = ::GetModuleFileNameW(nullptr, name, static_cast<DWORD>(std::size(name)));
  return std::filesystem::path(std::wstring(name, length));
}

}  // namespace

int install_configuration(const std::filesystem::path& data_folder) {
  bool good = configure_service(wanted_configuration());
  const auto secured = platform::secure_data_folder(data_folder);
  if (!secured) {
    say("data folder: " + to_log_line(secured.error()));
    good = false;
  } else if (!secured->set_aside.empty()) {
    say("a data folder that somebody else had made was set aside: " + platform::to_utf8(secured->set_aside));
  }
  if (const Status source = register_event_source(own_program()); !source) {
    say("event source: " + to_log_line(source.error()));
    good = false;
  }
  return good ? 0 : 1;
}

int uninstall_configuration(const std::filesystem::path& data_folder, bool remove_data) {
  bool good = true;
  if (const Status source = unregister_event_source(); !source) {
    say("event source: " + to_log_line(source.error()));
    good = false;
  }
  if (remove_data) {
    std::error_code error;
    // Does not follow links: a link in the folder is removed, not what it points to.
    std::filesystem::remove_all(data_folder, error);
    if (error) {
      say("data folder: " + error.message());
      good = false;
    }
  }
  return good ? 0 : 1;
}

}  // namespace kigen::host
