#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <memory>
#include <sstream>

#include "common/platform/files.h"
#include "installer/wizard/renewal/forbidden_network.h"

namespace kigen::renewal {
namespace {

std::string text_of(const sockaddr& address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address.sa_family == AF_INET) {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
  } else if (address.sa_family == AF_INET6) {
    ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text, sizeof text);
  }
  return text;
}

std::vector<std::string> resolver_suffixes() {
  constexpr std::size_t kMaxBytes = std::size_t{64} << 10;
  std::vector<std::string> suffixes;
  const auto text = platform::read_file("/etc/resolv.conf", kMaxBytes);
  std::istringstream lines(text ? *text : std::string());
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    if (word != "search" && word != "domain") continue;
    while (words >> word) suffixes.push_back(word);
  }
  return suffixes;
}

}  // namespace

NetworkFacts network_facts() {
  NetworkFacts facts;
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) == 0) {
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> all(first, &::freeifaddrs);
    for (const ifaddrs* one = first; one != nullptr; one = one->ifa_next) {
      const bool up = (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_LOOPBACK) == 0;
      if (!up || one->ifa_addr == nullptr) continue;
      if (std::string text = text_of(*one->ifa_addr); !text.empty()) facts.addresses.push_back(std::move(text));
    }
  }
  facts.dns_suffixes = resolver_suffixes();
  return facts;
}

}  // namespace kigen::renewal
