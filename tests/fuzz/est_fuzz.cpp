// Answers of an EST server, from the octets of HTTP to the checked certificate, through the client itself: only the
// connection is not there.
//
// The first octet chooses the operation and whether a whole HTTP answer follows or a status, a line with the content
// type and a body. Beyond memory safety this checks what callers rely on: every failure is one error that names the
// server, every list is bounded, every text is UTF-8, waiting times stay in their bounds, and a key that is returned is
// one.
#include <array>
#include <cstdlib>
#include <string_view>

#include "common/base/hex.h"
#include "common/base/utf8_fold.h"
#include "common/est/certs_only.h"
#include "common/est/check.h"
#include "common/est/client.h"
#include "common/est/problem_error.h"
#include "common/est/server_key.h"
#include "common/net/answer_reader.h"
#include "common/x509/digest.h"
#include "common/x509/parse_certificate.h"

namespace {

using namespace kigen;

void require(bool holds) {
  if (!holds) std::abort();
}

class OneAnswer final : public net::Connection {
 public:
  explicit OneAnswer(const Result<net::Response>& answer) : answer_(answer) {}
  Result<net::Response> send(const net::Request&, std::stop_token) override { return answer_; }
  Result<net::Bytes> channel_binding() override { return net::Bytes(32); }
  std::string tls_version() const override { return "TLSv1.3"; }
  bool usable() const override { return true; }

 private:
  const Result<net::Response>& answer_;
};

Result<net::Response> from_http(std::string_view octets) {
  net::AnswerReader reader({.header_bytes = 4096, .body_bytes = 65536});
  const Result<bool> whole = reader.feed(octets);
  if (!whole) return whole.error();
  if (!*whole) {
    const Status ended = reader.end();
    if (!ended) return ended.error();
  }
  return reader.take();
}

net::Response from_parts(unsigned choice, std::string_view rest) {
  constexpr std::array kStatus{200, 201, 202, 204, 302, 401, 403, 503};
  net::Response out{.status = kStatus[choice % kStatus.size()], .headers = {}, .body = {}};
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  out.headers = {{"content-type", std::string(rest.substr(0, end))},
                 {"retry-after", std::string(rest.substr(0, end))},
                 {"location", std::string(rest.substr(0, end))}};
  out.body = rest.substr(std::min(end + 1, rest.size()));
  return out;
}

void check_failure(const est::Client& client, const Error& error) {
  require(error.args.contains("host"));
  require(is_utf8(error.detail));
  const est::Explained explained = est::explain(error, client.refusal(), {});
  for (const auto& [name, value] : explained.error.args) require(is_utf8(value));
}

// With every certificate pinned, and the key of the first as the one that asked: the check must go all the way.
void check_certificates(const std::vector<est::Bytes>& certificates) {
  require(!certificates.empty() && certificates.size() <= est::kMaxCertificates);
  est::Expectation expected;
  expected.now = from_unix(1'800'000'000);
  for (const est::Bytes& one : certificates)
    expected.pins.push_back({.sha256 = to_hex(x509::sha256({one})), .sha1 = {}});
  const est::Bytes& asked = certificates.front();
  const auto parsed = x509::parse_certificate_and_key(asked);
  if (!parsed) return;
  expected.public_key_info.assign(parsed->public_key_info.begin(), parsed->public_key_info.end());
  const auto checked = est::check_issued(certificates, expected);
  if (checked) {
    require(checked->leaf == asked && !checked->record.is_ca && !checked->chain.empty());
  } else if (checked.error().code == ErrorCode::IssuedCertificateWrong) {
    require(checked.error().args.contains("check"));
  }
}

void check_wait(const est::Pending& pending) {
  require(pending.retry_after >= est::kMinRetry && pending.retry_after <= est::kMaxRetry);
}

void enroll(est::Client& client) {
  const auto result = client.simple_enroll(est::Bytes{0x30, 0x00}, nullptr, {});
  if (!result) return check_failure(client, result.error());
  if (const auto* pending = std::get_if<est::Pending>(&*result)) return check_wait(*pending);
  check_certificates(std::get<est::Issued>(*result).certificates);
}

void make_key(est::Client& client) {
  const auto result = client.server_keygen(est::Bytes{0x30, 0x00}, nullptr, {});
  if (!result) return check_failure(client, result.error());
  if (const auto* pending = std::get_if<est::Pending>(&*result)) return check_wait(*pending);
  const auto& made = std::get<est::ServerKey>(*result);
  check_certificates(made.certificates);
  require(est::public_key_info_of(made.private_key).has_value());
}

void ask_attributes(est::Client& client) {
  const auto result = client.csr_attrs({});
  if (!result) return check_failure(client, result.error());
  for (const std::string& oid : result->oids) require(!oid.empty() && is_utf8(oid));
  for (const auto& attribute : result->attributes) require(!attribute.oid.empty());
}

void ask_certificates(est::Client& client) {
  const auto result = client.ca_certs({});
  if (!result) return check_failure(client, result.error());
  check_certificates(*result);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const void* octets = data + 1;
  const std::string_view rest(static_cast<const char*>(octets), size - 1);
  const unsigned choice = data[0];
  const Result<net::Response> answer =
      (choice & 4U) != 0 ? from_http(rest) : Result<net::Response>(from_parts(choice >> 3, rest));
  const est::Connector connect = [&answer](const net::Url&, const net::ConnectOptions&, std::stop_token) {
    return Result<std::unique_ptr<net::Connection>>(std::make_unique<OneAnswer>(answer));
  };
  est::Client client({.base = {.host = "ra.example.jp"}, .label = "label"}, {}, connect);
  constexpr std::array kOperations{ask_certificates, ask_attributes, enroll, make_key};
  kOperations[choice % kOperations.size()](client);
  return 0;
}
