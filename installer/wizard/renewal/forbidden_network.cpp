#include "installer/wizard/renewal/forbidden_network.h"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace kigen::renewal {
namespace {

using boost::asio::ip::address;

template <std::size_t N>
bool same_bits(const std::array<unsigned char, N>& a, const std::array<unsigned char, N>& b, unsigned bits) {
  if (bits > N * 8) return false;
  for (std::size_t i = 0; i < N && bits > 0; ++i) {
    const unsigned here = std::min(bits, 8U);
    const unsigned mask = (0xffU << (8 - here)) & 0xffU;
    if ((a[i] & mask) != (b[i] & mask)) return false;
    bits -= here;
  }
  return true;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool is_below(const std::string& name, const std::string& suffix) {
  const std::string a = lower(name), b = lower(suffix);
  return a == b || (a.size() > b.size() && a.ends_with(b) && a[a.size() - b.size() - 1] == '.');
}

template <class Fact, class Rule, class Holds>
bool any_pair(const std::vector<Fact>& facts, const std::vector<Rule>& rules, Holds holds) {
  return std::any_of(facts.begin(), facts.end(), [&](const Fact& fact) {
    return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) { return holds(fact, rule); });
  });
}

}  // namespace

bool lies_in(const std::string& text, const std::string& range) {
  const std::size_t slash = range.find('/');
  if (slash == std::string::npos) return false;
  unsigned bits = 0;
  const char* const end = range.data() + range.size();
  const auto [last, failed] = std::from_chars(range.data() + slash + 1, end, bits);
  boost::system::error_code bad_range, bad_address;
  const address base = boost::asio::ip::make_address(range.substr(0, slash), bad_range);
  const address own = boost::asio::ip::make_address(text, bad_address);
  if (failed != std::errc() || last != end || bad_range || bad_address || base.is_v4() != own.is_v4()) return false;
  return base.is_v4() ? same_bits(base.to_v4().to_bytes(), own.to_v4().to_bytes(), bits)
                      : same_bits(base.to_v6().to_bytes(), own.to_v6().to_bytes(), bits);
}

std::optional<profile::ForbiddenNetwork> find_forbidden(const profile::Profile& profile, const NetworkFacts& facts) {
  for (const auto& network : profile.forbidden_networks) {
    if (any_pair(facts.addresses, network.addresses, lies_in) ||
        any_pair(facts.dns_suffixes, network.dns_suffixes, is_below)) {
      return network;
    }
  }
  return std::nullopt;
}

}  // namespace kigen::renewal
