// Libraries that hang, crash, talk nonsense or are none, tokens that are pulled, objects that no honest software makes:
// an ordinary error that names what is wrong, within the limit, and no worker left.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "common/keys/key_blobs.h"
#include "common/x509/digest.h"
#include "tests/common/keys/pkcs11/support/test_token.h"
#include "tests/common/keys/support/issued.h"

namespace kigen::keys::pkcs11 {
namespace {

using test::kRigPin;
using test::module_path;
using test::TestToken;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

class HostileToken : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!test_token::TokenRig::available()) GTEST_SKIP() << "SoftHSM is not here";
    token_ = std::make_unique<TestToken>();
  }
  std::unique_ptr<TestToken> token_;
};

const WorkerOptions kShort{.call_limit = milliseconds(1500), .key_limit = milliseconds(1500)};

Error fault_of(const std::string& module, const WorkerOptions& options = {}) {
  const auto listing = list_tokens({module}, options, {});
  EXPECT_TRUE(listing) << to_log_line(listing.error());
  if (!listing) return listing.error();
  EXPECT_TRUE(listing->tokens.empty());
  EXPECT_FALSE(listing->any_module);
  EXPECT_EQ(listing->faults.size(), 1U);
  return listing->faults.empty() ? Error() : listing->faults[0];
}

struct BadModule {
  const char* name;
  const char* words;  // what the error says of it
};
class BadLibrary : public ::testing::TestWithParam<BadModule> {};

TEST_P(BadLibrary, IsSaidToBeOne) {
  const std::string module = test::bad_module_path(GetParam().name);
  const Error error = fault_of(module);
  EXPECT_EQ(error.code, ErrorCode::TokenLibraryFailed);
  EXPECT_EQ(error.args.at("module"), module);
  EXPECT_NE(error.args.at("system").find(GetParam().words), std::string::npos) << error.args.at("system");
}

#ifdef _WIN32
// Windows itself catches what a library does while it is loaded.
constexpr const char *kForeign = "architecture", *kText = "architecture", *kCrashLoad = "Windows error";
#else
constexpr const char *kForeign = "ELFCLASS32", *kText = "too short", *kCrashLoad = "the worker ended";
#endif
INSTANTIATE_TEST_SUITE_P(Of, BadLibrary,
                         ::testing::Values(BadModule{"not-pkcs11", "not a PKCS#11 library"}, BadModule{"text", kText},
                                           BadModule{"architecture", kForeign}, BadModule{"null-list", "no functions"},
                                           BadModule{"failing-list", "no functions"},
                                           BadModule{"nonsense-list", "version 9"},
                                           BadModule{"crash-list", "the worker"}, BadModule{"crash-load", kCrashLoad}),
                         [](const auto& one) {
                           std::string name = one.param.name;
                           std::erase(name, '-');
                           return name;
                         });

TEST(BadLibrary, ThatHangsIsLeftWithinTheLimit) {
  for (const char* name : {"hang-load", "hang-initialize"}) {
    const auto started = Clock::now();
    const Error error = fault_of(test::bad_module_path(name), kShort);
    EXPECT_EQ(error.code, ErrorCode::TokenReadTimedOut);
    EXPECT_EQ(error.args.at("module"), test::bad_module_path(name));
    EXPECT_LT(Clock::now() - started, milliseconds(6000));
  }
}

TEST(BadLibrary, ThatHangsIsLeftAtOnceWhenNobodyWantsItAnyMore) {
  std::stop_source stop;
  std::thread user([&] {
    std::this_thread::sleep_for(milliseconds(300));
    stop.request_stop();
  });
  const auto started = Clock::now();
  const auto listing = list_tokens({test::bad_module_path("hang-load")}, {}, stop.get_token());
  user.join();
  ASSERT_FALSE(listing);
  EXPECT_EQ(listing.error().code, ErrorCode::Cancelled);
  EXPECT_LT(Clock::now() - started, milliseconds(6000));
}

