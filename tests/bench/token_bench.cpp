// A signature through OpenSSL's provider and the worker process beside a bare C_SignInit and C_Sign in this process:
// the same SoftHSM, the same key, in turn.
//
// Prints one JSON line for each kind of key: microseconds of one signature both ways, medians of blocks.
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "common/keys/pkcs11/token.h"
#include "common/keys/pkcs11/token_key.h"
#include "common/keys/signing_key.h"
#include "common/x509/digest.h"
#include "tests/token_module/maker/session.h"
#include "tests/token_module/rig/rig.h"
#include "tests/token_module/softhsm.h"

namespace {

using namespace kigen;
using namespace kigen::test_token;
using Clock = std::chrono::steady_clock;

constexpr int kBlock = 250;
constexpr int kBlocks = 40;  // 10,000 signatures each way

struct MdContextFree {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

template <class T>
T expect(Result<T> result) {
  if (!result) throw std::runtime_error(to_log_line(result.error()));
  return std::move(*result);
}

double microseconds(Clock::time_point since) {
  return std::chrono::duration<double, std::micro>(Clock::now() - since).count() / kBlock;
}

double through_worker(EVP_PKEY* key, const std::string& message) {
  const auto started = Clock::now();
  for (int i = 0; i < kBlock; ++i) {
    const std::unique_ptr<EVP_MD_CTX, MdContextFree> context(EVP_MD_CTX_new());
    std::vector<unsigned char> signature(1024);
    std::size_t size = signature.size();
    if (EVP_DigestSignInit_ex(context.get(), nullptr, "SHA2-256", keys::signing_library_context(), nullptr, key,
                              nullptr) != 1 ||
        EVP_DigestSign(context.get(), signature.data(), &size, reinterpret_cast<const unsigned char*>(message.data()),
                       message.size()) != 1) {
      throw std::runtime_error("EVP_DigestSign failed");
    }
  }
  return microseconds(started);
}

double bare(const Session& session, CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE type, const std::string& message) {
  const auto started = Clock::now();
  for (int i = 0; i < kBlock; ++i) {
    const Sha256 digest = x509::sha256({{reinterpret_cast<const std::uint8_t*>(message.data()), message.size()}});
    keys::Bytes data(digest.begin(), digest.end());
    if (type == CKM_RSA_PKCS) data = keys::pkcs11::digest_info(keys::Hash::Sha256, digest);
    CK_MECHANISM mechanism{type, nullptr, 0};
    check("C_SignInit", session.call().C_SignInit(session.handle(), &mechanism, key));
    std::vector<CK_BYTE> signature(1024);
    CK_ULONG size = static_cast<CK_ULONG>(signature.size());
    check("C_Sign", session.call().C_Sign(session.handle(), data.data(), static_cast<CK_ULONG>(data.size()),
                                          signature.data(), &size));
  }
  return microseconds(started);
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void measure(const std::shared_ptr<keys::pkcs11::Token>& token, const TokenRig& rig, const std::string& serial,
             const keys::KeySpec& spec) {
  const bool rsa = spec.algorithm == keys::Algorithm::Rsa;
  const std::string name = rsa ? "bench-rsa" : "bench-ec";
  const auto key = expect(keys::make_signing_key(expect(keys::pkcs11::key_store_of(token)->create(name, spec))));
  configure_softhsm(rig.folder());
  const Library library(TokenRig::softhsm());
  const Session session(library, library.token(serial).slot, kRigPin);
  CK_OBJECT_CLASS kind = CKO_PRIVATE_KEY;
  const auto found = session.find({attribute(CKA_CLASS, kind), attribute(CKA_ID, name)});
  if (found.size() != 1) throw std::runtime_error("the bare loop does not see the key");

  std::vector<double> worker, direct;
  for (int i = 0; i < kBlocks; ++i) {
    const std::string message = "message " + std::to_string(i);
    worker.push_back(through_worker(key.get(), message));
    direct.push_back(bare(session, found[0], rsa ? CKM_RSA_PKCS : CKM_ECDSA, message));
  }
  fmt::print("{{\"key\": \"{}\", \"signatures\": {}, \"worker_us\": {:.1f}, \"bare_us\": {:.1f}}}\n",
             rsa ? "RSA 2048" : "P-256", kBlock * kBlocks, median(worker), median(direct));
}

}  // namespace

int main() {
  try {
    TokenRig rig;
    const std::string serial = rig.add_token("Bench");
    configure_softhsm(rig.folder());
    const auto token = expect(keys::pkcs11::Token::open({.module = TokenRig::softhsm(), .serial = serial}, {}, {}));
    if (Status in = token->login(Secret(kRigPin)); !in) throw std::runtime_error(to_log_line(in.error()));
    measure(token, rig, serial, {.algorithm = keys::Algorithm::Rsa});
    measure(token, rig, serial, {.algorithm = keys::Algorithm::Ec});
  } catch (const std::exception& thrown) {
    fmt::print(stderr, "{}\n", thrown.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
