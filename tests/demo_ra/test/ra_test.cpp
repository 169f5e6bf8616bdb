// The whole authority without a network, the profiles that it writes, and its TLS.
#include "tests/demo_ra/ra.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "common/base/distinguished_name.h"
#include "common/platform/random.h"
#include "common/profile/profile_set.h"
#include "tests/demo_ra/admin.h"
#include "tests/demo_ra/http_shell.h"
#include "tests/demo_ra/overrides.h"
#include "tests/demo_ra/server.h"
#include "tests/demo_ra/tls_context.h"

namespace kigen::demo_ra {
namespace {

using namespace std::chrono;

// CAs cost seconds: one folder for all tests, which use accounts of their own.
class DemoRa : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::filesystem::temp_directory_path() / ("kigen-ra-test-" + platform::random_hex());
    std::filesystem::create_directories(folder_);
  }
  static void TearDownTestSuite() {
    std::error_code failed;
    std::filesystem::remove_all(folder_, failed);
  }

  static Message post(const std::string& label, const std::string& operation, const std::string& login, EVP_PKEY* key,
                      X509* like = nullptr) {
    const RequestPtr request(::X509_REQ_new());
    if (like != nullptr) check(::X509_REQ_set_subject_name(request.get(), ::X509_get_subject_name(like)) == 1);
    check(::X509_REQ_set_pubkey(request.get(), key) == 1 && ::X509_REQ_sign(request.get(), key, ::EVP_sha256()) > 0);
    const BioPtr memory = memory_bio();
    check(::i2d_X509_REQ_bio(memory.get(), request.get()) == 1);
    Message message{.method = "POST",
                    .target = "/.well-known/est/" + label + "/" + operation,
                    .headers = {},
                    .body = to_base64(written(memory.get()))};
    if (!login.empty()) message.headers["authorization"] = "Basic " + to_base64(login);
    return message;
  }

  static Peer peer_of(const std::string& pem) {
    Peer peer;
    if (!pem.empty()) peer.certificate = certificate_from_pem(pem);
    return peer;
  }

  static inline std::filesystem::path folder_;
  SettableClock clock_;
  Switchboard switches_;
  RegistrationAuthority ra_{folder_ / "demo-ra.db", clock_, switches_};
  KeyPtr key_ = new_ec_key();
};

TEST_F(DemoRa, IssuesForTheKeyThatWasAskedForWithTheAccountsSubject) {
  const Answer answer = ra_.handle(post("customs-filing", "simpleenroll", "TRADE001:ALPHA001", key_.get()), {});
  ASSERT_EQ(answer.status, 200);
  const IssuedRecord record = ra_.issued().back();
  const CertificatePtr certificate = certificate_from_der(record.der);
  EXPECT_EQ(key_id(::X509_get0_pubkey(certificate.get())), key_id(key_.get()));
  EXPECT_EQ(name_text(::X509_get_subject_name(certificate.get())), "CN=TRADE001,O=見本港湾運送株式会社,C=JP");
  EXPECT_EQ(ra_.handle(post("customs-filing", "simpleenroll", "TRADE001:ALPHA001", key_.get()), {}).status, 409);
}

TEST_F(DemoRa, RemembersAfterARestart) {
  const std::string before = sha256_hex(to_der(ra_.authority().of("bank-web").client_root().certificate.get()));
  ASSERT_TRUE(ra_.make_certificate("bank-web", "BANK0002", 5, "x"));
  RegistrationAuthority again(folder_ / "demo-ra.db", clock_, switches_);
  EXPECT_EQ(sha256_hex(to_der(again.authority().of("bank-web").client_root().certificate.get())), before);
  EXPECT_EQ(again.issued().back().user, "BANK0002");
}

TEST_F(DemoRa, RenewsByCertificateAndRefusesTheOldOneAfterwards) {
  const auto held = ra_.make_certificate("bank-web", "BANK0001", 10, "x");
  ASSERT_TRUE(held);
  const CertificatePtr old = certificate_from_pem(held->certificate_pem);
  const Message page{.method = "GET", .target = "/check/bank-web"};
  EXPECT_EQ(ra_.handle(page, peer_of(held->certificate_pem)).status, 200);
  const Message message = post("bank-web", "simplereenroll", "", key_.get(), old.get());
  ASSERT_EQ(ra_.handle(message, peer_of(held->certificate_pem)).status, 200);
  EXPECT_EQ(ra_.handle(page, peer_of(held->certificate_pem)).status, 403);
  EXPECT_EQ(ra_.handle(page, peer_of(to_pem(certificate_from_der(ra_.issued().back().der).get()))).status, 200);
  const std::size_t count = ra_.issued().size();
  EXPECT_EQ(ra_.handle(message, peer_of(held->certificate_pem)).status, 200) << "the same key again";
  EXPECT_EQ(ra_.issued().size(), count);
}

