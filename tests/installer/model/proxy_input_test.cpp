#include "installer/wizard/model/proxy_input.h"

#include <gtest/gtest.h>

namespace kigen::wizard {
namespace {

using Kind = net::ProxySetting::Kind;

ProxyEntry manual(const std::string& host, const std::string& port) {
  return {Kind::Manual, host, port, false, {}};
}

TEST(ProxyInput, TakesHostAndPort) {
  const ProxyReading reading = read_proxy(manual("proxy.example", "8080"));
  EXPECT_EQ(reading.complaint, ProxyComplaint::None);
  EXPECT_EQ(reading.setting, (net::ProxySetting{Kind::Manual, "proxy.example", 8080}));
}

TEST(ProxyInput, FoldsFullWidthAndTrims) {
  const ProxyReading reading = read_proxy(manual(" ｐｒｏｘｙ．example　", "８０８０"));
  EXPECT_EQ(reading.complaint, ProxyComplaint::None);
  EXPECT_EQ(reading.setting.host, "proxy.example");
  EXPECT_EQ(reading.setting.port, 8080);
}

TEST(ProxyInput, TakesAPastedUrlApart) {
  const ProxyReading reading = read_proxy(manual("http://proxy.example:3128/", ""));
  EXPECT_EQ(reading.complaint, ProxyComplaint::None);
  EXPECT_EQ(reading.setting, (net::ProxySetting{Kind::Manual, "proxy.example", 3128}));
}

TEST(ProxyInput, ComplainsOfWhatIsNoHostOrPort) {
  EXPECT_EQ(read_proxy(manual("", "8080")).complaint, ProxyComplaint::Host);
  EXPECT_EQ(read_proxy(manual("a b", "8080")).complaint, ProxyComplaint::Host);
  EXPECT_EQ(read_proxy(manual("proxy.example", "")).complaint, ProxyComplaint::Port);
  for (const char* port : {"0", "65536", "80a", "-1", "99999999999"})
    EXPECT_EQ(read_proxy(manual("proxy.example", port)).complaint, ProxyComplaint::Port) << port;
}

TEST(ProxyInput, TakesAnIpv6Address) {
  const ProxyReading reading = read_proxy(manual("2001:db8::1", "8080"));
  EXPECT_EQ(reading.complaint, ProxyComplaint::None);
  EXPECT_EQ(reading.setting.host, "2001:db8::1");
}

TEST(ProxyInput, NeedsAUserForALoginButOnlyWithAProxy) {
  ProxyEntry entry = manual("proxy.example", "8080");
  entry.login = true;
  EXPECT_EQ(read_proxy(entry).complaint, ProxyComplaint::User);
  entry.user = " WG\\tantou ";
  EXPECT_EQ(read_proxy(entry).user, "WG\\tantou");
  entry.kind = Kind::None;
  EXPECT_EQ(read_proxy(entry).user, "");
}

TEST(ProxyInput, IsKeptAsOneWord) {
  for (const net::ProxySetting& setting :
       {net::ProxySetting{}, net::ProxySetting{Kind::None, {}, 0}, net::ProxySetting{Kind::Manual, "p.example", 8080},
        net::ProxySetting{Kind::Manual, "2001:db8::1", 3128}})
    EXPECT_EQ(proxy_from_text(to_text(setting)), setting) << to_text(setting);
  EXPECT_FALSE(proxy_from_text("a b"));
}

}  // namespace
}  // namespace kigen::wizard