TEST(BadLibrary, ThatIsNotThereIsAMissingDriver) {
  const auto listing = list_tokens({test::bad_module_path("never")}, {}, {});
  ASSERT_FALSE(listing);
  EXPECT_EQ(listing.error().code, ErrorCode::TokenDriverMissing);
}

TEST_F(HostileToken, BesideABadLibraryIsFoundAllTheSame) {
  const auto listing =
      list_tokens({test::bad_module_path("text"), test::bad_module_path("hang-load"), module_path()}, kShort, {});
  ASSERT_TRUE(listing) << to_log_line(listing.error());
  EXPECT_TRUE(listing->any_module);
  EXPECT_EQ(listing->tokens.size(), 1U);
  EXPECT_EQ(listing->faults.size(), 2U);
}

TEST_F(HostileToken, ThatHangsInTheMiddleIsAnErrorWithinTheLimitAndForGood) {
  const auto token = token_->open(kShort);
  token_->set("hang", "C_Sign C_FindObjectsInit");
  const auto started = Clock::now();
  const auto content = token->content();
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().code, ErrorCode::TokenReadTimedOut);
  EXPECT_LT(Clock::now() - started, milliseconds(5000));
  token_->clear("hang");
  // The worker was ended and no other one is started behind the caller's back.
  EXPECT_EQ(token->content().error().code, ErrorCode::TokenReadTimedOut);
  EXPECT_EQ(token->login(Secret(kRigPin)).error().code, ErrorCode::TokenReadTimedOut);
}

TEST_F(HostileToken, ThatCrashesInTheMiddleIsAnError) {
  const auto token = token_->open();
  const auto key = key_store_of(token)->create("kigen-crash", {}).value();
  token_->set("crash", "C_Sign");
  const Bytes digest = test::digest_of(Hash::Sha256, "message");
  const auto signature = key->sign({.digest = digest});
  ASSERT_FALSE(signature);
  EXPECT_EQ(signature.error().code, ErrorCode::TokenLibraryFailed);
  EXPECT_EQ(signature.error().args.at("module"), module_path());
  EXPECT_FALSE(signature.error().args.at("system").empty());
}

TEST_F(HostileToken, ThatIsPulledIsAnErrorThatNamesIt) {
  const auto token = token_->open();
  const auto key = key_store_of(token)->create("kigen-pulled", {}).value();
  token_->set("pulled");
  const Bytes digest = test::digest_of(Hash::Sha256, "message");
  const auto signature = key->sign({.digest = digest});
  ASSERT_FALSE(signature);
  EXPECT_EQ(signature.error().code, ErrorCode::TokenRemoved);
  EXPECT_EQ(signature.error().args.at("serial"), token_->serial());
  EXPECT_FALSE(token->logged_in());
  EXPECT_TRUE(list_tokens({module_path()}, {}, {})->tokens.empty());
  EXPECT_EQ(Token::open({.module = module_path(), .serial = token_->serial()}, {}, {}).error().code,
            ErrorCode::TokenNotFound);
  token_->clear("pulled");
  // Back in its reader it is another session's.
  EXPECT_EQ(token->content().error().code, ErrorCode::TokenRemoved);
  EXPECT_TRUE(key_store_of(token_->open())->open("kigen-pulled"));
}

TEST_F(HostileToken, ThatSaysNothingButAFailureWhenPulledIsSeenToBeGone) {
  const auto token = token_->open();
  token_->set("error", "C_FindObjectsInit=0x30");
  EXPECT_EQ(token->content().error().code, ErrorCode::TokenLibraryFailed);
  token_->set("pulled");
  EXPECT_EQ(token->content().error().code, ErrorCode::TokenRemoved);
}