TEST_F(DemoRa, WantsTheSameSubjectOnARenewal) {
  const auto held = ra_.make_certificate("bank-web", "BANK0001", 10, "x");
  EXPECT_EQ(ra_.handle(post("bank-web", "simplereenroll", "", key_.get()), peer_of(held->certificate_pem)).status, 400);
}

TEST_F(DemoRa, KnowsItsOwnCertificatesFromForgedOnes) {
  const auto held = ra_.make_certificate("bank-web", "BANK0001", 10, "x");
  const CertificatePtr real = certificate_from_pem(held->certificate_pem);
  // The same issuer's name and the same content, signed by somebody else.
  const CertificatePtr forged(::X509_dup(real.get()));
  check(::X509_sign(forged.get(), key_.get(), ::EVP_sha256()) > 0);
  const Message page{.method = "GET", .target = "/check/bank-web"};
  EXPECT_EQ(ra_.handle(page, peer_of(held->certificate_pem)).status, 200);
  EXPECT_EQ(ra_.handle(page, peer_of(to_pem(forged.get()))).status, 403);
}

// Status, reason and whose it is, as a client of the holder's page sees it.
std::string holder_of(RegistrationAuthority& ra, const std::string& path) {
  const Answer answer = ra.handle({.method = "GET", .target = path}, {});
  return std::to_string(answer.status) + " " + answer.content_type + " " + answer.body;
}

TEST_F(DemoRa, SaysWhoseATokenIs) {
  ra_.hand_out({.serial = "c0ffee0123456789", .user = "YAMADA HANAKO"});
  EXPECT_EQ(holder_of(ra_, "/etoken/tokens/c0ffee0123456789"),
            "200 application/json {\"name\":\"YAMADA HANAKO\",\"state\":\"ready\"}\n");
  EXPECT_EQ(holder_of(ra_, "/etoken/tokens/C0FFEE012345678%39"), holder_of(ra_, "/etoken/tokens/c0ffee0123456789"));
  EXPECT_NE(holder_of(ra_, "/etoken/tokens/0261a002").find("\"holds_certificate\""), std::string::npos);
  EXPECT_EQ(ra_.requests().back().token, "0261a002");
  for (const char* unknown : {"c0ffee", "%00", "'", "0261a001%20"}) {
    const std::string told = holder_of(ra_, std::string("/etoken/tokens/") + unknown);
    EXPECT_TRUE(told.starts_with("404 application/problem+json ")) << told;
    EXPECT_NE(told.find("\"reason\":\"token_unregistered\""), std::string::npos) << told;
  }
  for (const char* nowhere : {"/etoken/tokens/", "/etoken/tokens/%zz", "/plain/tokens/0261a001", "/tokens/0261a001"})
    EXPECT_TRUE(holder_of(ra_, nowhere).starts_with("404 text/plain")) << nowhere;
}

TEST_F(DemoRa, StoresOnceOnATokenThatWasHandedOut) {
  const auto ask = [&](const std::string& login, EVP_PKEY* key) {
    const Answer answer = ra_.handle(post("etoken", "simpleenroll", login, key), {});
    return answer.status == 200 ? "issued" : ra_.requests().back().reason;
  };
  const KeyPtr other = new_ec_key();
  EXPECT_EQ(ask("feed0001:StorePin1", key_.get()), "token_unregistered");
  EXPECT_EQ(ask("YAMADA HANAKO:StorePin1", key_.get()), "token_unregistered") << "the name is no serial";
  ra_.hand_out({.serial = "feed0001", .user = "YAMADA HANAKO"});
  EXPECT_EQ(ask("feed0001:StorePin2", key_.get()), "storage_pin") << "that is another user's";
  EXPECT_NE(holder_of(ra_, "/etoken/tokens/feed0001").find("ready"), std::string::npos);
  EXPECT_EQ(ask("FEED0001:StorePin1", key_.get()), "issued");
  EXPECT_EQ(ra_.issued().back().user, "YAMADA HANAKO");
  EXPECT_EQ(ra_.requests().back().token, "feed0001");
  EXPECT_NE(holder_of(ra_, "/etoken/tokens/feed0001").find("holds_certificate"), std::string::npos);
  EXPECT_EQ(ask("feed0001:StorePin1", other.get()), "token_holds_certificate");
  const std::size_t count = ra_.issued().size();
  EXPECT_EQ(ask("feed0001:StorePin1", key_.get()), "issued") << "the same key again";
  EXPECT_EQ(ra_.issued().size(), count);
  ra_.take_back("feed0001");
  EXPECT_EQ(ask("feed0001:StorePin1", key_.get()), "token_unregistered");
}

