#include "common/est/client.h"

#include <gtest/gtest.h>

#include <thread>

#include "common/est/base64_body.h"
#include "common/est/server_key.h"
#include "tests/common/est/canned_server.h"
#include "tests/common/est/error_argument.h"
#include "tests/common/est/test_ca.h"

namespace kigen::est::testing {
namespace {

using namespace std::chrono_literals;

const Der kRequest(300, 0x30);  // what is in a PKCS#10 is the server's business

struct EstClient : ::testing::Test {
  Authority root = make_root("Root", "EC P-256");
  Der leaf = issue(root, {});
  std::vector<Der> both{leaf, root.der};
  std::string good = encode_base64(certs_only(both));
};

std::vector<Der> issued(const Result<std::variant<Issued, Pending>>& result) {
  if (!result || !std::holds_alternative<Issued>(*result)) return {};
  return std::get<Issued>(*result).certificates;
}

std::chrono::seconds pending(const Result<std::variant<Issued, Pending>>& result) {
  if (!result || !std::holds_alternative<Pending>(*result)) return 0s;
  return std::get<Pending>(*result).retry_after;
}

std::shared_ptr<const net::Request::Login> login(bool preemptive) {
  auto out = std::make_shared<net::Request::Login>();
  out->user = "A1B2C3";
  out->password = Secret("right");
  out->preemptive = preemptive;
  return out;
}

TEST_F(EstClient, AsksAndEnrolsOverOneConnection) {
  CannedServer server({answers(200, good), answers(204, ""), answers(200, good), answers(200, good)});
  Client client = server.client("customs-filing");
  const auto roots = client.ca_certs({});
  ASSERT_TRUE(roots) << to_log_line(roots.error());
  EXPECT_EQ(*roots, both);
  EXPECT_TRUE(client.csr_attrs({}));
  EXPECT_EQ(issued(client.simple_enroll(kRequest, nullptr, {})), both);
  EXPECT_EQ(issued(client.simple_reenroll(kRequest, nullptr, {})), both);
  EXPECT_EQ(server.connections(), 1);
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 4U);
  EXPECT_TRUE(requests[0].starts_with("GET /.well-known/est/customs-filing/cacerts HTTP/1.1\r\n"));
  EXPECT_TRUE(requests[1].starts_with("GET /.well-known/est/customs-filing/csrattrs HTTP/1.1\r\n"));
  EXPECT_TRUE(requests[2].starts_with("POST /.well-known/est/customs-filing/simpleenroll HTTP/1.1\r\n"));
  EXPECT_TRUE(requests[3].starts_with("POST /.well-known/est/customs-filing/simplereenroll HTTP/1.1\r\n"));
}

TEST_F(EstClient, SendsWrappedBase64WithItsLength) {
  CannedServer server({answers(200, good)});
  ASSERT_FALSE(issued(server.client().simple_enroll(kRequest, nullptr, {})).empty());
  const std::string request = server.requests().at(0);
  const std::string body = encode_base64(kRequest);
  EXPECT_TRUE(request.starts_with("POST /.well-known/est/simpleenroll HTTP/1.1\r\n"));
  EXPECT_TRUE(request.ends_with("\r\n\r\n" + body));
  EXPECT_EQ(body.find('\n'), 76U);
  EXPECT_TRUE(body.ends_with('\n'));
  EXPECT_NE(request.find("\r\nContent-Length: " + std::to_string(body.size()) + "\r\n"), std::string::npos);
  EXPECT_NE(request.find("\r\nContent-Type: application/pkcs10\r\n"), std::string::npos);
  EXPECT_NE(request.find("\r\nAccept: application/pkcs7-mime"), std::string::npos);
}

TEST_F(EstClient, KnowsWhereTheServiceIs) {
  CannedServer server({answers(200, good), answers(200, good), answers(200, good)});
  const auto ask = [&server](const std::string& target, const std::string& label) {
    Client client({.base = server.url(target), .label = label}, server.options());
    EXPECT_TRUE(client.ca_certs({}));
    return server.requests().back().substr(4, server.requests().back().find(" HTTP") - 4);
  };
  EXPECT_EQ(ask("/ra/?x=1", ""), "/ra/.well-known/est/cacerts");
  EXPECT_EQ(ask("/.well-known/est/", "a b/c"), "/.well-known/est/a%20b%2Fc/cacerts");
  EXPECT_EQ(ask("/", "bank-web"), "/.well-known/est/bank-web/cacerts");
}

TEST_F(EstClient, TakesTheShapesThatServersSend) {
  std::string crlf, one_line = encode_base64(certs_only(both), LineLength::None);
  for (const char c : good) crlf += c == '\n' ? "\r\n" : std::string(1, c);
  const std::string pem = "-----BEGIN PKCS7-----\n" + good + "-----END PKCS7-----\n";
  const std::string type = "Content-Type: application/pkcs7-mime; smime-type=certs-only\r\n";
  const std::vector<Step> steps{answers(201, good, type),
                                answers(200, crlf, "Content-Type: application/pkcs7-mime\r\n"),
                                answers(200, one_line, "Content-Type: APPLICATION/X-PKCS7-MIME\r\n"),
                                answers(200, one_line + "\n", "Content-Type: text/plain\r\n"),
                                answers_in_chunks(200, good),
                                answers(200, text_of(certs_only(both)), "Content-Type: application/octet-stream\r\n"),
                                answers(200, pem, type),
                                answers(200, encode_base64(certs_only(both, true)), type)};
  CannedServer server(steps);
  Client client = server.client();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto result = client.simple_enroll(kRequest, nullptr, {});
    EXPECT_EQ(issued(result), both) << i << ' ' << (result ? "" : to_log_line(result.error()));
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(EstClient, WaitsAsLongAsTheRaSays) {
  CannedServer server(
      {answers(202, "", "Retry-After: 120\r\n"), answers(202, "", "Retry-After: 1\r\n"),
       answers(202, "", "Date: Fri, 20 Nov 2020 13:00:00 GMT\r\nRetry-After: Fri, 20 Nov 2020 13:04:00 GMT\r\n"),
       answers(202, "wait")});
  Client client = server.client();
  EXPECT_EQ(pending(client.simple_enroll(kRequest, nullptr, {})), 120s);
  EXPECT_EQ(pending(client.simple_reenroll(kRequest, nullptr, {})), kMinRetry);
  EXPECT_EQ(pending(client.simple_enroll(kRequest, nullptr, {})), 240s) << "by the RA's clock";
  EXPECT_EQ(pending(client.simple_enroll(kRequest, nullptr, {})), 300s);
}

TEST_F(EstClient, HasNoAttributesWhereTheRaNamesNone) {
  const std::string empty = encode_base64(Der{0x30, 0x00});
  const std::string binding =
      encode_base64(x509::testing::der(0x30, Der{0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 7}));
  CannedServer server({answers(204, ""), answers(404, "not here"), answers(200, empty), answers(200, ""),
                       answers(200, binding, "Content-Type: application/csrattrs\r\n"), answers(500, "")});
  Client client = server.client();
  for (int i = 0; i < 4; ++i) {
    const auto attributes = client.csr_attrs({});
    ASSERT_TRUE(attributes) << i;
    EXPECT_TRUE(attributes->oids.empty());
  }
  const auto attributes = client.csr_attrs({});
  ASSERT_TRUE(attributes);
  EXPECT_TRUE(attributes->wants_channel_binding());
  EXPECT_EQ(client.csr_attrs({}).error().code, ErrorCode::RaSystemError);
}

TEST_F(EstClient, BringsAKeyThatTheRaMade) {
  const std::string body = "--b\r\nContent-Type: application/pkcs8\r\n\r\n" + encode_base64(pkcs8("EC P-256")) +
                           "\r\n--b\r\nContent-Type: application/pkcs7-mime; smime-type=certs-only\r\n\r\n" + good +
                           "\r\n--b--\r\n";
  CannedServer server({answers(200, body, "Content-Type: multipart/mixed; boundary=b\r\n"),
                       answers(202, "", "Retry-After: 60\r\n"), answers(200, good)});
  Client client = server.client();
  const auto made = client.server_keygen(kRequest, nullptr, {});
  ASSERT_TRUE(made) << to_log_line(made.error());
  EXPECT_EQ(std::get<ServerKey>(*made).private_key, pkcs8("EC P-256"));
  EXPECT_EQ(std::get<ServerKey>(*made).certificates, both);
  const auto later = client.server_keygen(kRequest, nullptr, {});
  ASSERT_TRUE(later);
  EXPECT_EQ(std::get<Pending>(*later).retry_after, 60s);
  EXPECT_EQ(arg(client.server_keygen(kRequest, nullptr, {}).error(), "reason"), "no_key");
}

TEST_F(EstClient, SaysWhatTheRaSays) {
  const std::string problem = R"({"title":"Wrong","reason":"code2","code":"9","tries_left":1})";
  CannedServer server({answers(403, problem, "Content-Type: application/problem+json\r\n"),
                       answers(400, "the CSR is no CSR\r\n"), answers(503, "", "Retry-After: 90\r\n"),
                       answers(200, good)});
  Client client = server.client();
  const auto refused = client.simple_enroll(kRequest, nullptr, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::RaRefused);
  EXPECT_EQ(arg(refused.error(), "status"), "403");
  EXPECT_EQ(arg(refused.error(), "host"), "127.0.0.1");
  ASSERT_TRUE(client.refusal());
  EXPECT_EQ(client.refusal()->reason, "code2");
  EXPECT_EQ(client.refusal()->tries_left, 1);
  const auto plain = client.simple_enroll(kRequest, nullptr, {});
  ASSERT_FALSE(plain);
  EXPECT_EQ(plain.error().detail, "the CSR is no CSR");
  EXPECT_FALSE(client.refusal());
  const auto down = client.simple_enroll(kRequest, nullptr, {});
  ASSERT_FALSE(down);
  EXPECT_EQ(down.error().code, ErrorCode::RaSystemError);
  EXPECT_EQ(arg(down.error(), "retry_after"), "90");
  EXPECT_FALSE(issued(client.simple_enroll(kRequest, nullptr, {})).empty());
  EXPECT_EQ(server.connections(), 1) << "a refusal is no reason to connect anew";
}

TEST_F(EstClient, LogsInWhenAskedTo) {
  const std::string challenge = "WWW-Authenticate: Basic realm=\"ra\"\r\n";
  CannedServer server({answers(401, "", challenge), answers(200, good), answers(200, good), answers(401, "", challenge),
                       answers(401, "", challenge)});
  Client client = server.client();
  EXPECT_FALSE(issued(client.simple_enroll(kRequest, login(false), {})).empty());
  EXPECT_FALSE(issued(client.simple_enroll(kRequest, login(true), {})).empty());
  const auto wrong = client.simple_enroll(kRequest, login(false), {});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(arg(wrong.error(), "status"), "401");
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 5U);
  const auto tells = [&](std::size_t i) {
    return requests[i].find("Authorization: Basic QTFCMkMzOnJpZ2h0") != std::string::npos;
  };
  EXPECT_FALSE(tells(0));
  EXPECT_TRUE(tells(1));
  EXPECT_TRUE(tells(2));
}

TEST_F(EstClient, RefusesWhatIsNoAnswer) {
  CannedServer server({answers(200, "<html>sign in</html>", "Content-Type: text/html\r\n"), answers(200, ""),
                       answers(200, encode_base64(certs_only({}))), answers(200, "?"), answers(204, ""),
                       answers(206, good), answers(200, good, "Content-Type: application/problem+json\r\n")});
  Client client = server.client();
  const auto ask = [&] { return client.simple_enroll(kRequest, nullptr, {}).error(); };
  EXPECT_EQ(arg(ask(), "reason"), "content_type");
  EXPECT_EQ(ask().code, ErrorCode::CertificateNotObtained);
  EXPECT_EQ(ask().code, ErrorCode::CertificateNotObtained);
  EXPECT_EQ(arg(ask(), "reason"), "base64");
  EXPECT_EQ(ask().code, ErrorCode::CertificateNotObtained);
  EXPECT_EQ(arg(ask(), "reason"), "status");
  EXPECT_EQ(arg(ask(), "reason"), "content_type");
}

TEST_F(EstClient, FollowsRedirectsWithinTheOrigin) {
  CannedServer server({answers(307, "", "Location: /elsewhere\r\n"), answers(302, "", "Location: further?a=1\r\n"),
                       answers(200, good)});
  EXPECT_EQ(issued(server.client().simple_enroll(kRequest, nullptr, {})), both);
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_TRUE(requests[1].starts_with("POST /elsewhere "));
  EXPECT_TRUE(requests[2].starts_with("POST /further?a=1 "));
  EXPECT_TRUE(requests[2].ends_with(encode_base64(kRequest)));
}

TEST_F(EstClient, FollowsNoOtherRedirects) {
  CannedServer stranger({answers(200, good)});
  const auto refused = [&](const Step& step, int requests) {
    CannedServer server({step, step, step, step, step});
    const auto result = server.client().simple_enroll(kRequest, login(true), {});
    EXPECT_EQ(result ? "" : arg(result.error(), "reason"), "redirect");
    EXPECT_EQ(server.requests().size(), static_cast<std::size_t>(requests));
  };
  refused(answers(307, "", "Location: https://127.0.0.1:" + std::to_string(stranger.url().port) + "/\r\n"), 1);
  refused(answers(307, "", "Location: https://ra.example.jp/\r\n"), 1);
  refused(answers(307, "", "Location: http://127.0.0.1/\r\n"), 1);
  refused(answers(307, ""), 1);
  refused(answers(303, "", "Location: /\r\n"), 1);
  refused(answers(304, ""), 1);
  refused(answers(307, "", "Location: /again\r\n"), 4);
  EXPECT_TRUE(stranger.requests().empty());
}

TEST_F(EstClient, ConnectsAnewWhenTheServerHasClosed) {
  for (const bool told : {true, false}) {
    CannedServer server({answers_and_closes(204, "", told), answers_and_closes(200, good, told), answers(200, good)});
    Client client = server.client();
    EXPECT_TRUE(client.csr_attrs({}));
    EXPECT_EQ(issued(client.simple_enroll(kRequest, nullptr, {})), both) << told;
    EXPECT_TRUE(client.ca_certs({}));
    EXPECT_EQ(server.connections(), 3);
    EXPECT_EQ(server.requests().size(), 3U);
  }
}

TEST_F(EstClient, RepeatsWhatOnlyReadsAndNotWhatEnrols) {
  CannedServer server({answers(204, ""), cuts(), answers(200, good), cuts(), answers(200, good)});
  Client client = server.client();
  EXPECT_TRUE(client.csr_attrs({}));
  EXPECT_TRUE(client.ca_certs({})) << "cut off, and asked once more";
  const auto lost = client.simple_enroll(kRequest, nullptr, {});
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::ConnectionLost);
  EXPECT_EQ(arg(lost.error(), "phase"), "answer") << "the RA may have issued: the caller decides";
  EXPECT_EQ(server.requests().size(), 4U);
  EXPECT_EQ(issued(client.simple_enroll(kRequest, nullptr, {})), both);
}