TEST_F(HostileToken, ThatIsFullOrWriteProtectedSaysSo) {
  const auto token = token_->open();
  const auto keys = key_store_of(token);
  token_->set("full");
  const auto full = keys->create("kigen-full", {});
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ErrorCode::TokenFull);
  EXPECT_EQ(full.error().args.at("serial"), token_->serial());
  token_->clear("full");
  const auto key = keys->create("kigen-full", {}).value();
  token_->set("write-protected");
  const auto held = token_->open();
  EXPECT_TRUE(held->info().write_protected);
  EXPECT_EQ(key_store_of(held)->create("kigen-held", {}).error().code, ErrorCode::TokenCannotDo);
}

TEST_F(HostileToken, ThatTalksNonsenseCrashesNothing) {
  Bytes der;
  {
    const auto token = token_->open();
    const auto key = key_store_of(token)->create("kigen-made", {}).value();
    der = der_of(*test::issue(key->public_key_info(), "Owner"));
    ASSERT_TRUE(personal_store_of(token)->add(der, {"pkcs11", "kigen-made"}, "Nonsense"));
  }
  for (const char* word :
       {"texts", "slot-count", "slots", "mechanism-count", "object-count", "endless-objects", "missing-attributes",
        "huge-length", "duplicate-id", "long-id", "broken-certificate", "empty-certificate", "big-certificate",
        "signature", "signature-length", "short-signature", "pin-lengths"}) {
    SCOPED_TRACE(word);
    token_->set("nonsense", word);
    const auto started = Clock::now();
    const auto listing = list_tokens({module_path()}, {}, {});
    ASSERT_TRUE(listing) << to_log_line(listing.error());
    for (const TokenInfo& one : listing->tokens) {
      EXPECT_LE(one.label.size(), 64U);
      EXPECT_EQ(one.label.find_first_of("\n\r\t"), std::string::npos);
      EXPECT_GE(one.pin_min, 0);
    }
    const auto token = Token::open({.module = module_path(), .serial = token_->serial()}, {}, {});
    if (!token) continue;  // its serial number was nonsense, too
    ASSERT_TRUE((*token)->login(Secret(kRigPin)));
    const auto content = (*token)->content();
    if (content && content->certificates.empty()) {
      ASSERT_FALSE(content->faults.empty());
      EXPECT_TRUE(content->faults[0].code == ErrorCode::CertificateUnparsable ||
                  content->faults[0].code == ErrorCode::CertificateTooLarge)
          << to_log_line(content->faults[0]);
    }
    const auto key = key_store_of(*token)->open("kigen-made");
    const Bytes digest = test::digest_of(Hash::Sha256, "message");
    if (key) static_cast<void>((*key)->sign({.digest = digest}));
    EXPECT_LT(Clock::now() - started, milliseconds(30'000));
  }
}

// A certificate object of any octets; `id` as CKA_ID.
void put_certificate(const test::RawToken& raw, Bytes der, Bytes id, const char* label) {
  CK_OBJECT_CLASS kind = CKO_CERTIFICATE;
  CK_CERTIFICATE_TYPE type = CKC_X_509;
  CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
  Bytes subject = {0x30, 0x00};
  std::string words = label;
  raw.create({{CKA_CLASS, &kind, sizeof kind},
              {CKA_CERTIFICATE_TYPE, &type, sizeof type},
              {CKA_TOKEN, &yes, sizeof yes},
              {CKA_PRIVATE, &no, sizeof no},
              {CKA_LABEL, words.data(), static_cast<CK_ULONG>(words.size())},
              {CKA_SUBJECT, subject.data(), static_cast<CK_ULONG>(subject.size())},
              {CKA_ID, id.data(), static_cast<CK_ULONG>(id.size())},
              {CKA_VALUE, der.data(), static_cast<CK_ULONG>(der.size())}});
}

TEST_F(HostileToken, NamesObjectsThatCannotBeUsedAndShowsTheOthers) {
  const Bytes good = der_of(*test::issue(public_key_info_of(*test::known_key("P-256")), "Good"));
  {
    const test::RawToken raw(*token_);
    put_certificate(raw, {0x30, 0x03, 0x01, 0x02, 0x03}, {1}, "broken");
    put_certificate(raw, Bytes(300'000, 0x30), {2}, "huge");
    put_certificate(raw, good, {3}, "good");
    put_certificate(raw, good, {3}, "twin");
    put_certificate(raw, {0x30}, {0xab, 0xcd}, "");
  }
  const auto content = token_->open()->content();
  ASSERT_TRUE(content) << to_log_line(content.error());
  EXPECT_EQ(content->certificates.size(), 2U);
  std::map<std::string, ErrorCode> named;
  for (const Error& fault : content->faults) named[fault.args.at("item")] = fault.code;
  EXPECT_EQ(named, (std::map<std::string, ErrorCode>{{"broken", ErrorCode::CertificateUnparsable},
                                                     {"huge", ErrorCode::CertificateTooLarge},
                                                     {"abcd", ErrorCode::CertificateUnparsable}}));
}

TEST_F(HostileToken, FindsTheRightOneOfKeysThatShareAnId) {
  // Two pairs of other software under one ID, and a certificate for the second.
  const Bytes id = {0xde, 0xad, 0x00, 0x01};
  Bytes infos[2];
  for (const int i : {0, 1}) {
    const test::RawToken raw(*token_);
    CK_ULONG bits = 2048;
    CK_BBOOL yes = CK_TRUE;
    Bytes exponent = {1, 0, 1}, own = id;
    CK_ATTRIBUTE open_half[] = {{CKA_TOKEN, &yes, sizeof yes},
                                {CKA_MODULUS_BITS, &bits, sizeof bits},
                                {CKA_PUBLIC_EXPONENT, exponent.data(), 3},
                                {CKA_ID, own.data(), static_cast<CK_ULONG>(own.size())}};
    CK_ATTRIBUTE closed_half[] = {{CKA_TOKEN, &yes, sizeof yes},
                                  {CKA_PRIVATE, &yes, sizeof yes},
                                  {CKA_SIGN, &yes, sizeof yes},
                                  {CKA_ID, own.data(), static_cast<CK_ULONG>(own.size())}};
    CK_MECHANISM mechanism{CKM_RSA_PKCS_KEY_PAIR_GEN, nullptr, 0};
    CK_OBJECT_HANDLE made[2];
    ASSERT_EQ(
        raw.functions().C_GenerateKeyPair(raw.session(), &mechanism, open_half, 4, closed_half, 4, &made[0], &made[1]),
        CKR_OK);
    Bytes modulus(256);
    CK_ATTRIBUTE wanted{CKA_MODULUS, modulus.data(), 256};
    ASSERT_EQ(raw.functions().C_GetAttributeValue(raw.session(), made[0], &wanted, 1), CKR_OK);
    infos[i] = public_key_info_of_rsa(modulus, exponent);
  }
  const Bytes der = der_of(*test::issue(infos[1], "Second"));
  {
    const test::RawToken raw(*token_);
    put_certificate(raw, der, id, "second");
  }
  const auto token = token_->open();
  const auto store = personal_store_of(token);
  const auto listed = store->list().value();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].key, (KeyReference{"pkcs11", "id-dead0001"}));
  const auto key = store->key_of(x509::sha256({der}));
  ASSERT_TRUE(key) << to_log_line(key.error());
  EXPECT_EQ((*key)->public_key_info(), infos[1]);
  EXPECT_TRUE(key_store_of(token)->open("id-dead0001"));

  // What is removed is the pair of the certificate, not the one that has its ID.
  ASSERT_TRUE(remove_pair(*token, x509::sha256({der})));
  EXPECT_TRUE(store->list().value().empty());
  EXPECT_EQ(key_store_of(token)->open("id-dead0001").value()->public_key_info(), infos[0]);
}

}  // namespace
}  // namespace kigen::keys::pkcs11
