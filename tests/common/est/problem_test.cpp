#include "common/est/problem.h"

#include <gtest/gtest.h>

#include "common/base/utf8_fold.h"
#include "common/est/clean_text.h"
#include "common/est/problem_error.h"

namespace kigen::est::testing {
namespace {

constexpr const char* kLocked = R"({"type":"urn:kigen:ra:locked","title":"Locked","status":423,
  "detail":"Three wrong codes","reason":"locked","code":"550","until":"2026-11-20T14:30:00Z","tries_left":0})";

TEST(Problem, ReadsWhatAnRaSays) {
  const auto problem = read_problem(kLocked, 423);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->status, 423);
  EXPECT_EQ(problem->type, "urn:kigen:ra:locked");
  EXPECT_EQ(problem->title, "Locked");
  EXPECT_EQ(problem->detail, "Three wrong codes");
  EXPECT_EQ(problem->reason, "locked");
  EXPECT_EQ(problem->code, "550");
  EXPECT_EQ(problem->until, from_rfc3339("2026-11-20T14:30:00Z"));
  EXPECT_EQ(problem->tries_left, 0);
}

TEST(Problem, TakesTheReasonFromTheTypeAndTheCodeFromANumber) {
  const auto problem = read_problem(R"({"type":"urn:kigen:ra:code2","code":115})", 403);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->reason, "code2");
  EXPECT_EQ(problem->code, "115");
  EXPECT_FALSE(problem->until);
  EXPECT_FALSE(problem->tries_left);
}

TEST(Problem, TrustsTheStatusLineMore) {
  EXPECT_EQ(read_problem(R"({"status":200})", 403)->status, 403);
}

TEST(Problem, LeavesOutWhatIsOfTheWrongType) {
  const auto problem = read_problem(
      R"({"title":7,"detail":["x"],"reason":"No Word","code":{"a":1},"until":"today","tries_left":-1})", 403);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->title + problem->detail + problem->reason + problem->code, "");
  EXPECT_FALSE(problem->until);
  EXPECT_FALSE(problem->tries_left);
}

TEST(Problem, IsNothingElseThanABoundedObject) {
  EXPECT_FALSE(read_problem("", 403));
  EXPECT_FALSE(read_problem("[1]", 403));
  EXPECT_FALSE(read_problem("{\"title\":\"x\"", 403));
  EXPECT_FALSE(read_problem("{\"title\":\"\xff\"}", 403));
  EXPECT_FALSE(read_problem("{\"a\":" + std::string(9, '[') + std::string(9, ']') + "}", 403));
  EXPECT_FALSE(read_problem("{\"a\":\"" + std::string(kMaxProblemSize, 'x') + "\"}", 403));
}

TEST(Problem, CleansWhatAPersonWillRead) {
  const auto problem = read_problem(
      "{\"title\":\"a\\u202eb\\u0007c\\r\\nd\",\"detail\":\"" + std::string(5000, 'x') + "\",\"code\":\"1 2\"}", 403);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->title, "abc d");
  EXPECT_EQ(problem->detail.size(), 1000U);
  EXPECT_EQ(problem->code, "");
}

TEST(CleanText, CutsBetweenCharactersAndMendsUtf8) {
  EXPECT_EQ(clean_text("\xe8\xaa\x8d\xe8\xa8\xbc", 5), "\xe8\xaa\x8d");
  EXPECT_EQ(clean_text("\xf0\x9f\x94\x91!", 4), "\xf0\x9f\x94\x91");
  EXPECT_EQ(clean_text("a\xff"
                       "b",
                       10),
            "a\xef\xbf\xbd"
            "b");
  EXPECT_EQ(clean_text("  a \t\n b  ", 10), "a b");
  EXPECT_EQ(clean_text("\xe2\x80\x8b\xe2\x80\xaf"
                       "x",
                       10),
            "\xe2\x80\xaf"
            "x");
  EXPECT_TRUE(is_utf8(clean_text(std::string(100, '\xf0'), 50)));
}

Problem refused(std::string reason, std::string code = {}, int status = 403) {
  Problem out;
  out.status = status;
  out.reason = std::move(reason);
  out.code = std::move(code);
  return out;
}

const std::vector<ReasonMapping> kLines{{"115", "network", 2101},    {"550", "authentication", 2102},
                                        {"550", "not_issued", 2110}, {"", "code2", 2104},
                                        {"9", "code2", 2105},        {"77", "locked", 1}};

