// The client against a whole RA: five operations, every shape that it may answer in, every fault that it can be told to
// make, and what its accounts are refused for.
#include <gtest/gtest.h>

#include "common/est/base64_body.h"
#include "common/est/server_key.h"
#include "tests/common/est/demo_ra_rig.h"
#include "tests/common/est/error_argument.h"

namespace kigen::est::testing {
namespace {

using namespace std::chrono_literals;

struct DemoRa : ::testing::Test {
  DemoRa() { rig.reset(); }

  Client client(const std::string& label, const InHand* in_hand = nullptr) {
    net::ConnectOptions options = rig.options(label);
    if (in_hand != nullptr) options.identity = in_hand->identity;
    return Client(rig.server(label), std::move(options));
  }
  InHand in_hand(const std::string& label, const std::string& user, int days) {
    auto made = rig.ra->make_certificate(label, user, days, "x");
    EXPECT_TRUE(made);
    return take_in_hand(*made);
  }
  Expectation expect(const std::string& label, const Bytes& public_key, const Bytes& old = {}) {
    Expectation out;
    out.public_key_info = public_key;
    out.anchors = {rig.client_root(label)};
    out.old_certificate = old;
    out.now = rig.clock.now();
    return out;
  }
  /// "" when a certificate came that is all right; else the error's name, and what check or reason it gives.
  std::string outcome_of(const Result<std::variant<Issued, Pending>>& result, const Expectation& expected) {
    if (!result) return told(result.error());
    if (std::holds_alternative<Pending>(*result)) return "pending";
    const auto checked = check_issued(std::get<Issued>(*result).certificates, expected);
    return checked ? "" : told(checked.error());
  }
  static std::string told(const Error& error) {
    std::string out(name(error.code));
    for (const char* key : {"check", "reason", "phase", "status"}) {
      const std::string value = arg(error, key);
      if (!value.empty() && error.code != ErrorCode::IssuedCertificateWrong) out += std::string(" ") + value;
    }
    if (error.code == ErrorCode::IssuedCertificateWrong) out += " " + arg(error, "check");
    return out;
  }
  /// A renewal at the bank, whose certificate is the whole credential.
  std::string renew(const InHand& old, net::ConnectOptions options) {
    options.identity = old.identity;
    Client one(rig.server("bank-web"), std::move(options));
    const auto key = new_key();
    return outcome_of(one.simple_reenroll(request_for(key, old.certificate), nullptr, {}),
                      expect("bank-web", key->public_key_info(), old.certificate));
  }
  std::string renew() { return renew(in_hand("bank-web", "BANK0001", 10), rig.options("bank-web")); }
  std::string enroll(const std::string& label = "plain") {
    const auto key = new_key();
    return outcome_of(client(label).simple_enroll(request_for(key), login_of("user", "password"), {}),
                      expect(label, key->public_key_info()));
  }

