#include "tests/bench/measure_parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <span>
#include <stdexcept>

#include "common/x509/certificate_file.h"
#include "common/x509/digest.h"
#include "common/x509/parse_certificate.h"
#include "tests/bench/certificate_factory.h"

namespace kigen::bench {
namespace {

constexpr int kRounds = 15;

// Processor time of this thread: what others do on the machine does not count.
double thread_ns() {
  std::timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

// The median of several rounds over all items, in nanoseconds an item.
template <class Items, class Work>
double median_ns(const Items& items, Work work) {
  std::vector<double> rounds;
  for (int round = 0; round < kRounds; ++round) {
    const double start = thread_ns();
    for (const auto& item : items) {
      if (!work(item)) throw std::runtime_error("a certificate could not be read");
    }
    rounds.push_back((thread_ns() - start) / static_cast<double>(items.size()));
  }
  std::ranges::sort(rounds);
  return rounds[rounds.size() / 2];
}

}  // namespace

void measure_parse(std::uint64_t count) {
  CertificateFactory factory;
  std::vector<std::vector<std::uint8_t>> ders;
  std::vector<std::vector<std::uint8_t>> pems;
  std::size_t octets = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    ders.push_back(factory.make(i, from_unix(1'800'000'000)));
    const std::string pem = to_pem(ders.back());
    pems.emplace_back(pem.begin(), pem.end());
    octets += ders.back().size();
  }
  fmt::print("{} certificates (RSA-2048 and EC P-256), {} bytes of DER each\n", count, octets / count);
  fmt::print("{:<34}{:>9.0f} ns\n", "read_certificate_file (PEM)", median_ns(pems, [](const auto& pem) {
               return x509::read_certificate_file(pem, "x.pem").certificates.size() == 1;
             }));
  fmt::print("{:<34}{:>9.0f} ns\n", "parse_certificate (DER)",
             median_ns(ders, [](const auto& der) { return x509::parse_certificate(der).has_value(); }));
  fmt::print("{:<34}{:>9.0f} ns\n", "  of which SHA-256 and SHA-1",
             median_ns(ders, [](const auto& der) { return x509::sha256({der})[0] + x509::sha1(der)[0] >= 0; }));
  fmt::print("{:<34}{:>9.0f} ns\n", "OpenSSL d2i_X509, for comparison", median_ns(ders, [](const auto& der) {
               const unsigned char* at = der.data();
               return CertificatePtr(d2i_X509(nullptr, &at, static_cast<long>(der.size()))) != nullptr;
             }));
}

}  // namespace kigen::bench
