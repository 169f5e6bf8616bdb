// kigenctl in this process, against a real server on a real socket or named pipe.
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "kigen_version.h"
#include "service/ctl/cli.h"
#include "tests/service/pipe/harness.h"

namespace kigen::ctl {
namespace {

class Captured final : public Output {
 public:
  void out(std::string_view text) override { standard += text; }
  void err(std::string_view text) override { error += text; }
  [[nodiscard]] std::size_t out_columns() const override { return 0; }
  [[nodiscard]] bool err_is_terminal() const override { return false; }
  [[nodiscard]] bool good() const override { return true; }

  std::string standard;
  std::string error;
};

class FixedClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return from_unix(1'795'000'000); }
};

struct Outcome {
  int code = 0;
  std::string out, err;

  [[nodiscard]] boost::json::value json() const { return boost::json::parse(out); }
};

Outcome run_without_service(std::vector<std::string> arguments) {
  Captured output;
  const FixedClock clock;
  const FixedOffsetCalendar calendar(std::chrono::hours{9});
  const int code = run(std::move(arguments), {.output = output, .clock = clock, .calendar = calendar});
  return {code, std::move(output.standard), std::move(output.error)};
}

class Ctl : public testing::Test {
 protected:
  Outcome ctl(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--connect", ipc::to_string(running.endpoint)});
    return run_without_service(std::move(arguments));
  }

