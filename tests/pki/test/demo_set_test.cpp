#include "tests/pki/demo_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>

#include "common/profile/load.h"
#include "common/profile/matcher.h"
#include "common/x509/parse_certificate.h"

namespace kigen::test_pki {
namespace {

std::string faults(const profile::Loaded& loaded) {
  std::string all;
  for (const auto& fault : loaded.diagnostics)
    all += std::to_string(fault.line) + ": " + fault.key + ": " + to_log_line(fault.error) + '\n';
  return all;
}

Result<CertificateRecord> record_of(const Issued& issued) {
  return x509::parse_certificate(
      std::span(reinterpret_cast<const std::uint8_t*>(issued.der.data()), issued.der.size()));
}

TEST(DemoProfile, IsOneThatKigenTakes) {
  const auto loaded = profile::parse_profile(demo_profile({"127.0.0.1:443", "localhost:8443"}), "demo.toml");
  ASSERT_TRUE(loaded.profile) << faults(loaded);
  EXPECT_EQ(loaded.profile->window.grace_days_after, 90);
  EXPECT_EQ(loaded.profile->preflight.size(), 2U);
}

TEST(DemoSet, MatchesItsProfileAndEndsOnTheSaidDays) {
  const Instant now = *from_rfc3339("2026-11-20T01:02:03Z");
  const FixedOffsetCalendar tokyo{std::chrono::hours{9}};
  auto loaded = profile::parse_profile(demo_profile({}), "demo.toml");
  ASSERT_TRUE(loaded.profile) << faults(loaded);
  profile::ProfileSet set;
  set.profiles.push_back(std::make_shared<const profile::Profile>(*loaded.profile));
  profile::Matcher matcher(set);
  const auto authority = Authority::make(now);
  ASSERT_TRUE(authority);
  std::vector<std::int64_t> days;
  for (const auto& wanted : demo_set(now, tokyo)) {
    const auto issued = authority->issue(wanted.order);
    ASSERT_TRUE(issued) << wanted.name;
    const auto record = record_of(*issued);
    ASSERT_TRUE(record) << wanted.name;
    EXPECT_EQ(matcher.match(*record), "demo") << record->issuer;
    EXPECT_EQ(record->key_algorithm, wanted.order.elliptic ? "EC P-256" : "RSA") << wanted.name;
    days.push_back(days_between(tokyo, now, record->not_after));
  }
  EXPECT_EQ(days, (std::vector<std::int64_t>{200, 12, -30, 375, 265, 0, -120, 335}));
}

}  // namespace
}  // namespace kigen::test_pki
