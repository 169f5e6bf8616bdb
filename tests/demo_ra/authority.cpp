#include "tests/demo_ra/authority.h"

#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <future>
#include <utility>

namespace kigen::demo_ra {
namespace {

using namespace std::chrono;

constexpr char kOrganization[] = "Kigen Demo RA";

struct RootPlan {
  const char* name;
  const char* use;
};
struct ProfilePlan {
  const char* label;
  const char* issuing;
  std::size_t server_root;
  std::vector<RootPlan> roots;
  bool elliptic = false;  ///< P-256: made in no time, but not for what an old client has to read
};

// The customs system names its issuing CA and its first root alike; the unit tells them apart.
const std::vector<ProfilePlan>& plans() {
  static const std::vector<ProfilePlan> kPlans{
      {"customs-filing",
       "netNACCS Secure Client CA",
       3,
       {{"netNACCS Secure Client CA", "client"},
        {"netNACCS Secure Client CA 2021", "client"},
        {"netNACCS Secure Server CA", "server"},
        {"netNACCS Secure Server CA 2021", "server"}}},
      {"corporate-banking-expired", "Demo Corporate Banking CA", 0, {{"Banking service root", "client"}}},
      {"bank-web", "Demo Bank Web CA", 0, {{"Bank web service root", "client"}}},
      {"secure-network-token", "Demo Secure Network CA", 0, {{"Secure network root", "client"}}, true},
      {"etoken", "Demo Certification Service CA", 0, {{"Certification service root", "client"}}, true},
      {"plain", "Demo Plain CA", 0, {{"Demo plain root", "client"}}},
      {"bound", "Demo Bound CA", 0, {{"Demo bound root", "client"}}, true},
  };
  return kPlans;
}

void add_name(X509_NAME* name, const char* field, const std::string& value) {
  if (value.empty()) return;
  check(::X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                                     static_cast<int>(value.size()), -1, 0) == 1);
}

void set_name(X509_NAME* name, const std::string& organization, const std::string& unit, const std::string& common) {
  add_name(name, "C", "JP");
  add_name(name, "O", organization);
  add_name(name, "OU", unit);
  add_name(name, "CN", common);
}

void set_time(ASN1_TIME* field, Instant instant) {
  check(::ASN1_TIME_set(field, static_cast<time_t>(to_unix(instant))) != nullptr);
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const OpenSslPtr<X509_EXTENSION, X509_EXTENSION_free> extension(
      ::X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  check(extension != nullptr);
  check(::X509_add_ext(certificate, extension.get(), -1) == 1);
}

CertificatePtr blank(EVP_PKEY* key, Instant not_before, Instant not_after) {
  CertificatePtr certificate(::X509_new());
  check(certificate != nullptr);
  check(::X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  std::array<unsigned char, 16> serial{};
  check(::RAND_bytes(serial.data(), static_cast<int>(serial.size())) == 1);
  serial[0] = static_cast<unsigned char>((serial[0] & 0x3F) | 0x40);  // positive, and always of the same length
  const OpenSslPtr<BIGNUM, BN_free> number(::BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  check(::BN_to_ASN1_INTEGER(number.get(), ::X509_get_serialNumber(certificate.get())) != nullptr);
  set_time(::X509_getm_notBefore(certificate.get()), not_before);
  set_time(::X509_getm_notAfter(certificate.get()), not_after);
  check(::X509_set_pubkey(certificate.get(), key) == 1);
  return certificate;
}

void finish(X509* certificate, const Signer& by) {
  check(::X509_set_issuer_name(certificate, ::X509_get_subject_name(by.certificate.get())) == 1);
  add_extension(certificate, by.certificate.get(), NID_subject_key_identifier, "hash");
  add_extension(certificate, by.certificate.get(), NID_authority_key_identifier, "keyid:always");
  check(::X509_sign(certificate, by.key.get(), ::EVP_sha256()) > 0);
}

Signer make_ca(const std::string& name, const std::string& unit, const Signer* by, Instant now, bool elliptic) {
  Signer made{.name = name, .certificate = nullptr, .key = elliptic ? new_ec_key() : new_rsa_key()};
  made.certificate = blank(made.key.get(), now - years{10}, now + years{20});
  X509* certificate = made.certificate.get();
  set_name(::X509_get_subject_name(certificate), kOrganization, unit, name);
  add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  finish(certificate, by == nullptr ? made : *by);
  return made;
}

ProfileAuthority make_profile(const ProfilePlan& plan, Instant now) {
  ProfileAuthority made;
  for (const RootPlan& root : plan.roots) {
    made.roots.push_back(make_ca(root.name, "Root", nullptr, now, plan.elliptic));
    made.use.emplace_back(root.use);
  }
  made.issuing = make_ca(plan.issuing, "Issuing", &made.roots.front(), now, plan.elliptic);
  made.server_root = plan.server_root;
  return made;
}

void save(Store& store, const std::string& place, const Signer& signer) {
  store.set_text(place + ".pem", to_pem(signer.certificate.get()));
  store.set_text(place + ".key", to_pem(signer.key.get()));
}

Signer load(Store& store, const std::string& place, const std::string& name) {
  return {.name = name,
          .certificate = certificate_from_pem(store.text(place + ".pem")),
          .key = key_from_pem(store.text(place + ".key"))};
}

std::string place_of(const ProfilePlan& plan, std::size_t root) {
  return std::string(plan.label) + "/root" + std::to_string(root);
}

void save_profile(Store& store, const ProfilePlan& plan, const ProfileAuthority& made) {
  for (std::size_t i = 0; i < made.roots.size(); ++i) save(store, place_of(plan, i), made.roots[i]);
  save(store, std::string(plan.label) + "/issuing", made.issuing);
}

ProfileAuthority load_profile(Store& store, const ProfilePlan& plan) {
  ProfileAuthority loaded;
  for (std::size_t i = 0; i < plan.roots.size(); ++i) {
    loaded.roots.push_back(load(store, place_of(plan, i), plan.roots[i].name));
    loaded.use.emplace_back(plan.roots[i].use);
  }
  loaded.issuing = load(store, std::string(plan.label) + "/issuing", plan.issuing);
  loaded.server_root = plan.server_root;
  return loaded;
}

}  // namespace

Authority::Authority(Store& store, Instant now) {
  const bool fresh = store.text("complete").empty();
  if (fresh) {
    // A dozen RSA keys: the profiles side by side.
    std::vector<std::future<ProfileAuthority>> making;
    for (const ProfilePlan& plan : plans())
      making.push_back(std::async(std::launch::async, [&plan, now] { return make_profile(plan, now); }));
    save(store, "unknown", make_ca("Root that nobody knows", "Root", nullptr, now, true));
    store.set_text("server.key", to_pem(new_rsa_key().get()));
    for (std::size_t i = 0; i < making.size(); ++i) save_profile(store, plans()[i], making[i].get());
    store.set_text("complete", "1");
  }
  for (const ProfilePlan& plan : plans()) profiles_.emplace(plan.label, load_profile(store, plan));
  unknown_ = load(store, "unknown", "Root that nobody knows");
  server_key_ = key_from_pem(store.text("server.key"));
}

const ProfileAuthority& Authority::of(std::string_view label) const {
  const auto found = profiles_.find(label);
  if (found == profiles_.end()) throw OpenSslFailure("no authority of that label");
  return found->second;
}

CertificatePtr Authority::issue(const Signer& by, const ClientOrder& order) {
  CertificatePtr certificate = blank(order.key, order.not_before, order.not_after);
  set_name(::X509_get_subject_name(certificate.get()), order.organization, "", order.common_name);
  X509* issuer = by.certificate.get();
  const bool rsa = ::EVP_PKEY_get_base_id(order.key) == EVP_PKEY_RSA;
  add_extension(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), issuer, NID_key_usage,
                rsa ? "critical,digitalSignature,keyEncipherment" : "critical,digitalSignature");
  add_extension(certificate.get(), issuer, NID_ext_key_usage, order.usage);
  finish(certificate.get(), by);
  return certificate;
}

CertificatePtr Authority::issue_server(const Signer& by, const std::vector<std::string>& hosts, Instant not_before,
                                       Instant not_after) const {
  CertificatePtr certificate = blank(server_key_.get(), not_before, not_after);
  set_name(::X509_get_subject_name(certificate.get()), kOrganization, "", hosts.front());
  std::string names;
  for (const std::string& host : hosts) {
    const bool address =
        host.find(':') != std::string::npos || host.find_first_not_of("0123456789.") == std::string::npos;
    names += (names.empty() ? "" : ",") + std::string(address ? "IP:" : "DNS:") + host;
  }
  X509* issuer = by.certificate.get();
  add_extension(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), issuer, NID_key_usage, "critical,digitalSignature,keyEncipherment");
  add_extension(certificate.get(), issuer, NID_ext_key_usage, "serverAuth");
  add_extension(certificate.get(), issuer, NID_subject_alt_name, names);
  finish(certificate.get(), by);
  return certificate;
}

}  // namespace kigen::demo_ra