  pipe::RunningServer running;
};

TEST_F(Ctl, ListsEveryPageAsOneArray) {
  running.service.certificates = 2500;
  const Outcome outcome = ctl({"list", "--json"});
  EXPECT_EQ(outcome.code, kOk) << outcome.err;
  const auto list = outcome.json();
  ASSERT_EQ(list.as_array().size(), 2500U);
  for (const char* field : {"thumbprint_sha256", "subject", "issuer", "serial", "not_before", "not_after", "status",
                            "days_left", "profile", "source", "owner"}) {
    EXPECT_NE(list.at(0).as_object().if_contains(field), nullptr) << field;
  }
  EXPECT_EQ(list.at(2499).at("identifier").as_string(), "ID2499");
  EXPECT_EQ(list.at(0).at("not_after").as_string(), "2027-01-15T08:00:00Z");
}

TEST_F(Ctl, ListsNothingAsAnEmptyArray) {
  running.service.certificates = 0;
  EXPECT_EQ(ctl({"list", "--due-within", "28d", "--json"}).json().as_array().size(), 0U);
  EXPECT_EQ(ctl({"list", "--lang", "en"}).out, "There is no such certificate.\n");
}

TEST_F(Ctl, ListsWhatCannotBeReadBesideTheCertificates) {
  running.service.certificates = 1;
  running.service.unreadable = {{.source = "/certs",
                                 .item = "/certs/壊れた.pem",
                                 .owner = "machine",
                                 .error = Error(ErrorCode::CertificateUnparsable)}};
  const auto list = ctl({"list", "--json"}).json();
  ASSERT_EQ(list.as_array().size(), 2U);
  EXPECT_EQ(list.at(1).at("status").as_string(), "unreadable");
  EXPECT_EQ(list.at(1).at("item").as_string(), "/certs/壊れた.pem");
  EXPECT_EQ(list.at(1).at("error").at("kgn").as_string(), "KGN-1401");
  EXPECT_TRUE(list.at(1).at("not_after").is_null());
  EXPECT_TRUE(list.at(1).at("days_left").is_null());
  for (const auto& member : list.at(0).as_object()) {
    EXPECT_NE(list.at(1).as_object().if_contains(member.key()), nullptr) << member.key();
  }
  EXPECT_EQ(ctl({"list", "--json", "--status", "valid"}).json().as_array().size(), 1U);
  EXPECT_EQ(ctl({"list", "--json", "--status", "unreadable"}).json().as_array().size(), 1U);
  EXPECT_EQ(ctl({"list", "--json", "--due-within", "4w"}).json().as_array().size(), 1U);
}

TEST_F(Ctl, PrintsATableInEitherLanguage) {
  running.service.certificates = 2;
  const Outcome japanese = ctl({"list", "--lang", "ja"});
  EXPECT_EQ(japanese.code, kOk);
  EXPECT_NE(japanese.out.find("拇印"), std::string::npos) << japanese.out;
  EXPECT_NE(japanese.out.find("2027-01-15"), std::string::npos);
  EXPECT_NE(ctl({"list", "--lang", "en"}).out.find("THUMBPRINT"), std::string::npos);
}

TEST_F(Ctl, SaysTheStatus) {
  const Outcome outcome = ctl({"status", "--lang", "en"});
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_NE(outcome.out.find("1000 (0 due, 0 expired, 0 unreadable)"), std::string::npos) << outcome.out;
  EXPECT_EQ(ctl({"status", "--json"}).json().at("total").as_int64(), 1000);
}

TEST_F(Ctl, ExplainsACertificate) {
  const std::string thumbprint = pipe::numbered_certificate(0).thumbprint_sha256;
  const Outcome outcome = ctl({"explain", thumbprint, "--lang", "en"});
  EXPECT_EQ(outcome.code, kOk) << outcome.err;
  EXPECT_NE(outcome.out.find(thumbprint), std::string::npos);
  EXPECT_NE(outcome.out.find("2027"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("(KGN-2102)"), std::string::npos) << "what was tried last: " << outcome.out;
  EXPECT_EQ(ctl({"explain", thumbprint, "--json"}).json().at("last").at("code").as_string(), "attempt_failed");
  EXPECT_TRUE(ctl({"explain", thumbprint, "--json"}).json().at("certificate").at("last_attempt").is_null());
  EXPECT_EQ(ctl({"explain", thumbprint, "--json"}).json().at("why").at("code").as_string(), "valid_until");
  EXPECT_EQ(ctl({"explain", "ffffffff"}).code, kFailed);
}

TEST_F(Ctl, ShowsAndSetsTheInterval) {
  EXPECT_EQ(ctl({"interval", "--json"}).json().at("value").as_string(), "24");
  EXPECT_EQ(ctl({"interval", "12", "--json"}).json().at("value").as_string(), "12");
  ASSERT_EQ(running.service.set.size(), 1U);
  EXPECT_EQ(running.service.set[0].first, "check.interval_hours");
  const Outcome refused = ctl({"interval", "100", "--lang", "en"});
  EXPECT_EQ(refused.code, kUsage);
  EXPECT_NE(refused.err.find("KGN-1203"), std::string::npos);
  EXPECT_NE(refused.err.find('1'), std::string::npos);
  EXPECT_TRUE(refused.out.empty());
}

TEST_F(Ctl, ShowsGetsAndSetsSettings) {
  EXPECT_NE(ctl({"settings", "--lang", "en"}).out.find("check.interval_hours"), std::string::npos);
  EXPECT_EQ(ctl({"settings", "--json"}).json().at("values").as_array().size(), 2U);
  EXPECT_EQ(ctl({"settings", "get", "ui.language", "--json"}).json().at("origin").as_string(), "runtime");
  EXPECT_EQ(ctl({"settings", "get", "no.such"}).code, kNotFound);
  EXPECT_EQ(ctl({"settings", "set", "ui.language", "en", "--json"}).json().at("value").as_string(), "en");
  EXPECT_EQ(ctl({"settings", "set", "locked", "x"}).code, kNotPermitted);
  EXPECT_EQ(ctl({"settings", "reset", "ui.language"}).code, kOk);
}

TEST_F(Ctl, MarksNoticesAsRead) {
  EXPECT_EQ(ctl({"notices", "--json"}).json().at("items").as_array().size(), 0U);
  EXPECT_EQ(ctl({"notices", "--read", "1", "--json"}).json().at("unread").as_int64(), 0);
  EXPECT_EQ(ctl({"notices", "--all"}).code, kOk);
  EXPECT_EQ(ctl({"notices", "--all", "--read", "1"}).code, kUsage);
}

TEST_F(Ctl, ShowsTheHistory) {
  EXPECT_EQ(ctl({"history", "--json"}).json().at("runs").as_array().size(), 0U);
}

TEST_F(Ctl, RunsACheck) {
  std::thread answer([this] {
    ASSERT_TRUE(running.eventually([this] { return running.service.held.size() == 1; }));
    running.on_server([this] { running.service.held[0](ipc::CheckRun{.id = 5, .total = 3, .due = 1}); });
  });
  const Outcome outcome = ctl({"check", "--json"});
  answer.join();
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_EQ(outcome.json().at("id").as_int64(), 5);
}

TEST_F(Ctl, DoctorAsksTheServiceToo) {
  running.service.findings = {{.subject = "clock",
                               .verdict = "failed",
                               .reason = {.code = "doctor_error"},
                               .error = Error(ErrorCode::DatabaseCorrupt)}};
  const Outcome outcome = ctl({"doctor", "--json"});
  EXPECT_EQ(outcome.code, kFindings);
  const auto report = outcome.json();
  EXPECT_EQ(report.at("verdict").as_string(), "failed");
  const auto& last = report.at("findings").as_array().back();
  EXPECT_EQ(last.at("subject").as_string(), "clock");
  EXPECT_EQ(last.at("error").at("kgn").as_string(), "KGN-1101");
  EXPECT_FALSE(last.at("error").at("remedy").as_string().empty());
  // The test's server calls itself 9.9.
  EXPECT_NE(ctl({"doctor", "--lang", "en"}).out.find("9.9"), std::string::npos);
}

TEST_F(Ctl, TellsBothVersions) {
  const auto versions = ctl({"version", "--json"}).json();
  EXPECT_EQ(versions.at("version").as_string(), kVersion);
  EXPECT_EQ(versions.at("service_version").as_string(), "9.9");
}

std::vector<std::string> nowhere(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"--connect", ipc::to_string(pipe::fresh_endpoint())});
  return arguments;
}

TEST(CtlWithoutService, SaysThatItCannotBeReached) {
  for (const char* command : {"status", "list", "check", "interval", "settings", "notices", "history"}) {
    const Outcome human = run_without_service(nowhere({command, "--lang", "en"}));
    EXPECT_EQ(human.code, kUnreachable) << command;
    EXPECT_TRUE(human.out.empty());
    for (const char* part : {"KGN-1501", "Cause:", "What to do:"}) {
      EXPECT_NE(human.err.find(part), std::string::npos) << human.err;
    }
    const Outcome machine = run_without_service(nowhere({command, "--json"}));
    EXPECT_EQ(machine.code, kUnreachable);
    EXPECT_TRUE(machine.err.empty());
    EXPECT_EQ(machine.json().at("error").at("kgn").as_string(), "KGN-1501");
  }
}

TEST(CtlWithoutService, DoctorAndVersionStillWork) {
  const Outcome doctor = run_without_service(nowhere({"doctor", "--json"}));
  EXPECT_EQ(doctor.code, kFindings);
  EXPECT_EQ(doctor.json().at("verdict").as_string(), "failed");
  const Outcome version = run_without_service(nowhere({"version", "--json"}));
  EXPECT_EQ(version.code, kOk);
  EXPECT_TRUE(version.json().at("service_version").is_null());
}

TEST(CtlWithoutService, RefusesWrongArguments) {
  for (const auto& wrong : std::vector<std::vector<std::string>>{{},
                                                                 {"lst"},
                                                                 {"list", "--due-within", "soon"},
                                                                 {"list", "--status", "rotten"},
                                                                 {"explain"},
                                                                 {"status", "--connect", "tcp:1"},
                                                                 {"status", "--lang", "fr"},
                                                                 {"history", "--limit", "0"},
                                                                 {"profile"}}) {
    const Outcome outcome = run_without_service(wrong);
    EXPECT_EQ(outcome.code, kUsage) << (wrong.empty() ? "" : wrong[0]);
    EXPECT_NE(outcome.err.find("KGN-1008"), std::string::npos);
  }
  const Outcome json = run_without_service({"list", "--json", "--due-within", "soon"});
  EXPECT_EQ(json.code, kUsage);
  EXPECT_EQ(json.json().at("error").at("args").at("value").as_string(), "soon");
}

TEST(CtlWithoutService, HelpsAndTellsItsVersion) {
  const Outcome help = run_without_service({"--help"});
  EXPECT_EQ(help.code, kOk);
  EXPECT_NE(help.out.find("doctor"), std::string::npos);
  EXPECT_NE(run_without_service({"--version"}).out.find(kVersion), std::string::npos);
  EXPECT_NE(run_without_service({"list", "--help"}).out.find("--due-within"), std::string::npos);
}

class ProfileLint : public testing::Test {
 protected:
  std::string file(const std::string& content) {
    const auto path = folder_ / "期限.toml";
    std::ofstream(path, std::ios::binary) << content;
    const auto text = path.u8string();
    return {text.begin(), text.end()};
  }
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / fmt::format("kigen-lint-{:x}", std::random_device{}());
};

TEST_F(ProfileLint, FindsWhatIsWrongWithLineAndKey) {
  const std::string path = file("id = \"x\"\nnonsense = 1\n");
  const Outcome outcome = run_without_service({"profile", "lint", path, "--json"});
  EXPECT_EQ(outcome.code, kFindings) << outcome.out;
  const auto report = outcome.json();
  EXPECT_GT(report.at("errors").as_int64(), 0);
  EXPECT_EQ(report.at("files").at(0).at("file").as_string(), path);
  const auto& diagnostics = report.at("files").at(0).at("diagnostics").as_array();
  EXPECT_TRUE(std::ranges::any_of(diagnostics, [](const auto& diagnostic) {
    return diagnostic.at("line").as_int64() == 2 && diagnostic.at("key").as_string() == "nonsense";
  })) << outcome.out;
  const Outcome human = run_without_service({"profile", "lint", path, "--lang", "en"});
  EXPECT_NE(human.out.find(":2:"), std::string::npos) << human.out;
}

TEST_F(ProfileLint, SaysWhenAFileCannotBeRead) {
  EXPECT_EQ(run_without_service({"profile", "lint", (folder_ / "none.toml").string()}).code, kFindings);
}

}  // namespace
}  // namespace kigen::ctl