TEST_F(EstClient, BindsARequestToItsConnection) {
  CannedServer server({answers(204, ""), answers(200, good), answers_and_closes(204, "", false),
                       answers_and_closes(200, good, true), answers(200, good)});
  Client client = server.client();
  EXPECT_TRUE(client.csr_attrs({}));
  const auto binding = client.channel_binding({});
  ASSERT_TRUE(binding) << to_log_line(binding.error());
  EXPECT_FALSE(binding->empty());
  EXPECT_EQ(*binding, *client.channel_binding({}));
  EXPECT_EQ(issued(client.simple_enroll(kRequest, nullptr, {})), both);
  EXPECT_EQ(server.connections(), 1);

  ASSERT_TRUE(client.channel_binding({}));
  EXPECT_TRUE(client.csr_attrs({}));
  const auto lost = client.simple_enroll(kRequest, nullptr, {});
  ASSERT_FALSE(lost) << "the request is bound to a connection that is gone";
  EXPECT_EQ(lost.error().code, ErrorCode::ConnectionLost);
  EXPECT_EQ(server.requests().size(), 3U);
  const auto fresh = client.channel_binding({});
  ASSERT_TRUE(fresh);
  EXPECT_NE(*fresh, *binding);
  EXPECT_EQ(issued(client.simple_enroll(kRequest, nullptr, {})), both);
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(issued(client.simple_enroll(kRequest, nullptr, {})), both) << "a binding holds for one request";
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(EstClient, EndsWhenTold) {
  CannedServer server({stays_silent()});
  Client client = server.client();
  std::stop_source stop;
  std::jthread teller([&] {
    EXPECT_TRUE(server.wait_for_requests(1));
    stop.request_stop();
  });
  const auto result = client.simple_enroll(kRequest, nullptr, stop.get_token());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
}

TEST_F(EstClient, ReadsNoMoreThanAnAnswerHas) {
  CannedServer server({answers(200, std::string(5000, 'A'))});
  net::ConnectOptions options = server.options();
  options.limits.body_bytes = 4000;
  Client client({.base = server.url(), .label = ""}, options);
  EXPECT_EQ(client.ca_certs({}).error().code, ErrorCode::AnswerTooLarge);
}

}  // namespace
}  // namespace kigen::est::testing