Explained explained(const Problem& problem) {
  return explain(Error(ErrorCode::RaRefused), problem, kLines);
}

TEST(Explain, FollowsTheProfilesLines) {
  EXPECT_EQ(explained(refused("authentication", "550")).error.code, ErrorCode::CredentialsWrong);
  const Explained issued = explained(refused("not_issued", "550"));
  EXPECT_EQ(issued.error.code, ErrorCode::NotIssuedOrCollected);
  EXPECT_EQ(issued.mapping, 2U);
  EXPECT_EQ(explained(refused("code2", "9")).error.code, ErrorCode::AccountLocked);
  EXPECT_EQ(explained(refused("code2", "8")).mapping, 3U);
  EXPECT_EQ(explained(refused("authentication", "551")).mapping, 1U);
  EXPECT_EQ(explained(refused("", "115")).mapping, 0U);
}

TEST(Explain, FillsInTheCodeThatOnlyTheProfileKnows) {
  const Explained out = explained(refused("authentication"));
  EXPECT_EQ(out.error.args.at("ra_code"), "550");
}

TEST(Explain, KnowsEveryReasonWithoutAProfile) {
  const auto code = [](const char* reason) { return explain(Error(), refused(reason), {}).error.code; };
  EXPECT_EQ(code("code1"), ErrorCode::Code1Wrong);
  EXPECT_EQ(code("code2"), ErrorCode::Code2Wrong);
  EXPECT_EQ(code("already_issued"), ErrorCode::AlreadyIssued);
  EXPECT_EQ(code("server_error"), ErrorCode::RaSystemError);
  EXPECT_EQ(code("no_certificate"), ErrorCode::NoRenewableCertificate);
  EXPECT_EQ(code("something_new"), ErrorCode::RaRefused);
  EXPECT_EQ(explained(refused("locked", "77")).error.code, ErrorCode::AccountLocked) << "a number that no error has";
}

TEST(Explain, FollowsTheStatusWithoutAReason) {
  const auto code = [](int status) { return explain(Error(), refused("", "", status), {}).error.code; };
  EXPECT_EQ(code(401), ErrorCode::CredentialsWrong);
  EXPECT_EQ(code(423), ErrorCode::AccountLocked);
  EXPECT_EQ(code(503), ErrorCode::RaSystemError);
  EXPECT_EQ(code(409), ErrorCode::RaRefused);
  const auto bare = [](const char* status) {
    return explain(Error(ErrorCode::RaRefused).with("status", status), std::nullopt, {}).error.code;
  };
  EXPECT_EQ(bare("401"), ErrorCode::CredentialsWrong);
  EXPECT_EQ(bare("404"), ErrorCode::RaRefused);
}

TEST(Explain, TellsWhatTheTextNeeds) {
  const Explained out = explain(Error(ErrorCode::RaRefused), read_problem(kLocked, 423), {});
  EXPECT_EQ(out.error.code, ErrorCode::AccountLocked);
  EXPECT_EQ(out.error.args.at("status"), "423");
  EXPECT_EQ(out.error.args.at("reason"), "locked");
  EXPECT_EQ(out.error.args.at("ra_code"), "550");
  EXPECT_EQ(out.error.args.at("tries_left"), "0");
  EXPECT_EQ(out.error.args.at("unlocks_at"), "2026-11-20T14:30:00Z");
  EXPECT_EQ(out.error.args.at("ra_text"), "Three wrong codes");
}

TEST(Explain, SumsUpWhateverBrokeOnTheWay) {
  const Explained lost =
      explain(Error(ErrorCode::HostNameNotFound).with("host", "ra.example.jp"), std::nullopt, kLines);
  EXPECT_EQ(lost.error.code, ErrorCode::RaUnreachable) << "one code for whatever broke";
  EXPECT_EQ(lost.error.args.at("cause"), "KGN-2001");
  EXPECT_EQ(lost.error.args.at("host"), "ra.example.jp");
  EXPECT_EQ(lost.error.args.at("ra_code"), "115");
  EXPECT_EQ(lost.mapping, 0U);
  const Explained untrusted = explain(Error(ErrorCode::ServerNotTrusted), std::nullopt, kLines);
  EXPECT_EQ(untrusted.error, Error(ErrorCode::ServerNotTrusted));
  EXPECT_FALSE(untrusted.mapping);
}

}  // namespace
}  // namespace kigen::est::testing
