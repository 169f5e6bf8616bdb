// The worker's process itself: what is no worker, and how a worker ends.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "common/keys/pkcs11/channel.h"
#include "common/keys/pkcs11/worker_client.h"
#include "tests/common/keys/pkcs11/support/test_token.h"
#include "tests/common/platform/temporary_folder.h"

namespace kigen::keys::pkcs11 {
namespace {

using std::chrono::milliseconds;

Error start_error(const char* program) {
  const auto worker =
      WorkerClient::start(test::module_path(), {.program = program, .call_limit = milliseconds(1000)}, {});
  EXPECT_FALSE(worker);
  return worker ? Error() : worker.error();
}

TEST(WorkerProcess, ThatIsNoneIsAnError) {
  const Error missing = start_error("/nonexistent/kigen-token");
  EXPECT_EQ(missing.code, ErrorCode::TokenLibraryFailed);
  EXPECT_NE(missing.args.at("system").find("No such file"), std::string::npos);
  EXPECT_EQ(start_error("/bin/true").code, ErrorCode::TokenLibraryFailed) << "ends at once";
  const kigen::test::TemporaryFolder folder;
  const auto imposter = [&](const char* name, const char* command) {
    const std::filesystem::path file = folder.path() / name;
    std::ofstream(file) << "#!/bin/sh\nexec " << command << "\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return start_error(file.c_str());
  };
  EXPECT_EQ(imposter("echo", "cat >&0").code, ErrorCode::TokenLibraryFailed);
  EXPECT_EQ(imposter("text", "yes >&0").code, ErrorCode::TokenLibraryFailed);
  EXPECT_EQ(imposter("silent", "sleep 60").code, ErrorCode::TokenReadTimedOut);
}

TEST(WorkerProcess, InheritsItsPipeAlone) {
  const int secret = ::open("/dev/zero", O_RDONLY);  // without close-on-exec, as careless code has it
  ASSERT_GE(secret, 0);
  const auto channel = start_worker(worker_program());
  ASSERT_TRUE(channel);
  // The worker is this process's youngest child.
  std::ifstream children("/proc/self/task/" + std::to_string(::getpid()) + "/children");
  long child = 0;
  for (long one = 0; children >> one;) child = one;
  ASSERT_GT(child, 0);
  bool sees_secret = false, sees_pipe = false;
  std::error_code error;
  for (int i = 0; i < 200; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(child) + "/fd", error)) {
      const std::string what = std::filesystem::read_symlink(entry.path(), error).string();
      sees_secret = sees_secret || what == "/dev/zero";
      sees_pipe = sees_pipe || what.starts_with("socket:");
    }
  }
  EXPECT_TRUE(sees_pipe);
  EXPECT_FALSE(sees_secret);
  ::close(secret);
}

TEST(WorkerProcess, EndsWithTheProgramThatStartedItEvenInTheMiddleOfAHang) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t user = ::fork();
  if (user == 0) {
    // A program that is ended while its worker hangs.
    auto channel = start_worker(worker_program());
    Message load = make_request(Request::Load);
    load.texts.push_back(octets(std::string_view(test::bad_module_path("hang-load"))));
    int asked = 0;
    static_cast<void>((*channel)->exchange(encode(load), milliseconds(60'000), [&] {
      if (++asked < 10) return false;
      std::ifstream children("/proc/self/task/" + std::to_string(::getpid()) + "/children");
      pid_t child = 0;
      children >> child;
      static_cast<void>(::write(ends[1], &child, sizeof child));
      ::_exit(0);
      return true;
    }));
    ::_exit(1);
  }
  pid_t worker = 0;
  ASSERT_EQ(::read(ends[0], &worker, sizeof worker), static_cast<ssize_t>(sizeof worker));
  ASSERT_GT(worker, 0);
  int status = 0;
  ::waitpid(user, &status, 0);
  const std::filesystem::path process = "/proc/" + std::to_string(worker) + "/exe";
  std::error_code error;
  for (int i = 0; i < 1000 && std::filesystem::exists(std::filesystem::symlink_status(process, error)); ++i) {
    std::this_thread::sleep_for(milliseconds(10));
  }
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::symlink_status(process, error)));
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace kigen::keys::pkcs11
