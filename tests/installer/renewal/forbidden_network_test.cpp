#include "installer/wizard/renewal/forbidden_network.h"

#include <gtest/gtest.h>

namespace kigen::renewal {
namespace {

TEST(LiesIn, ComparesTheBitsOfTheRange) {
  EXPECT_TRUE(lies_in("10.1.2.3", "10.0.0.0/8"));
  EXPECT_FALSE(lies_in("11.1.2.3", "10.0.0.0/8"));
  EXPECT_TRUE(lies_in("192.168.5.129", "192.168.5.128/25"));
  EXPECT_FALSE(lies_in("192.168.5.127", "192.168.5.128/25"));
  EXPECT_TRUE(lies_in("1.2.3.4", "1.2.3.4/32"));
  EXPECT_FALSE(lies_in("1.2.3.5", "1.2.3.4/32"));
  EXPECT_TRUE(lies_in("8.8.8.8", "0.0.0.0/0"));
  EXPECT_TRUE(lies_in("fd12::1", "fd00::/8"));
  EXPECT_FALSE(lies_in("fe80::1", "fd00::/8"));
}

TEST(LiesIn, IsFalseForWhatIsNoRangeOrAddress) {
  EXPECT_FALSE(lies_in("10.1.2.3", "10.0.0.0"));
  EXPECT_FALSE(lies_in("10.1.2.3", "10.0.0.0/33"));
  EXPECT_FALSE(lies_in("10.1.2.3", "10.0.0.0/8x"));
  EXPECT_FALSE(lies_in("10.1.2.3", "fd00::/8"));
  EXPECT_FALSE(lies_in("", "10.0.0.0/8"));
  EXPECT_FALSE(lies_in("10.1.2.3", "/8"));
}

TEST(FindForbidden, NamesTheNetworkByAddressOrSuffix) {
  profile::Profile profile;
  profile.forbidden_networks = {{.id = "one", .name = {}, .addresses = {"10.0.0.0/8"}, .dns_suffixes = {}},
                                {.id = "two", .name = {}, .addresses = {}, .dns_suffixes = {"closed.example"}}};
  EXPECT_FALSE(find_forbidden(profile, {{"192.0.2.1"}, {"example.jp"}}));
  EXPECT_EQ(find_forbidden(profile, {{"192.0.2.1", "10.9.9.9"}, {}})->id, "one");
  EXPECT_EQ(find_forbidden(profile, {{}, {"Branch.Closed.Example"}})->id, "two");
  EXPECT_FALSE(find_forbidden(profile, {{}, {"notclosed.example"}}));
}

TEST(NetworkFacts, NameAddressesThatCanBeRead) {
  for (const std::string& address : network_facts().addresses) {
    EXPECT_TRUE(lies_in(address, address.find(':') == std::string::npos ? "0.0.0.0/0" : "::/0")) << address;
  }
}

}  // namespace
}  // namespace kigen::renewal
