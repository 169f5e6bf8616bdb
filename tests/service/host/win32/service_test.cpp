// The probe as a real service of the real service manager. Changes the system it runs on: Wine in the tests' prefix.
#include <windows.h>

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

#include "common/platform/paths.h"
#include "common/platform/service_control.h"
#include "common/platform/win32/handle.h"
#include "service/host/event_log.h"
#include "service/host/service_setup.h"
#include "service/host/win32/event_source.h"

namespace kigen::host {
namespace {

using platform::ServiceState;

std::wstring probe_path() {
  return (platform::program_folder() / "kigen-host-probe.exe").wstring();
}

/// Looks until `done`, with a deadline; each look is a question to the service manager.
template <class Done>
bool wait_for(Done done) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (!done()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    ::SwitchToThread();
  }
  return true;
}
bool reaches(ServiceState state) {
  return wait_for([&] { return platform::query_service().value().state == state; });
}

class ServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    manager_.reset(::OpenSCManagerW(nullptr, nullptr, SC_MANAGER_ALL_ACCESS));
    ASSERT_TRUE(manager_);
    if (platform::query_service().value().state != ServiceState::NotInstalled) {
      GTEST_SKIP() << "a Kigen service is installed here";
    }
  }
  void TearDown() override {
    if (!service_) return;
    SERVICE_STATUS status{};
    ::ControlService(service_.get(), SERVICE_CONTROL_STOP, &status);
    EXPECT_TRUE(reaches(ServiceState::Stopped));
    EXPECT_TRUE(::DeleteService(service_.get()));
    service_.reset();
    EXPECT_TRUE(reaches(ServiceState::NotInstalled));
  }

  void create(const wchar_t* mode) {
    const std::wstring command = L"\"" + probe_path() + L"\" " + mode;
    service_.reset(::CreateServiceW(manager_.get(), L"Kigen", L"Kigen", SERVICE_ALL_ACCESS, SERVICE_WIN32_OWN_PROCESS,
                                    SERVICE_DEMAND_START, SERVICE_ERROR_NORMAL, command.c_str(), nullptr, nullptr,
                                    nullptr, L"NT SERVICE\\Kigen", nullptr));
    ASSERT_TRUE(service_) << ::GetLastError();
  }
  SERVICE_STATUS_PROCESS status() const {
    SERVICE_STATUS_PROCESS now{};
    DWORD needed = 0;
    ::QueryServiceStatusEx(service_.get(), SC_STATUS_PROCESS_INFO, reinterpret_cast<BYTE*>(&now), sizeof now, &needed);
    return now;
  }
  void stop() {
    SERVICE_STATUS ignored{};
    EXPECT_TRUE(::ControlService(service_.get(), SERVICE_CONTROL_STOP, &ignored)) << ::GetLastError();
  }

  platform::UniqueService manager_;
  platform::UniqueService service_;
};

TEST_F(ServiceTest, RunsAndStopsUnderItsOwnAccount) {
  create(L"");
  ASSERT_TRUE(platform::start_service());
  ASSERT_TRUE(reaches(ServiceState::Running));
  EXPECT_NE(platform::query_service().value().process_id, 0U);
  EXPECT_TRUE(platform::start_service()) << "it runs already";
  stop();
  ASSERT_TRUE(reaches(ServiceState::Stopped));
  EXPECT_EQ(status().dwWin32ExitCode, static_cast<DWORD>(NO_ERROR));
}

TEST_F(ServiceTest, StaysPendingWithGrowingCheckpointsUntilTheEngineAnswers) {
  create(L"--slow");
  ASSERT_TRUE(platform::start_service());
  DWORD highest = 0;
  bool pending = false;
  ASSERT_TRUE(wait_for([&] {
    const SERVICE_STATUS_PROCESS now = status();
    if (now.dwCurrentState == SERVICE_START_PENDING) {
      pending = true;
      highest = std::max(highest, now.dwCheckPoint);
    }
    return now.dwCurrentState == SERVICE_RUNNING;
  }));
  EXPECT_TRUE(pending);
  EXPECT_GE(highest, 2U);
}

TEST_F(ServiceTest, SaysWhyItDidNotStart) {
  create(L"--fail");
  ASSERT_TRUE(platform::start_service());
  ASSERT_TRUE(wait_for([&] { return status().dwServiceSpecificExitCode != 0; }));
  EXPECT_EQ(status().dwServiceSpecificExitCode, 1102U);
  EXPECT_EQ(platform::query_service().value().service_exit_code, 1102U);
}

TEST_F(ServiceTest, IsStoppedByForceWhenTheEngineHangs) {
  create(L"--hang");
  ASSERT_TRUE(platform::start_service());
  ASSERT_TRUE(reaches(ServiceState::Running));
  const auto before = std::chrono::steady_clock::now();
  stop();
  ASSERT_TRUE(reaches(ServiceState::Stopped));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds{10});
}

