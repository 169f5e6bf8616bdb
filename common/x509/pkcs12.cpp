#include "common/x509/pkcs12.h"

#include <openssl/pkcs12.h>

#include <algorithm>

#include "common/base/result.h"
#include "common/x509/pkcs12_limits.h"

namespace kigen::x509 {
namespace {

void free_safes(STACK_OF(PKCS7) * safes) {
  sk_PKCS7_pop_free(safes, PKCS7_free);
}
void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) {
  sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}
using SafesPtr = OpenSslPtr<STACK_OF(PKCS7), free_safes>;
using BagsPtr = OpenSslPtr<STACK_OF(PKCS12_SAFEBAG), free_bags>;
using Password = const char*;  // "" and none derive different keys (RFC 7292 B.1)
constexpr Password kPasswords[] = {"", nullptr};
constexpr int kMaxNestedBags = 4, kMaxKeys = 64;

Error unreadable(const char* reason) {
  return Error(ErrorCode::Pkcs12Unreadable, std::string("PKCS#12: ") + reason).with("reason", reason);
}

Bytes local_key_id(const PKCS12_SAFEBAG* bag) {
  const ASN1_TYPE* attribute = PKCS12_SAFEBAG_get0_attr(bag, NID_localKeyID);
  if (attribute == nullptr || attribute->type != V_ASN1_OCTET_STRING) return {};
  const ASN1_OCTET_STRING* id = attribute->value.octet_string;
  return {ASN1_STRING_get0_data(id), static_cast<std::size_t>(ASN1_STRING_length(id))};
}

class Reader {
 public:
  Reader(PKCS12* file, FileCollector& out) : file_(file), out_(out) {}

  void run() {
    Status opened = PKCS12_mac_present(file_) == 1 ? open_with_mac() : Status{};
    if (opened) opened = read_safes();
    if (!opened) out_.add_unreadable("", opened.error());
    match_keys();
  }

 private:
  struct Certificate {
    std::vector<std::uint8_t> key_id;
    int index;
  };

  // The MAC tells whether a password is right without decrypting anything.
  Status open_with_mac() {
    const ASN1_INTEGER* count = nullptr;
    const X509_ALGOR* algorithm = nullptr;
    PKCS12_get0_mac(nullptr, &algorithm, nullptr, &count, file_);
    std::int64_t iterations = 1;
    if (count != nullptr && ASN1_INTEGER_get_int64(&iterations, count) != 1) return unreadable("too_many_iterations");
    const ASN1_OBJECT* digest = nullptr;
    X509_ALGOR_get0(&digest, nullptr, nullptr, algorithm);
    if (EVP_get_digestbyobj(digest) == nullptr) return unreadable("mac_not_supported");
    for (const Password password : kPasswords) {
      if (!budget_.spend(iterations)) return unreadable("too_many_iterations");
      if (PKCS12_verify_mac(file_, password, 0) != 1) continue;
      password_ = password;
      verified_ = true;
      return {};
    }
    return Error(ErrorCode::Pkcs12NeedsPassword);
  }

  Status read_safes() {
    const SafesPtr safes(PKCS12_unpack_authsafes(file_));
    if (!safes) return unreadable("malformed");
    for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
      Result<BagsPtr> bags = open_safe(sk_PKCS7_value(safes.get(), i));
      if (!bags) return bags.error();
      if (Status status = read_bags(bags->get(), 0); !status) return status;
      opened_.push_back(std::move(*bags));
    }
    return {};
  }

  Result<BagsPtr> open_safe(PKCS7* safe) {
    if (PKCS7_type_is_data(safe)) {
      BagsPtr bags(PKCS12_unpack_p7data(safe));
      if (!bags) return unreadable("malformed");
      return bags;
    }
    const bool encrypted = PKCS7_type_is_encrypted(safe) && safe->d.encrypted != nullptr &&
                           safe->d.encrypted->enc_data != nullptr && safe->d.encrypted->enc_data->algorithm != nullptr;
    if (!encrypted) return unreadable("encryption_not_supported");
    const std::int64_t iterations = derivation_iterations(safe->d.encrypted->enc_data->algorithm);
    if (iterations < 0) return unreadable("encryption_not_supported");
    for (const Password password : kPasswords) {
      if (verified_ && password != password_) continue;
      if (!budget_.spend(iterations)) return unreadable("too_many_iterations");
      BagsPtr bags(PKCS12_unpack_p7encdata(safe, password, 0));
      if (!bags) continue;
      password_ = password;
      verified_ = true;
      return bags;
    }
    if (verified_) return unreadable("encryption_not_supported");
    return Error(ErrorCode::Pkcs12NeedsPassword);
  }

