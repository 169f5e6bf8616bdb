#include "installer/wizard/renewal/command.h"

#include <gtest/gtest.h>

#include <thread>

namespace kigen::renewal {
namespace {

#ifdef _WIN32
const std::string kSay = "cmd.exe /c echo";
const std::string kVariable = "%KIGEN_TEST%";
const std::string kFail = "cmd.exe /c \"echo told& exit 3\"";
const std::string kSlow = "cmd.exe /c \"ping -n 60 127.0.0.1\"";
const std::string kLong = "cmd.exe /c \"for /L %i in (1,1,400) do @echo 0123456789\"";
#else
const std::string kSay = "echo";
const std::string kVariable = "$KIGEN_TEST";
const std::string kFail = "sh -c \"echo told; exit 3\"";
const std::string kSlow = "sh -c \"sleep 60 & sleep 60\"";
const std::string kLong = "sh -c \"yes 0123456789 | head -n 400\"";
#endif

using Words = std::vector<std::string>;
using namespace std::chrono_literals;

std::string reason_of(const Result<CommandResult>& result) {
  return result ? "" : result.error().args.find("reason")->second;
}

TEST(ParseCommandLine, KeepsQuotedWordsTogether) {
  EXPECT_EQ(*parse_command_line("a  b\tc"), (Words{"a", "b", "c"}));
  EXPECT_EQ(*parse_command_line(R"("C:\Program Files\x.exe" "say \"hi\"" "" e"f g"h)"),
            (Words{R"(C:\Program Files\x.exe)", "say \"hi\"", "", "ef gh"}));
  EXPECT_EQ(*parse_command_line(R"(\\server\share\x.exe)"), (Words{R"(\\server\share\x.exe)"}));
}

TEST(ParseCommandLine, RefusesWhatIsNoCommand) {
  for (const std::string& bad : {std::string(), std::string("   "), std::string("\"open"), std::string("\"\" x"),
                                 std::string("a\0b", 3), std::string(9000, 'x')}) {
    EXPECT_FALSE(parse_command_line(bad)) << bad.substr(0, 20);
  }
}

TEST(CommandRunner, GivesTheOutput) {
  const auto result = make_command_runner()->run({.line = kSay + " hello"}, {});
  ASSERT_TRUE(result) << to_log_line(result.error());
  EXPECT_NE(result->output.find("hello"), std::string::npos);
  EXPECT_EQ(result->exit_code, 0);
}

TEST(CommandRunner, SetsTheVariables) {
#ifdef _WIN32
  const Command command{.line = kSay + " " + kVariable, .variables = {{"KIGEN_TEST", "A1 b2"}}};
#else
  const Command command{.line = "sh -c \"echo " + kVariable + "\"", .variables = {{"KIGEN_TEST", "A1 b2"}}};
#endif
  const auto result = make_command_runner()->run(command, {});
  ASSERT_TRUE(result) << to_log_line(result.error());
  EXPECT_NE(result->output.find("A1 b2"), std::string::npos) << result->output;
}

TEST(CommandRunner, TellsHowItFailed) {
  const auto result = make_command_runner()->run({.line = kFail}, {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::CommandFailed);
  EXPECT_EQ(reason_of(result), "exit_code");
  EXPECT_EQ(result.error().args.find("code")->second, "3");
  EXPECT_NE(result.error().detail.find("told"), std::string::npos);
  EXPECT_EQ(reason_of(make_command_runner()->run({.line = "kigen-no-such-program-here"}, {})), "not_started");
}

TEST(CommandRunner, EndsWhatTakesTooLong) {
  const auto started = std::chrono::steady_clock::now();
  const auto result = make_command_runner()->run({.line = kSlow, .variables = {}, .limit = 300ms}, {});
  EXPECT_EQ(reason_of(result), "time_limit");
  EXPECT_LT(std::chrono::steady_clock::now() - started, 30s);
}

TEST(CommandRunner, EndsWhenItIsCancelled) {
  std::stop_source stop;
  std::jthread canceller([&] { stop.request_stop(); });
  EXPECT_EQ(reason_of(make_command_runner()->run({.line = kSlow}, stop.get_token())), "cancelled");
}

TEST(CommandRunner, KeepsNoMoreOutputThanAllowed) {
  const auto result = make_command_runner()->run({.line = kLong, .variables = {}, .limit = 60s, .max_output = 100}, {});
  ASSERT_TRUE(result) << to_log_line(result.error());
  EXPECT_EQ(result->output.size(), 100U);
  EXPECT_TRUE(result->truncated);
}

}  // namespace
}  // namespace kigen::renewal
