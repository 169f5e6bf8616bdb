#include <winsock2.h>

#include <iphlpapi.h>
#include <ws2tcpip.h>

#include "common/platform/win32/utf.h"
#include "installer/wizard/renewal/forbidden_network.h"

namespace kigen::renewal {
namespace {

std::string text_of(const SOCKADDR& address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address.sa_family == AF_INET) {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
  } else if (address.sa_family == AF_INET6) {
    ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text, sizeof text);
  }
  return text;
}

void add(const IP_ADAPTER_ADDRESSES& adapter, NetworkFacts& facts) {
  if (adapter.OperStatus != IfOperStatusUp || adapter.IfType == IF_TYPE_SOFTWARE_LOOPBACK) return;
  for (const auto* one = adapter.FirstUnicastAddress; one != nullptr; one = one->Next) {
    if (one->Address.lpSockaddr == nullptr) continue;
    if (std::string text = text_of(*one->Address.lpSockaddr); !text.empty()) facts.addresses.push_back(std::move(text));
  }
  if (adapter.DnsSuffix != nullptr && adapter.DnsSuffix[0] != 0) {
    facts.dns_suffixes.push_back(platform::to_narrow(adapter.DnsSuffix));
  }
}

}  // namespace

NetworkFacts network_facts() {
  constexpr ULONG kFlags = GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST | GAA_FLAG_SKIP_DNS_SERVER;
  NetworkFacts facts;
  // The list may grow between asking for its size and taking it.
  std::vector<unsigned char> memory(std::size_t{16} << 10);
  for (int attempt = 0; attempt < 4; ++attempt) {
    auto size = static_cast<ULONG>(memory.size());
    auto* const first = reinterpret_cast<IP_ADAPTER_ADDRESSES*>(memory.data());
    const ULONG result = ::GetAdaptersAddresses(AF_UNSPEC, kFlags, nullptr, first, &size);
    if (result == ERROR_BUFFER_OVERFLOW) {
      memory.resize(size);
      continue;
    }
    if (result != ERROR_SUCCESS) break;
    for (const auto* one = first; one != nullptr; one = one->Next) add(*one, facts);
    break;
  }
  return facts;
}

}  // namespace kigen::renewal