TEST_F(DemoRa, CallsATokenReadyAfterAFaultThatSpoiltTheCertificate) {
  ra_.hand_out({.serial = "feed0002", .user = "SATO KEN"});
  switches_.set({.name = "other_key", .value = "on", .operation = "simpleenroll", .label = "etoken", .times = 1});
  ASSERT_EQ(ra_.handle(post("etoken", "simpleenroll", "feed0002:StorePin2", key_.get()), {}).status, 200);
  EXPECT_NE(holder_of(ra_, "/etoken/tokens/feed0002").find("ready"), std::string::npos);
}

TEST_F(DemoRa, RemembersTokensAfterARestartAndPutsThemBackAtAReset) {
  const std::filesystem::path file = folder_ / "tokens.db";
  std::filesystem::copy_file(folder_ / "demo-ra.db", file, std::filesystem::copy_options::overwrite_existing);
  RegistrationAuthority first(file, clock_, switches_);
  first.hand_out({.serial = "feed0003", .user = "SATO KEN"});
  ASSERT_EQ(first.handle(post("etoken", "simpleenroll", "feed0003:StorePin2", key_.get()), {}).status, 200);
  RegistrationAuthority again(file, clock_, switches_);
  EXPECT_NE(holder_of(again, "/etoken/tokens/feed0003").find("holds_certificate"), std::string::npos);
  again.reset();
  EXPECT_NE(holder_of(again, "/etoken/tokens/feed0003").find("ready"), std::string::npos);
}

TEST_F(DemoRa, TakesTokensOverTheAdminInterface) {
  const AdminContext context{&ra_, &switches_, &clock_};
  const auto send = [&](const std::string& body) {
    return handle_admin(context, {.method = "POST", .target = "/admin/tokens", .body = body});
  };
  EXPECT_EQ(send(R"({"serial":"feed0004","user":"SATO KEN","state":"holds_certificate"})").status, 200);
  EXPECT_NE(holder_of(ra_, "/etoken/tokens/feed0004").find("holds_certificate"), std::string::npos);
  EXPECT_EQ(send(R"({"serial":"feed0004","state":"unregistered"})").status, 200);
  EXPECT_TRUE(holder_of(ra_, "/etoken/tokens/feed0004").starts_with("404"));
  for (const char* wrong :
       {R"({"user":"SATO KEN"})", R"({"serial":"a b","user":"SATO KEN"})", R"({"serial":"1","user":"NOBODY"})",
        R"({"serial":"1","user":"SATO KEN","state":"new"})", R"({"serial":"1","user":"user","profile":"plain"})"})
    EXPECT_EQ(send(wrong).status, 400) << wrong;
  const Answer all = handle_admin(context, {.method = "GET", .target = "/admin/tokens"});
  EXPECT_NE(all.body.find("\"storage_pin\":\"StorePin1\""), std::string::npos) << all.body;
}

TEST_F(DemoRa, FollowsTheClockThatIsSet) {
  clock_.set(*from_rfc3339("2030-01-01T00:00:00Z"));
  ASSERT_EQ(ra_.handle(post("plain", "simpleenroll", "user:password", key_.get()), {}).status, 200);
  EXPECT_GE(ra_.issued().back().not_after, *from_rfc3339("2030-12-31T00:00:00Z"));
}

TEST_F(DemoRa, LogsNoCredentials) {
  static_cast<void>(ra_.handle(post("plain", "simpleenroll", "user:password", key_.get()), {}));
  static_cast<void>(ra_.handle(post("plain", "simpleenroll", "nobody-I-know:hidden", key_.get()), {}));
  EXPECT_EQ(ra_.requests()[0].user, "user");
  EXPECT_EQ(ra_.requests()[1].user, "") << "whatever was typed into the user's field may be a secret";
  EXPECT_EQ(ra_.requests()[1].reason, "authentication");
}

TEST_F(DemoRa, AnswersNonsenseWithARefusal) {
  Message message = post("plain", "simpleenroll", "user:password", key_.get());
  for (const std::string& body :
       {std::string("\0\xff", 2), std::string("AAAA"), message.body + "AAAA", std::string(5000, '=')}) {
    message.body = body;
    EXPECT_EQ(ra_.handle(message, {}).status, 400);
  }
  EXPECT_EQ(ra_.handle({.method = "GET", .target = "/.well-known/est/nowhere/cacerts"}, {}).status, 404);
  EXPECT_EQ(ra_.handle({.method = "GET", .target = "/.well-known/est/plain/simpleenroll"}, {}).status, 405);
}