TEST_F(ServiceTest, IsConfiguredAndCleanedUp) {
  create(L"");
  const std::filesystem::path data = std::filesystem::temp_directory_path() /
                                     platform::from_utf8("Kigen データ " + std::to_string(::GetCurrentProcessId()));
  ASSERT_EQ(install_configuration(data), 0);
  EXPECT_TRUE(std::filesystem::is_directory(data / "logs"));
  wchar_t file[1024];
  DWORD bytes = sizeof file;
  ASSERT_EQ(
      ::RegGetValueW(HKEY_LOCAL_MACHINE, kEventSourceKey, L"EventMessageFile", RRF_RT_REG_SZ, nullptr, file, &bytes),
      ERROR_SUCCESS);
  EXPECT_TRUE(std::filesystem::exists(file));
  ASSERT_EQ(install_configuration(data), 0) << "an installation over an older one";
  ASSERT_EQ(uninstall_configuration(data, true), 0);
  EXPECT_FALSE(std::filesystem::exists(data));
  bytes = sizeof file;
  EXPECT_NE(
      ::RegGetValueW(HKEY_LOCAL_MACHINE, kEventSourceKey, L"EventMessageFile", RRF_RT_REG_SZ, nullptr, file, &bytes),
      ERROR_SUCCESS);
  ASSERT_EQ(uninstall_configuration(data, true), 0) << "nothing left to remove is no failure";
}

TEST(ServiceQuery, SaysWhenTheServiceIsNotInstalled) {
  if (platform::query_service().value().state != ServiceState::NotInstalled) GTEST_SKIP();
  EXPECT_EQ(platform::start_service().error().code, ErrorCode::ServiceNotInstalled);
}

std::wstring text_of(EventId id, DWORD language) {
  struct ModuleTraits {
    using Handle = HMODULE;
    static Handle none() noexcept { return nullptr; }
    static void close(Handle handle) noexcept { ::FreeLibrary(handle); }
  };
  const UniqueHandle<ModuleTraits> module(::LoadLibraryExW(probe_path().c_str(), nullptr, LOAD_LIBRARY_AS_DATAFILE));
  const DWORD_PTR arguments[] = {reinterpret_cast<DWORD_PTR>(L"KGN-1102 試験")};
  wchar_t text[1024];
  const DWORD length =
      ::FormatMessageW(FORMAT_MESSAGE_FROM_HMODULE | FORMAT_MESSAGE_ARGUMENT_ARRAY | FORMAT_MESSAGE_MAX_WIDTH_MASK,
                       module.get(), message_id(id), language, text, static_cast<DWORD>(std::size(text)),
                       reinterpret_cast<va_list*>(const_cast<DWORD_PTR*>(arguments)));
  return {text, length};
}

TEST(MessageTable, HasTheTextsInBothLanguages) {
  EXPECT_NE(text_of(EventId::DatabaseNewer, 0x409).find(L"belongs to a newer version"), std::wstring::npos);
  EXPECT_NE(text_of(EventId::DatabaseNewer, 0x409).find(L"KGN-1102 試験"), std::wstring::npos);
  EXPECT_NE(text_of(EventId::DatabaseNewer, 0x411).find(L"新しい版"), std::wstring::npos);
}

TEST(WindowsEventLog, KeepsWhatWasReported) {
  const HANDLE log = ::OpenEventLogW(nullptr, L"Application");
  ASSERT_NE(log, nullptr);
  DWORD before = 0, after = 0;
  ::GetNumberOfEventLogRecords(log, &before);
  open_event_log()->report(EventId::DatabaseNewer, Error(ErrorCode::DatabaseNewer, "試験"));
  ::GetNumberOfEventLogRecords(log, &after);
  if (after == before) {
    ::CloseEventLog(log);
    GTEST_SKIP() << "this system takes events and keeps none (Wine)";
  }
  std::vector<std::byte> buffer(64 * 1024);
  DWORD got = 0, needed = 0;
  ASSERT_TRUE(::ReadEventLogW(log, EVENTLOG_SEQUENTIAL_READ | EVENTLOG_BACKWARDS_READ, 0, buffer.data(),
                              static_cast<DWORD>(buffer.size()), &got, &needed));
  const auto* record = reinterpret_cast<const EVENTLOGRECORD*>(buffer.data());
  EXPECT_EQ(record->EventID, message_id(EventId::DatabaseNewer));
  EXPECT_EQ(record->EventType, EVENTLOG_ERROR_TYPE);
  ::CloseEventLog(log);
}

}  // namespace
}  // namespace kigen::host
