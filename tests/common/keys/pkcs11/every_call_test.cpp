// A token's whole use, with the token pulled or its library crashing at call after call: an ordinary error of the right
// kind each time, and afterwards a token that serves as before.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "common/x509/digest.h"
#include "tests/common/keys/pkcs11/support/test_token.h"
#include "tests/common/keys/support/issued.h"

namespace kigen::keys::pkcs11 {
namespace {

using test::kRigPin;
using test::module_path;
using test::TestToken;

constexpr char kName[] = "kigen-life";

// What a renewal does with a token: log in, make a key, sign, store, look, take back.
Status live(const std::string& serial) {
  const auto token = Token::open({.module = module_path(), .serial = serial}, {}, {});
  if (!token) return token.error();
  if (Status in = (*token)->login(Secret(kRigPin)); !in) return in;
  const auto keys = key_store_of(*token);
  const auto personal = personal_store_of(*token);
  const auto key = keys->create(kName, {.algorithm = Algorithm::Ec, .ec_curve = "P-256"});
  if (!key) return key.error();
  const Bytes digest = test::digest_of(Hash::Sha256, "message");
  if (const auto signature = (*key)->sign({.padding = Padding::Ecdsa, .hash = Hash::Sha256, .digest = digest});
      !signature) {
    return signature.error();
  }
  const Bytes der = der_of(*test::issue((*key)->public_key_info(), "Owner"));
  if (const auto added = personal->add(der, {"pkcs11", kName}, "Owner 2027"); !added) return added.error();
  if (const auto content = (*token)->content(); !content) return content.error();
  return remove_pair(**token, x509::sha256({der}));
}

#ifdef _WIN32
constexpr bool kSlowStart = true;
#else
constexpr bool kSlowStart = false;
#endif

// What a journal does after a break: whatever bears the name is taken back.
void clean_up(const TestToken& token) {
  const auto held = token.open();
  ASSERT_TRUE(held);
  const auto personal = personal_store_of(held);
  const auto certificates = personal->list();
  ASSERT_TRUE(certificates) << to_log_line(certificates.error());
  for (const StoredCertificate& one : *certificates) EXPECT_TRUE(remove_pair(*held, x509::sha256({one.der})));
  const auto keys = key_store_of(held);
  const auto left = keys->list(kName);
  ASSERT_TRUE(left) << to_log_line(left.error());
  for (const std::string& one : *left) EXPECT_TRUE(keys->remove(one));
}

// The first and the last call of each function (only the first where starting a process is slow); all of them in the
// long form.
std::vector<std::pair<std::string, int>> points_of(const TestToken& token) {
  std::map<std::string, int> counts;
  for (const std::string& function : token.rig().calls()) ++counts[function];
  const bool all = std::getenv("KIGEN_LONG") != nullptr;  // NOLINT(concurrency-mt-unsafe): nobody sets it
  std::vector<std::pair<std::string, int>> points;
  for (const auto& [function, count] : counts) {
    for (int n = 1; n <= count; ++n) {
      if (all || n == 1 || (n == count && !kSlowStart)) points.emplace_back(function, n);
    }
  }
  return points;
}

class EveryCall : public ::testing::TestWithParam<const char*> {};

TEST_P(EveryCall, MayBeTheLastOne) {
  if (!test_token::TokenRig::available()) GTEST_SKIP() << "SoftHSM is not here";
  TestToken token;
  token.set("log");
  const Status whole = live(token.serial());
  ASSERT_TRUE(whole) << to_log_line(whole.error());
  const auto points = points_of(token);
  ASSERT_GT(points.size(), 15U);
  token.clear("log");

  const std::string what = GetParam();  // MOMENT ACTION
  const std::string moment = what.substr(0, what.find(' ')), action = what.substr(what.find(' ') + 1);
  int failed = 0;
  for (const auto& [function, n] : points) {
    const std::string point = fmt::format("{} {} {} {}", function, moment, n, action);
    SCOPED_TRACE(point);
    token.set("at", point);
    const Status broken = live(token.serial());
    if (!broken) {
      ++failed;
      const ErrorCode code = broken.error().code;
      // Whoever loses the list of functions has lost the library, wherever the token is.
      const bool pulled = code == ErrorCode::TokenRemoved || code == ErrorCode::TokenNotFound;
      const bool library = code == ErrorCode::TokenLibraryFailed;
      EXPECT_TRUE(action == "pull" ? pulled || (library && function == "C_GetFunctionList") : library)
          << to_log_line(broken.error());
    }
    token.clear("at");
    token.rig().insert();
    token.rig().insert(token.serial());
    clean_up(token);
  }
  EXPECT_GT(failed, 10);
  const Status again = live(token.serial());
  EXPECT_TRUE(again) << to_log_line(again.error());
  clean_up(token);
  // No half of a pair is left, whoever looks.
  EXPECT_TRUE(test::RawToken(token).objects().empty());
}

INSTANTIATE_TEST_SUITE_P(Of, EveryCall, ::testing::Values("before pull", "lost pull", "before crash", "lost crash"),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::erase(name, ' ');
                           return name;
                         });

}  // namespace
}  // namespace kigen::keys::pkcs11
