// Objects, with the nonsense that a broken driver or a hostile token tells of them (`nonsense`).
#include <algorithm>
#include <cstring>
#include <vector>

#include "tests/token_module/hooks.h"

namespace kigen::test_token::hooks {
namespace {

constexpr CK_ULONG kHuge = static_cast<CK_ULONG>(-1) / 2 - 15;
constexpr std::size_t kBigCertificate = 10U << 20U;
constexpr std::size_t kPage = 4096;

std::vector<unsigned char> hostile_certificate(const Call& call) {
  const auto says = [&](const char* word) { return call.now().has_word("nonsense", word, call.token().serial); };
  if (says("empty-certificate")) return {};
  if (says("big-certificate")) {
    std::vector<unsigned char> bytes(kBigCertificate, 0x30);
    // SEQUENCE of all the rest, four octets of length.
    const auto rest = bytes.size() - 6;
    bytes[1] = 0x84;
    for (unsigned i = 0; i < 4; ++i) bytes[2 + i] = static_cast<unsigned char>(rest >> (24 - 8 * i));
    return bytes;
  }
  return {0x30, 0x82, 0xff, 0xff, 0x30, 0x80, 0x00, 0xde, 0xad, 0xbe, 0xef};
}

void give(CK_ATTRIBUTE& attribute, const std::vector<unsigned char>& bytes, CK_RV& answer) {
  if (attribute.pValue != nullptr) {
    if (attribute.ulValueLen < bytes.size()) {
      answer = CKR_BUFFER_TOO_SMALL;
      attribute.ulValueLen = static_cast<CK_ULONG>(-1);
      return;
    }
    std::memcpy(attribute.pValue, bytes.data(), bytes.size());
  }
  attribute.ulValueLen = static_cast<CK_ULONG>(bytes.size());
}

/// `nonsense-only` holds the label of the objects to spoil, so that good ones can lie beside them.
bool is_spared(const Call& call, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object) {
  const auto only = call.now().text("nonsense-only", call.token().serial);
  if (!only) return false;
  std::string label(kPage, '\0');
  CK_ATTRIBUTE wanted{CKA_LABEL, label.data(), static_cast<CK_ULONG>(label.size())};
  if (call.real().C_GetAttributeValue(session, object, &wanted, 1) != CKR_OK) return true;
  label.resize(wanted.ulValueLen);
  return label != *only;
}

bool is_certificate(const Call& call, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object) {
  CK_OBJECT_CLASS kind = 0;
  CK_ATTRIBUTE wanted{CKA_CLASS, &kind, sizeof kind};
  return call.real().C_GetAttributeValue(session, object, &wanted, 1) == CKR_OK && kind == CKO_CERTIFICATE;
}

}  // namespace

CK_RV find_objects(Call& call, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE* objects, CK_ULONG room, CK_ULONG* count) {
  const auto says = [&](const char* word) { return call.now().has_word("nonsense", word, call.token().serial); };
  const CK_RV answer = call.real().C_FindObjects(session, objects, room, count);
  if (answer != CKR_OK) return answer;
  if (says("endless-objects")) {
    for (CK_ULONG i = *count; i < room; ++i) objects[i] = i + 1;
    *count = room;
  }
  if (says("object-count")) *count = kHuge;
  return CKR_OK;
}

CK_RV get_attribute_value(Call& call, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* attributes,
                          CK_ULONG count) {
  const auto says = [&](const char* word) { return call.now().has_word("nonsense", word, call.token().serial); };
  const std::string own = call.now().text("nonsense", call.token().serial).value_or("");
  if (own.empty() || attributes == nullptr || is_spared(call, session, object)) {
    return call.real().C_GetAttributeValue(session, object, attributes, count);
  }
  const bool spoil_certificate = own.find("-certificate") != std::string::npos && is_certificate(call, session, object);
  CK_RV answer = CKR_OK;
  for (CK_ULONG i = 0; i < count; ++i) {
    auto& attribute = attributes[i];
    if (says("missing-attributes") && attribute.type != CKA_CLASS) {
      attribute.ulValueLen = static_cast<CK_ULONG>(-1);
      answer = CKR_ATTRIBUTE_TYPE_INVALID;
    } else if (says("huge-length") && attribute.type != CKA_CLASS) {
      attribute.ulValueLen = kHuge;
    } else if (says("duplicate-id") && attribute.type == CKA_ID) {
      give(attribute, {0x01}, answer);
    } else if (says("long-id") && attribute.type == CKA_ID) {
      give(attribute, std::vector<unsigned char>(kPage, 0xaa), answer);
    } else if (says("texts") && attribute.type == CKA_LABEL) {
      give(attribute, {0xff, 0xfe, 0x00, 0x1b, 0x5b, 0x32, 0x4a, 0xc3}, answer);
    } else if (spoil_certificate && attribute.type == CKA_VALUE) {
      give(attribute, hostile_certificate(call), answer);
    } else if (const CK_RV one = call.real().C_GetAttributeValue(session, object, &attribute, 1); one != CKR_OK) {
      answer = one;
    }
  }
  return answer;
}

CK_RV sign(Call& call, CK_SESSION_HANDLE session, CK_BYTE* data, CK_ULONG length, CK_BYTE* signature,
           CK_ULONG* signature_length) {
  const auto says = [&](const char* word) { return call.now().has_word("nonsense", word, call.token().serial); };
  const CK_RV answer = call.real().C_Sign(session, data, length, signature, signature_length);
  if (answer != CKR_OK) return answer;
  if (says("signature") && signature != nullptr) signature[*signature_length / 2] ^= 0x01;
  if (says("signature-length")) *signature_length = kHuge;
  if (says("short-signature")) *signature_length = 1;
  return answer;
}

}  // namespace kigen::test_token::hooks
