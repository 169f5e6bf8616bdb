// A small certificate authority for demonstrations and tests: fictional names, keys made anew each time.
// Single-threaded. Errors are Internal with OpenSSL's words.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"

namespace kigen::test_pki {

struct Subject {
  std::string common_name;
  std::string unit;
  std::string organization;
};

struct Order {
  Subject subject;
  Instant not_before{};
  Instant not_after{};
  bool elliptic = false;  ///< P-256 instead of RSA-2048
};

struct Issued {
  std::string certificate_pem;
  std::string key_pem;
  std::string der;
  std::string pkcs12;  ///< with the key, under `kPassword`
};

inline constexpr char kPassword[] = "kigen";
inline constexpr char kAuthorityName[] = "Kigen Demo Client CA";
inline constexpr char kAuthorityOrganization[] = "Kigen Demo";

class Authority {
 public:
  /// A new self-signed CA, valid ten years around `now`.
  [[nodiscard]] static Result<Authority> make(Instant now);
  Authority(Authority&&) noexcept;
  Authority& operator=(Authority&&) noexcept;
  ~Authority();

  [[nodiscard]] Result<Issued> issue(const Order& order) const;
  [[nodiscard]] const std::string& certificate_pem() const;

 private:
  struct State;
  explicit Authority(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kigen::test_pki