TEST_F(DemoRa, WritesProfilesThatAreWholeAndMatchWhatItIssues) {
  const Ports ports{{"customs-filing", 1},
                    {"corporate-banking-expired", 2},
                    {"bank-web", 3},
                    {"secure-network-token", 4},
                    {"etoken", 5}};
  const ProfileChoices choices{
      .key_provider = "capi", .token_modules = {"C:\\token\\driver.dll"}, .initial_pin = "00000000"};
  ASSERT_TRUE(write_profiles(folder_ / "profiles", ra_.authority(), ports, "localhost", choices));
  const auto set =
      profile::load_profiles(std::filesystem::path(KIGEN_SOURCE_DIR) / "config/issuers", folder_ / "profiles");
  for (const Diagnostic& one : set.diagnostics) EXPECT_EQ(one.severity, Diagnostic::Severity::Warning) << one.file;
  ASSERT_EQ(set.profiles.size(), 5U);
  const auto customs = set.find("customs-filing");
  EXPECT_EQ(customs->enroll.base_url, "https://localhost:1/");
  EXPECT_EQ(customs->key.provider, "capi");
  EXPECT_EQ(customs->roots.size(), 4U);
  for (const char* label : {"etoken", "secure-network-token", "bank-web"})
    EXPECT_EQ(set.find(label)->token->modules, choices.token_modules) << label;
  const auto etoken = set.find("etoken");
  EXPECT_EQ(etoken->token->holder_url, "https://localhost:5/etoken/tokens/{serial}");
  EXPECT_EQ(etoken->token->pin, "set");
  EXPECT_EQ(etoken->token->initial_pin, "00000000");
  EXPECT_EQ(etoken->token->pin_min, 4);
  EXPECT_EQ(etoken->token->pin_max, 8);
  EXPECT_TRUE(etoken->token->unblock);
  EXPECT_FALSE(set.find("secure-network-token")->token->unblock);
  const Signer& issuing = ra_.authority().of("customs-filing").issuing;
  EXPECT_EQ(normalise_distinguished_name(customs->match.issuer_dn.at(0)),
            normalise_distinguished_name(name_text(::X509_get_subject_name(issuing.certificate.get()))));
}

// A client of OpenSSL's own, over a real socket.
struct Client {
  Client(std::uint16_t port, int version) : context(::SSL_CTX_new(::TLS_client_method())) {
    SSL_CTX_set_min_proto_version(context.get(), version);
    SSL_CTX_set_max_proto_version(context.get(), version);
    bio.reset(::BIO_new_ssl_connect(context.get()));
    BIO_set_conn_hostname(bio.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
    BIO_get_ssl(bio.get(), &ssl);
  }
  std::string ask(const std::string& text) const {
    if (::BIO_write(bio.get(), text.data(), static_cast<int>(text.size())) <= 0) return {};
    std::string answer;
    char part[4096];
    for (int size = 0; (size = ::BIO_read(bio.get(), part, sizeof part)) > 0;)
      answer.append(part, static_cast<std::size_t>(size));
    return answer;
  }
  SslContextPtr context;
  OpenSslPtr<BIO, BIO_free_all> bio;
  SSL* ssl = nullptr;
};

TEST_F(DemoRa, SeesTheSameChannelBindingAsItsClient) {
  Server server;
  const std::uint16_t port = server.listen(0, [this](Link& link) {
    const auto tls = make_tls_settings(ra_.authority(), "bound", {"localhost"}, switches_, clock_.now());
    const auto channel = tls_channel(link, tls.context.get());
    if (!channel) return;
    serve_http(*channel, [&](const Message&) {
      const Peer peer = channel->peer();
      return Answer{.body = std::string(peer.channel_binding.begin(), peer.channel_binding.end()), .close = true};
    });
  });
  std::thread running([&] { server.run(); });
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const Client client(port, version);
    const std::string answer = client.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    std::string own(EVP_MAX_MD_SIZE, '\0');
    if (version == TLS1_3_VERSION) {
      own.resize(32);
      constexpr char kLabel[] = "EXPORTER-Channel-Binding";
      EXPECT_EQ(::SSL_export_keying_material(client.ssl, reinterpret_cast<unsigned char*>(own.data()), own.size(),
                                             kLabel, sizeof kLabel - 1, nullptr, 0, 0),
                1);
    } else {
      own.resize(::SSL_get_finished(client.ssl, own.data(), own.size()));
    }
    EXPECT_GE(own.size(), 12U);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n" + own)) << version;
  }
  server.stop();
  running.join();
}

}  // namespace
}  // namespace kigen::demo_ra
