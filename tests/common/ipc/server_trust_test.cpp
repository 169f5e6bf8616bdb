#include "common/ipc/server_trust.h"

#include <gtest/gtest.h>

namespace kigen::ipc {
namespace {

std::string reason(const ServerFacts& facts) {
  const Status status = trust_server(facts);
  if (status) return "trusted";
  EXPECT_EQ(status.error().code, ErrorCode::PipeServerNotTrusted);
  return status.error().args.at("reason");
}

TEST(ServerTrust, TrustsTheServicesOwnProcess) {
  EXPECT_EQ(reason({.pipe_server_process = 41, .service_process = 41}), "trusted");
}

TEST(ServerTrust, RefusesEveryOtherProcess) {
  EXPECT_EQ(reason({.pipe_server_process = 42, .service_process = 41}), "other_process");
  EXPECT_EQ(reason({.pipe_server_process = 42, .service_process = 0}), "service_not_running");
  EXPECT_EQ(reason({.pipe_server_process = 42}), "service_not_running");
  EXPECT_EQ(reason({.service_process = 41}), "no_pipe_process");
  EXPECT_EQ(reason({.pipe_server_process = 0, .service_process = 0}), "no_pipe_process");
}

TEST(ServerTrust, AcceptsAConsoleServerOnlyWhereADeveloperNamedAnotherEndpoint) {
  EXPECT_EQ(reason({.default_endpoint = false, .accept_console_server = true, .pipe_server_process = 9}), "trusted");
  EXPECT_EQ(
      reason({.default_endpoint = true, .accept_console_server = true, .pipe_server_process = 9, .service_process = 8}),
      "other_process");
  EXPECT_EQ(reason({.default_endpoint = false, .pipe_server_process = 9, .service_process = 8}), "other_process");
}

TEST(ServerTrust, OverlooksWinesStubsOnlyUnderWine) {
  EXPECT_EQ(reason({.pipe_server_process = 1, .service_process = 77, .wine = true}), "trusted");
  EXPECT_EQ(reason({.service_process = 77, .wine = true}), "trusted");
  EXPECT_EQ(reason({.pipe_server_process = 1, .service_process = 77}), "other_process");
  EXPECT_EQ(reason({.pipe_server_process = 12, .service_process = 77, .wine = true}), "other_process");
}

}  // namespace
}  // namespace kigen::ipc
