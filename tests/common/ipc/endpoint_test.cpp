#include "common/ipc/endpoint.h"

#include <gtest/gtest.h>

namespace kigen::ipc {
namespace {

#ifdef _WIN32
TEST(Endpoint, ReadsPipeNames) {
  const auto named = parse_endpoint("pipe:KigenTest");
  ASSERT_TRUE(named);
  EXPECT_EQ(named->address, R"(\\.\pipe\KigenTest)");
  EXPECT_FALSE(named->is_default);
  EXPECT_EQ(to_string(*named), "pipe:KigenTest");
  EXPECT_EQ(parse_endpoint(R"(pipe:\\.\pipe\KigenTest)")->address, named->address);
}

TEST(Endpoint, KnowsTheServicesOwnPipeInAnySpelling) {
  EXPECT_TRUE(parse_endpoint("pipe:Kigen")->is_default);
  EXPECT_TRUE(parse_endpoint("pipe:KIGEN")->is_default);
}

TEST(Endpoint, RefusesOtherComputersAndPaths) {
  for (const char* bad : {R"(pipe:\\server\pipe\Kigen)", R"(pipe:a\b)", "pipe:a/b", "pipe:", "unix:/tmp/x"}) {
    EXPECT_FALSE(parse_endpoint(bad)) << bad;
  }
}
#else
TEST(Endpoint, ReadsSocketPaths) {
  const auto named = parse_endpoint("unix:/tmp/k.sock");
  ASSERT_TRUE(named);
  EXPECT_EQ(named->address, "/tmp/k.sock");
  EXPECT_FALSE(named->is_default);
  EXPECT_EQ(to_string(*named), "unix:/tmp/k.sock");
}

TEST(Endpoint, RefusesWhatTheSystemCannotHold) {
  EXPECT_TRUE(parse_endpoint("unix:/" + std::string(106, 'a')));
  EXPECT_FALSE(parse_endpoint("unix:/" + std::string(107, 'a')));
  EXPECT_FALSE(parse_endpoint("unix:"));
  EXPECT_FALSE(parse_endpoint("pipe:Kigen"));
}
#endif

TEST(Endpoint, RefusesWhatIsNeither) {
  for (const std::string& bad :
       {std::string(), std::string("tcp:1"), std::string("/tmp/x"), std::string("unix:/a\0b", 9)}) {
    const auto endpoint = parse_endpoint(bad);
    ASSERT_FALSE(endpoint) << bad;
    EXPECT_EQ(endpoint.error().code, ErrorCode::InvalidArgument);
  }
}

TEST(Endpoint, WritesTheDefaultSoThatItIsReadBack) {
  EXPECT_EQ(parse_endpoint(to_string(default_endpoint())).value(), default_endpoint());
}

}  // namespace
}  // namespace kigen::ipc