  DemoRaRig& rig = DemoRaRig::shared();
};

TEST_F(DemoRa, ServesAllFiveOperationsOverOneConnection) {
  Client one = client("plain");
  const auto roots = one.ca_certs({});
  ASSERT_TRUE(roots) << to_log_line(roots.error());
  EXPECT_NE(std::find(roots->begin(), roots->end(), rig.client_root("plain")), roots->end());
  ASSERT_TRUE(one.csr_attrs({}));
  const auto login = login_of("user", "password");
  const auto key = new_key();
  const auto issued = one.simple_enroll(request_for(key), login, {});
  EXPECT_EQ(outcome_of(issued, expect("plain", key->public_key_info())), "");
  const auto made = one.server_keygen(request_for(new_key()), login, {});
  ASSERT_TRUE(made) << to_log_line(made.error());
  const auto& answer = std::get<ServerKey>(*made);
  const auto public_half = public_key_info_of(answer.private_key);
  ASSERT_TRUE(public_half);
  EXPECT_TRUE(check_issued(answer.certificates, expect("plain", *public_half)));
}

TEST_F(DemoRa, RenewsInEachOfTheThreeSystems) {
  EXPECT_EQ(renew(), "") << "bank: certificate alone";
  const auto renew_at = [this](const std::string& label, const std::string& user, int days,
                               std::shared_ptr<const net::Request::Login> login, const keys::KeySpec& spec) {
    const InHand old = in_hand(label, user, days);
    const auto key = new_key(spec);
    Client one = client(label, &old);
    return outcome_of(one.simple_reenroll(request_for(key, old.certificate), std::move(login), {}),
                      expect(label, key->public_key_info(), old.certificate));
  };
  EXPECT_EQ(renew_at("customs-filing", "RENEW001", 12, nullptr, {}), "");
  EXPECT_EQ(renew_at("corporate-banking-expired", "KAISHA01", 5, login_of("KAISHA01", "pass-word-01"), {}), "");
  EXPECT_EQ(renew_at("corporate-banking-expired", "KAISHA02", -60, login_of("KAISHA02", "pass-word-02"),
                     {.algorithm = keys::Algorithm::Ec, .ec_curve = "P-384"}),
            "")
      << "expired 60 days ago";
  EXPECT_EQ(
      renew_at("corporate-banking-expired", "KAISHA01", -95, login_of("KAISHA01", "pass-word-01"), {}).substr(0, 9),
      "RaRefused");
}

TEST_F(DemoRa, TakesEveryShapeOfAnEnrolment) {
  for (const char* shape :
       {"base64=crlf", "base64=single", "last_newline=off", "transfer=chunked", "ok_status=201", "extras",
        "order=root_first", "order=mixed", "csrattrs=none", "auth=basic", "auth=digest", "auth=digest-md5", "auth=both",
        "tls=1.2", "tls=1.3", "late_certificate", "keep_alive=off", "delay=50"}) {
    rig.reset();
    rig.set(shape);
    EXPECT_EQ(enroll(), "") << shape;
    EXPECT_EQ(renew(), "") << shape;
    if (std::string_view(shape) == "base64=single") {
      rig.set("last_newline=off");
      EXPECT_EQ(enroll(), "") << shape << " without a line end";
    }
  }
  for (const char* version : {"tls=1.2", "tls=1.3"}) {
    rig.reset();
    rig.set(version);
    rig.set("late_certificate");
    EXPECT_EQ(renew(), "") << version << " with a late certificate";
  }
}

TEST_F(DemoRa, TakesEveryShapeOfAttributes) {
  Client one = client("plain");
  for (const char* shape : {"none", "empty", "missing"}) {
    rig.set(std::string("csrattrs=") + shape);
    const auto attributes = one.csr_attrs({});
    ASSERT_TRUE(attributes) << shape;
    EXPECT_TRUE(attributes->oids.empty() && attributes->attributes.empty()) << shape;
  }
  rig.set("csrattrs=attributes");
  const auto some = one.csr_attrs({});
  ASSERT_TRUE(some);
  EXPECT_FALSE(some->attributes.empty());
  EXPECT_FALSE(some->wants_channel_binding());
}

TEST_F(DemoRa, TakesEveryShapeOfAKey) {
  for (const char* shape : {"keygen=pkcs8", "keygen=cms", "keygen=cms-data", "keygen=pkcs1", "keygen=pkcs12",
                            "base64=crlf", "base64=single", "transfer=chunked"}) {
    rig.reset();
    rig.set(shape);
    const auto made = client("plain").server_keygen(request_for(new_key()), login_of("user", "password"), {});
    ASSERT_TRUE(made) << shape << ' ' << to_log_line(made.error());
    const auto& answer = std::get<ServerKey>(*made);
    const auto public_half = public_key_info_of(answer.private_key);
    ASSERT_TRUE(public_half) << shape;
    EXPECT_TRUE(check_issued(answer.certificates, expect("plain", *public_half))) << shape;
  }
}

TEST_F(DemoRa, BindsTheRequestToTheConnectionWhereThatIsDemanded) {
  for (const char* version : {"tls=1.2", "tls=1.3"}) {
    rig.reset();
    rig.set(version);
    Client one = client("bound");
    const auto attributes = one.csr_attrs({});
    ASSERT_TRUE(attributes);
    ASSERT_TRUE(attributes->wants_channel_binding());
    const auto binding = one.channel_binding({});
    ASSERT_TRUE(binding);
    const auto key = new_key();
    const auto login = login_of("user", "password");
    EXPECT_EQ(outcome_of(one.simple_enroll(request_for(key, {}, *binding), login, {}),
                         expect("bound", key->public_key_info())),
              "")
        << version;
    const auto unbound = one.simple_enroll(request_for(new_key()), login, {});
    ASSERT_FALSE(unbound) << version;
    EXPECT_EQ(explain(unbound.error(), one.refusal(), {}).error.code, ErrorCode::CredentialsWrong);
  }
}

struct Fault {
  const char* fault;
  const char* outcome;
};

TEST_F(DemoRa, TellsEveryFaultApart) {
  for (const Fault& one : std::vector<Fault>{
           {"lose_answer", "ConnectionLost answer"},
           {"drop_after=300", "ConnectionLost answer"},
           {"reset=answer", "ConnectionLost answer"},
           {"wrong_subject", "IssuedCertificateWrong subject"},
           {"other_key", "IssuedCertificateWrong key"},
           {"wrong_chain", "IssuedCertificateWrong chain"},
           {"earlier_not_after", "IssuedCertificateWrong validity"},
           {"server_usage", "IssuedCertificateWrong usage"},
           {"no_certificate", "CertificateNotObtained"},
           {"garbage=body", "AnswerUnreadable base64"},
           {"garbage=base64", "AnswerUnreadable pkcs7"},
           {"garbage=pkcs7", "AnswerUnreadable pkcs7"},
           {"html", "AnswerUnreadable content_type"},
           {"status=500", "RaSystemError 500"},
           {"status=418", "RaRefused 418"},
           {"problem=403:authentication:550", "RaRefused 403"},
           {"redirect=https://ra.example.jp/", "AnswerUnreadable redirect"},
           {"wait=60", "pending"},
           {"wait_until=60", "pending"},
       }) {
    rig.switches.clear();
    rig.set(std::string(one.fault) + ",op=simplereenroll");
    EXPECT_EQ(renew(), one.outcome) << one.fault;
  }
}

TEST_F(DemoRa, TellsFaultsOfTheConnectionApart) {
  const InHand old = in_hand("bank-web", "BANK0001", 10);
  for (const Fault& one : std::vector<Fault>{
           {"server_certificate=expired", "ServerNotTrusted expired tls"},
           {"server_certificate=not_yet_valid", "ServerNotTrusted not_yet_valid tls"},
           {"server_certificate=unknown_ca", "ServerNotTrusted unknown_ca tls"},
           {"server_certificate=wrong_name", "ServerNotTrusted name tls"},
       }) {
    rig.switches.clear();
    rig.set(one.fault);
    EXPECT_EQ(renew(old, rig.options("bank-web")), one.outcome) << one.fault;
  }
  rig.switches.clear();
  rig.set("reset=connect");
  const std::string cut = renew(old, rig.options("bank-web"));
  EXPECT_TRUE(cut == "ConnectionLost tls" || cut == "HostUnreachable connect") << cut << ": whichever sees it first";
  net::ConnectOptions options = rig.options("bank-web");
  options.limits.answer = 200ms;
  rig.switches.clear();
  rig.set("delay=3000");
  EXPECT_EQ(renew(old, options), "HostTimedOut answer");
  options = rig.options("bank-web");
  options.limits.body_bytes = 50'000;
  rig.switches.clear();
  rig.set("huge=100000");
  EXPECT_EQ(renew(old, options).substr(0, 14), "AnswerTooLarge");
  rig.switches.clear();
  rig.set("garbage=http");
  EXPECT_EQ(renew(old, rig.options("bank-web")).substr(0, 16), "AnswerUnreadable");
}

TEST_F(DemoRa, GetsTheCertificateAfterALostAnswer) {
  const InHand old = in_hand("bank-web", "BANK0001", 10);
  const auto key = new_key();
  const Bytes request = request_for(key, old.certificate);
  const Expectation expected = expect("bank-web", key->public_key_info(), old.certificate);
  rig.set("lose_answer,op=simplereenroll,times=1");
  Client one = client("bank-web", &old);
  EXPECT_EQ(outcome_of(one.simple_reenroll(request, nullptr, {}), expected), "ConnectionLost answer");
  const std::size_t issued = rig.ra->issued().size();
  EXPECT_EQ(outcome_of(one.simple_reenroll(request, nullptr, {}), expected), "");
  EXPECT_EQ(rig.ra->issued().size(), issued) << "the same one, not another";
}

struct Refused {
  const char* label;
  const char* user;
  const char* password;
  ErrorCode code;
  const char* ra_code;
};

TEST_F(DemoRa, ExplainsWhyAnAccountIsRefused) {
  const auto refused = [this](const Refused& one) {
    const auto key = new_key();
    const bool renews = std::string_view(one.label) == "corporate-banking-expired";
    const std::optional<InHand> old = renews ? std::optional(in_hand(one.label, one.user, 5)) : std::nullopt;
    Client with = client(one.label, old ? &*old : nullptr);
    const auto login = login_of(one.user, one.password);
    const auto result = renews ? with.simple_reenroll(request_for(key, old->certificate), login, {})
                               : with.simple_enroll(request_for(key), login, {});
    EXPECT_FALSE(result) << one.user;
    return result ? Error() : explain(result.error(), with.refusal(), {}).error;
  };
  using enum ErrorCode;
  for (const Refused& one : std::vector<Refused>{
           {"customs-filing", "NOBODY01", "ALPHA001", Code1Wrong, ""},
           {"customs-filing", "ISSUED01", "FOXTROT1", AlreadyIssued, ""},
           {"customs-filing", "SYSERR01", "GOLF0001", RaSystemError, ""},
           {"customs-filing", "NOCERT01", "HOTEL001", CertificateNotObtained, ""},
           {"customs-filing", "NOTYET01", "INDIA001", NotIssuedOrCollected, ""},
           {"corporate-banking-expired", "KAISHA01", "wrong", CredentialsWrong, "550"},
           {"corporate-banking-expired", "PWLOCK01", "pass-word-03", CredentialsWrong, "550"},
           {"corporate-banking-expired", "NOTYET01", "pass-word-06", NotIssuedOrCollected, "550"},
           {"corporate-banking-expired", "FETCHED1", "pass-word-07", NotIssuedOrCollected, "550"},
       }) {
    const Error error = refused(one);
    EXPECT_EQ(name(error.code), name(one.code)) << one.label << ' ' << one.user;
    EXPECT_EQ(arg(error, "ra_code"), one.ra_code) << one.label << ' ' << one.user;
  }
  const Refused wrong{"customs-filing", "TRADE001", "WRONG001", Code2Wrong, ""};
  EXPECT_EQ(arg(refused(wrong), "tries_left"), "2");
  EXPECT_EQ(arg(refused(wrong), "tries_left"), "1");
  refused(wrong);
  const Error locked = refused({"customs-filing", "TRADE001", "ALPHA001", AccountLocked, ""});
  EXPECT_EQ(locked.code, AccountLocked);
  EXPECT_FALSE(arg(locked, "unlocks_at").empty());
}

TEST_F(DemoRa, WaitsAsLongAsItSays) {
  const auto wait = [this](const char* user, const char* password) {
    const auto result = client("customs-filing").simple_enroll(request_for(new_key()), login_of(user, password), {});
    return result && std::holds_alternative<Pending>(*result) ? std::get<Pending>(*result).retry_after : 0s;
  };
  EXPECT_GE(wait("WAIT0001", "JULIET01"), kMinRetry);
  EXPECT_GE(wait("WAIT0002", "KILO0002"), kMinRetry);
}

}  // namespace
}  // namespace kigen::est::testing
