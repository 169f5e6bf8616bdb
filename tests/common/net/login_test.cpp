#include <gtest/gtest.h>

#include "common/net/auth_challenge.h"
#include "common/net/digest_login.h"
#include "common/net/proxy_login_file.h"
#include "common/net/request_text.h"

namespace kigen::net {
namespace {

std::vector<AuthChallenge> challenges(std::string_view value) {
  std::vector<AuthChallenge> all;
  read_challenges(value, all);
  return all;
}

std::string text_of(const Result<WipedText>& text) {
  return text ? std::string(view(*text)) : "error";
}

TEST(AuthChallenge, ReadsSeveralOfOneField) {
  const auto all = challenges(
      R"(Negotiate, NTLM TlRMTVNTUAAB==, Basic realm="a \"b\", c", Digest realm=x,nonce="n", qop="auth,auth-int")");
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].scheme, "negotiate");
  EXPECT_EQ(all[0].token, "");
  EXPECT_EQ(all[1].scheme, "ntlm");
  EXPECT_EQ(all[1].token, "TlRMTVNTUAAB==");
  EXPECT_EQ(all[2].param("realm"), "a \"b\", c");
  EXPECT_EQ(all[3].param("nonce"), "n");
  EXPECT_EQ(all[3].param("qop"), "auth,auth-int");
}

TEST(AuthChallenge, SurvivesNonsense) {
  for (const std::string text :
       {"", ",,,", "=", "\"", "Basic realm=\"", "Basic realm", "Digest =,=,=", "\x01\x02", "a b c d"}) {
    static_cast<void>(challenges(text));
  }
  std::string many;
  for (int i = 0; i < 100; ++i) many += "S" + std::to_string(i) + ", ";
  EXPECT_EQ(challenges(many).size(), kMaxChallenges);
}

// RFC 7616 3.9.1.
constexpr std::string_view kExample =
    R"(Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256,
       nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
       Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5,
       nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")";

std::string example_text() {
  std::string text(kExample);
  std::erase(text, '\n');
  return text;
}

constexpr DigestUse kUse{"GET", "/dir/index.html", "Mufasa", "Circle of Life",
                         "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"};

TEST(Digest, AnswersAsTheStandardsExampleDoes) {
  const auto all = challenges(example_text());
  ASSERT_EQ(all.size(), 2U);
  const std::string sha = text_of(digest_credentials(all[0], kUse));
  EXPECT_NE(sha.find("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\""), sha.npos) << sha;
  EXPECT_NE(sha.find("algorithm=SHA-256"), sha.npos);
  EXPECT_NE(sha.find("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""), sha.npos);
  EXPECT_NE(sha.find("qop=auth, nc=00000001"), sha.npos);
  const std::string md5 = text_of(digest_credentials(all[1], kUse));
  EXPECT_NE(md5.find("response=\"8ca523f5e9506fed4657c9700eebdbec\""), md5.npos) << md5;
}

TEST(Digest, PrefersSha256) {
  const auto all =
      challenges(R"(Digest realm="a",nonce="n",algorithm=MD5, Digest realm="a",nonce="m",algorithm=sha-256)");
  ASSERT_NE(best_digest(all), nullptr);
  EXPECT_EQ(best_digest(all)->param("nonce"), "m");
}

TEST(Digest, LeavesWhatItCannotAnswer) {
  for (const std::string text :
       {R"(Digest realm="a",nonce="n",algorithm=SHA-512-256)", R"(Digest realm="a",nonce="n",qop="auth-int")",
        R"(Digest realm="a")", R"(Digest nonce="n")", R"(Basic realm="a")"}) {
    const auto all = challenges(text);
    EXPECT_EQ(best_digest(all), nullptr) << text;
    EXPECT_EQ(text_of(digest_credentials(all[0], kUse)), "error");
  }
}

TEST(Digest, HidesAndEncodesTheUserWhereItMust) {
  const auto plain = challenges(R"(Digest realm="a",nonce="n")");
  DigestUse use = kUse;
  use.user = "\xe5\xa4\xaa";
  EXPECT_NE(text_of(digest_credentials(plain[0], use)).find("username*=UTF-8''%E5%A4%AA"), std::string::npos);
  use.user = "a\"b";
  EXPECT_NE(text_of(digest_credentials(plain[0], use)).find(R"(username="a\"b")"), std::string::npos);
  use.user = "a\r\nb";
  EXPECT_EQ(text_of(digest_credentials(plain[0], use)), "error");
  const auto hashed = challenges(R"(Digest realm="a",nonce="n",userhash=true)");
  const std::string text = text_of(digest_credentials(hashed[0], kUse));
  EXPECT_EQ(text.find("Mufasa"), text.npos);
  EXPECT_NE(text.find("userhash=true"), text.npos);
}

TEST(Basic, EncodesUserAndPassword) {
  EXPECT_EQ(text_of(basic_credentials("Aladdin", "open sesame")), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(text_of(basic_credentials("a:b", "c")), "error");
  EXPECT_EQ(text_of(basic_credentials("a", "c\r\nd")), "error");
}

TEST(RequestText, StaysOneLineAField) {
  Request request;
  request.method = "POST";
  request.target = "/x?y";
  request.headers = {{"Accept", "text/plain"}};
  request.content_type = "application/pkcs10";
  request.body = "abc";
  EXPECT_EQ(text_of(request_octets(request, "a:8443", "Basic eA==")),
            "POST /x?y HTTP/1.1\r\nHost: a:8443\r\nUser-Agent: Kigen\r\nAccept: text/plain\r\n"
            "Authorization: Basic eA==\r\nContent-Type: application/pkcs10\r\nContent-Length: 3\r\n\r\nabc");
  request.target = "/x y";
  EXPECT_EQ(text_of(request_octets(request, "a", "")), "error");
  request.target = "/";
  request.headers = {{"X", "a\r\nY: b"}};
  EXPECT_EQ(text_of(request_octets(request, "a", "")), "error");
  request.headers = {{"X:", "a"}};
  EXPECT_EQ(text_of(request_octets(request, "a", "")), "error");
}

TEST(ProxyLoginFile, GivesBackWhatWasPacked) {
  const ProxyLogin login{"DOMAIN\\alice", Secret("p\xc3\xa4ss word")};
  const auto packed = pack_login(login);
  ASSERT_TRUE(packed);
  const auto again = unpack_login(view(*packed));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->user, login.user);
  EXPECT_EQ(again->password.view(), login.password.view());
  EXPECT_FALSE(unpack_login("no end"));
  EXPECT_FALSE(unpack_login(std::string_view("a\0b\0c", 5)));
  EXPECT_FALSE(pack_login({std::string("a\0b", 3), Secret("x")}));
}

TEST(ProxyLoginFile, NamesOneFileAProxy) {
  EXPECT_EQ(proxy_login_file_name({"../../x", 1}).find_first_not_of("proxy-0123456789abcdef"), std::string::npos);
  EXPECT_NE(proxy_login_file_name({"a", 1}), proxy_login_file_name({"a", 2}));
}

}  // namespace
}  // namespace kigen::net