  Status read_bags(const STACK_OF(PKCS12_SAFEBAG) * bags, int depth) {
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); ++i) {
      const PKCS12_SAFEBAG* bag = sk_PKCS12_SAFEBAG_value(bags, i);
      switch (PKCS12_SAFEBAG_get_nid(bag)) {
        case NID_certBag:
          if (out_.full()) return {};
          read_certificate(bag);
          break;
        case NID_keyBag:
        case NID_pkcs8ShroudedKeyBag:
          if (keys_.size() < kMaxKeys) keys_.push_back(bag);
          break;
        case NID_safeContentsBag:
          if (depth == kMaxNestedBags) return unreadable("malformed");
          if (Status status = read_bags(PKCS12_SAFEBAG_get0_safes(bag), depth + 1); !status) return status;
          break;
        default:
          break;
      }
    }
    return {};
  }

  void read_certificate(const PKCS12_SAFEBAG* bag) {
    std::string item = item_number(++number_);
    if (PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate) {
      out_.add_unreadable(std::move(item), unreadable("certificate_type_not_supported"));
      return;
    }
    const OpenSslPtr<X509, X509_free> certificate(PKCS12_SAFEBAG_get1_cert(bag));
    unsigned char* der = nullptr;
    const int size = certificate ? i2d_X509(certificate.get(), &der) : 0;
    const OpenSslPtr<unsigned char, free_octets> owner(der);
    if (size <= 0) {
      out_.add_unreadable(std::move(item), unreadable("malformed"));
      return;
    }
    const int index = out_.add_certificate({der, static_cast<std::size_t>(size)}, std::move(item));
    const Bytes id = local_key_id(bag);
    if (index >= 0) certificates_.push_back({.key_id = {id.begin(), id.end()}, .index = index});
  }

  // The local key id is what programs that wrote the file meant; only without one is the key itself looked at.
  void match_keys() {
    for (const PKCS12_SAFEBAG* bag : keys_) {
      const Bytes id = local_key_id(bag);
      bool found = false;
      for (const Certificate& certificate : certificates_) {
        if (id.empty() || !std::ranges::equal(certificate.key_id, id)) continue;
        out_.mark_private_key(certificate.index);
        found = true;
      }
      if (!found) match_by_value(bag);
    }
  }

  void match_by_value(const PKCS12_SAFEBAG* bag) {
    OpenSslPtr<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> decrypted;
    const PKCS8_PRIV_KEY_INFO* info = nullptr;
    if (PKCS12_SAFEBAG_get_nid(bag) == NID_keyBag) {
      info = PKCS12_SAFEBAG_get0_p8inf(bag);
    } else {
      const X509_ALGOR* algorithm = nullptr;
      X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &algorithm, nullptr);
      if (!budget_.spend(derivation_iterations(algorithm))) return;
      decrypted.reset(PKCS12_decrypt_skey(bag, password_, 0));
      info = decrypted.get();
    }
    if (info == nullptr) return;
    OpenSslPtr<EVP_PKEY, EVP_PKEY_free> key(EVP_PKCS82PKEY(info));
    if (key) out_.add_private_key(PrivateKey(std::move(key)));
  }

  static void free_octets(unsigned char* octets) { OPENSSL_free(octets); }

  PKCS12* file_;
  FileCollector& out_;
  DerivationBudget budget_;
  Password password_ = "";
  bool verified_ = false;  ///< password_ has opened something
  std::vector<BagsPtr> opened_;
  std::vector<const PKCS12_SAFEBAG*> keys_;  ///< inside opened_
  std::vector<Certificate> certificates_;
  std::size_t number_ = 0;
};

}  // namespace

void read_pkcs12(Bytes bytes, FileCollector& out) {
  const unsigned char* at = bytes.data();
  const OpenSslPtr<PKCS12, PKCS12_free> file(d2i_PKCS12(nullptr, &at, static_cast<long>(bytes.size())));
  if (!file) {
    out.add_unreadable("", unreadable("malformed"));
    return;
  }
  Reader(file.get(), out).run();
}

}  // namespace kigen::x509
