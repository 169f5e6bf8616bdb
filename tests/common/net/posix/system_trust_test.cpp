#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>

#include "common/platform/random.h"
#include "tests/common/net/https_fixture.h"

namespace kigen::net {
namespace {

using namespace test;  // NOLINT: the fixture's words

TEST(SystemTrust, TakesOpensslsRoots) {
  const auto file = std::filesystem::temp_directory_path() / ("kigen-" + platform::random_hex(8) + ".pem");
  std::FILE* out = std::fopen(file.c_str(), "w");
  ASSERT_NE(out, nullptr);
  PEM_write_X509(out, shared_authority().own().certificate.get());
  std::fclose(out);
  TlsServer server(good_server(), answer_all);
  auto options = trusting();
  options.trust = {.system_roots = true, .anchors = {}};
  const auto before = get(url_of(server), options);
  ASSERT_FALSE(before);
  EXPECT_EQ(arg(before.error(), "reason"), "unknown_ca");
  ::setenv("SSL_CERT_FILE", file.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): the server reads no environment
  EXPECT_TRUE(get(url_of(server), options));
  ::unsetenv("SSL_CERT_FILE");  // NOLINT(concurrency-mt-unsafe): as above
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace kigen::net
