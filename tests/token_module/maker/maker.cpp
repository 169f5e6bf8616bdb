#include "tests/token_module/maker/maker.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

namespace kigen::test_token {
namespace {

Bytes from_hex(const std::string& text) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<unsigned char>(std::stoul(text.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

std::string to_hex(const Bytes& bytes) {
  std::string text;
  for (const auto byte : bytes) {
    std::array<char, 3> two{};
    std::snprintf(two.data(), two.size(), "%02x", static_cast<unsigned>(byte));
    text.append(two.data());
  }
  return text;
}

CK_ULONG number_of(const Bytes& value) {
  CK_ULONG number = 0;
  std::memcpy(&number, value.data(), std::min(sizeof number, value.size()));
  return number;
}

/// DER of a DigestInfo up to the hash itself (RFC 8017, 9.2).
constexpr std::array<unsigned char, 19> kSha256Info{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                                    0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};

CK_ULONG length_of(const std::string& text) {
  return static_cast<CK_ULONG>(text.size());
}

}  // namespace

Maker::Maker(Options options, const std::filesystem::path& library)
    : options_(std::move(options)), library_(library), id_(from_hex(options_["id"])) {}

Session Maker::open() {
  return {library_, library_.token(options_["serial"]).slot, options_["pin"]};
}

std::string Maker::init() {
  const auto all = library_.tokens();
  const auto free = std::find_if(all.begin(), all.end(),
                                 [](const TokenLine& each) { return (each.flags & CKF_TOKEN_INITIALIZED) == 0; });
  if (free == all.end()) throw std::runtime_error("no free slot");
  auto label = options_["label"];
  label.resize(32, ' ');
  const auto& puk = options_["puk"];
  check("C_InitToken", library_.call().C_InitToken(free->slot, text_of(puk), length_of(puk), text_of(label)));
  if (const auto& pin = options_["pin"]; !pin.empty()) {
    const Session session(library_, free->slot, puk, CKU_SO);
    check("C_InitPIN", session.call().C_InitPIN(session.handle(), text_of(pin), length_of(pin)));
  }
  CK_TOKEN_INFO info{};
  check("C_GetTokenInfo", library_.call().C_GetTokenInfo(free->slot, &info));
  const std::string serial(reinterpret_cast<const char*>(info.serialNumber), sizeof info.serialNumber);
  return serial.substr(0, serial.find_last_not_of(' ') + 1);
}

std::string Maker::list() {
  std::string lines;
  for (const auto& each : library_.tokens()) {
    lines.append(each.serial).append(" ").append(std::to_string(each.flags)).append(" ").append(each.label);
    lines.append("\n");
  }
  return lines;
}

std::string Maker::import() {
  const auto material = options_.contains("p12") ? read_pkcs12(options_["p12"], options_["password"])
                                                 : read_files(options_["key"], options_["certificate"]);
  const auto session = open();
  if (material.key) import_key(session, *material.key);
  if (material.certificate) import_certificate(session, *material.certificate);
  return {};
}

void Maker::import_certificate(const Session& session, const CertificateParts& certificate) {
  const CK_ULONG kind = CKO_CERTIFICATE, x509 = CKC_X_509;
  session.create({attribute(CKA_CLASS, kind), attribute(CKA_CERTIFICATE_TYPE, x509), yes(CKA_TOKEN), no(CKA_PRIVATE),
                  attribute(CKA_ID, id_), attribute(CKA_LABEL, options_["label"]),
                  attribute(CKA_SUBJECT, certificate.subject), attribute(CKA_ISSUER, certificate.issuer),
                  attribute(CKA_SERIAL_NUMBER, certificate.serial), attribute(CKA_VALUE, certificate.der)});
}

void Maker::import_key(const Session& session, const KeyParts& key) {
  const CK_ULONG open_key = CKO_PUBLIC_KEY, hidden_key = CKO_PRIVATE_KEY, type = key.rsa ? CKK_RSA : CKK_EC;
  const auto& label = options_["label"];
  std::vector<CK_ATTRIBUTE> shown{
      attribute(CKA_CLASS, open_key), attribute(CKA_KEY_TYPE, type), yes(CKA_TOKEN), yes(CKA_VERIFY),
      attribute(CKA_ID, id_),         attribute(CKA_LABEL, label)};
  std::vector<CK_ATTRIBUTE> hidden{attribute(CKA_CLASS, hidden_key),
                                   attribute(CKA_KEY_TYPE, type),
                                   yes(CKA_TOKEN),
                                   yes(CKA_PRIVATE),
                                   yes(CKA_SENSITIVE),
                                   no(CKA_EXTRACTABLE),
                                   yes(CKA_SIGN),
                                   attribute(CKA_ID, id_),
                                   attribute(CKA_LABEL, label)};
  if (key.rsa) {
    for (auto* each : {&shown, &hidden}) {
      each->push_back(attribute(CKA_MODULUS, key.modulus));
      each->push_back(attribute(CKA_PUBLIC_EXPONENT, key.public_exponent));
    }
    hidden.push_back(attribute(CKA_PRIVATE_EXPONENT, key.private_exponent));
    hidden.push_back(attribute(CKA_PRIME_1, key.prime_1));
    hidden.push_back(attribute(CKA_PRIME_2, key.prime_2));
    hidden.push_back(attribute(CKA_EXPONENT_1, key.exponent_1));
    hidden.push_back(attribute(CKA_EXPONENT_2, key.exponent_2));
    hidden.push_back(attribute(CKA_COEFFICIENT, key.coefficient));
  } else {
    for (auto* each : {&shown, &hidden}) each->push_back(attribute(CKA_EC_PARAMS, key.curve));
    shown.push_back(attribute(CKA_EC_POINT, key.point));
    hidden.push_back(attribute(CKA_VALUE, key.scalar));
  }
  session.create(std::move(shown));
  session.create(std::move(hidden));
}

std::string Maker::generate() {
  const bool rsa = options_["type"] != "EC";
  const auto session = open();
  const CK_ULONG bits = 2048;
  const Bytes exponent{1, 0, 1};
  const Bytes p256{0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
  CK_MECHANISM mechanism{rsa ? CKM_RSA_PKCS_KEY_PAIR_GEN : CKM_EC_KEY_PAIR_GEN, nullptr, 0};
  std::vector<CK_ATTRIBUTE> shown{yes(CKA_TOKEN), yes(CKA_VERIFY), attribute(CKA_ID, id_),
                                  attribute(CKA_LABEL, options_["label"])};
  if (rsa) {
    shown.push_back(attribute(CKA_MODULUS_BITS, bits));
    shown.push_back(attribute(CKA_PUBLIC_EXPONENT, exponent));
  } else {
    shown.push_back(attribute(CKA_EC_PARAMS, p256));
  }
  std::vector<CK_ATTRIBUTE> hidden{yes(CKA_TOKEN),
                                   yes(CKA_PRIVATE),
                                   yes(CKA_SENSITIVE),
                                   no(CKA_EXTRACTABLE),
                                   yes(CKA_SIGN),
                                   attribute(CKA_ID, id_),
                                   attribute(CKA_LABEL, options_["label"])};
  CK_OBJECT_HANDLE one = 0, other = 0;
  check("C_GenerateKeyPair", session.call().C_GenerateKeyPair(session.handle(), &mechanism, shown.data(),
                                                              static_cast<CK_ULONG>(shown.size()), hidden.data(),
                                                              static_cast<CK_ULONG>(hidden.size()), &one, &other));
  return {};
}

std::string Maker::sign() {
  const auto session = open();
  const CK_ULONG kind = CKO_PRIVATE_KEY;
  const auto keys = session.find({attribute(CKA_CLASS, kind), attribute(CKA_ID, id_)});
  if (keys.size() != 1) throw std::runtime_error("not exactly one key with this ID");
  const bool rsa = number_of(session.attribute(keys[0], CKA_KEY_TYPE)) == CKK_RSA;
  CK_MECHANISM mechanism{rsa ? CKM_RSA_PKCS : CKM_ECDSA, nullptr, 0};
  // Hashed here: not every token does it. PKCS#1 wants the hash in a DigestInfo.
  auto data = sha256_of(read_file(options_["in"]));
  if (rsa) data.insert(data.begin(), kSha256Info.begin(), kSha256Info.end());
  check("C_SignInit", session.call().C_SignInit(session.handle(), &mechanism, keys[0]));
  Bytes signature(1024);
  CK_ULONG size = static_cast<CK_ULONG>(signature.size());
  check("C_Sign", session.call().C_Sign(session.handle(), data.data(), static_cast<CK_ULONG>(data.size()),
                                        signature.data(), &size));
  return {signature.begin(), signature.begin() + static_cast<std::ptrdiff_t>(size)};
}

std::string Maker::objects() {
  const auto session = open();
  std::string lines;
  for (const auto object : session.find({})) {
    const auto label = session.attribute(object, CKA_LABEL);
    lines.append(std::to_string(number_of(session.attribute(object, CKA_CLASS))))
        .append(" ")
        .append(to_hex(session.attribute(object, CKA_ID)))
        .append(" ");
    lines.append(label.begin(), label.end()).append("\n");
  }
  return lines;
}

std::string Maker::login() {
  const bool so = options_.contains("puk");
  const Session session(library_, library_.token(options_["serial"]).slot, options_[so ? "puk" : "pin"],
                        so ? CKU_SO : CKU_USER);
  return {};
}

std::string Maker::wait() {
  const int count = options_.contains("count") ? std::stoi(options_["count"]) : 1;
  for (int i = 0; i < count; ++i) {
    CK_SLOT_ID slot = 0;
    check("C_WaitForSlotEvent", library_.call().C_WaitForSlotEvent(0, &slot, nullptr));
    std::printf("%lu\n", static_cast<unsigned long>(slot));
    std::fflush(stdout);
  }
  return {};
}

}  // namespace kigen::test_token
