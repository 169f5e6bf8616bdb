// Mechanisms, of which some can be switched off (`mechanisms-off`): RSA, PSS, EC or a number.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "tests/token_module/hooks.h"

namespace kigen::test_token::hooks {
namespace {

bool is_pss(CK_MECHANISM_TYPE type) {
  return type == CKM_RSA_PKCS_PSS || (type >= CKM_SHA256_RSA_PKCS_PSS && type <= CKM_SHA512_RSA_PKCS_PSS) ||
         type == CKM_SHA1_RSA_PKCS_PSS || type == CKM_SHA224_RSA_PKCS_PSS;
}
bool is_ec(CK_MECHANISM_TYPE type) {
  return type >= CKM_EC_KEY_PAIR_GEN && type <= CKM_ECMQV_DERIVE;
}
bool is_rsa(CK_MECHANISM_TYPE type) {
  return type <= CKM_SHA1_RSA_PKCS_PSS || (type >= CKM_SHA256_RSA_PKCS && type <= CKM_SHA512_RSA_PKCS_PSS) ||
         type == CKM_SHA224_RSA_PKCS || type == CKM_SHA224_RSA_PKCS_PSS;
}

bool is_off(const Switches& now, const Token& token, CK_MECHANISM_TYPE type) {
  for (const auto& word : now.words("mechanisms-off", token.serial)) {
    const bool named = word == "RSA"   ? is_rsa(type)
                       : word == "PSS" ? is_pss(type)
                       : word == "EC"  ? is_ec(type)
                                       : std::strtoul(word.c_str(), nullptr, 0) == type;
    if (named) return true;
  }
  return false;
}

}  // namespace

CK_RV get_mechanism_list(Call& call, CK_SLOT_ID slot, CK_MECHANISM_TYPE* list, CK_ULONG* count) {
  if (!call.module().is_initialized()) return CKR_CRYPTOKI_NOT_INITIALIZED;
  const auto token = call.module().token_in(slot, call.now());
  if (!token) return CKR_SLOT_ID_INVALID;
  if (!is_present(*token, call.now())) return CKR_TOKEN_NOT_PRESENT;
  if (count == nullptr) return CKR_ARGUMENTS_BAD;
  if (call.now().has_word("nonsense", "mechanism-count", token->serial)) {
    *count = static_cast<CK_ULONG>(-2) / sizeof(CK_MECHANISM_TYPE);
    return CKR_OK;
  }
  CK_ULONG all = 0;
  if (const CK_RV answer = call.real().C_GetMechanismList(token->real, nullptr, &all); answer != CKR_OK) return answer;
  std::vector<CK_MECHANISM_TYPE> types(all);
  if (const CK_RV answer = call.real().C_GetMechanismList(token->real, types.data(), &all); answer != CKR_OK) {
    return answer;
  }
  std::erase_if(types, [&](CK_MECHANISM_TYPE type) { return is_off(call.now(), *token, type); });
  const CK_ULONG room = *count;
  *count = static_cast<CK_ULONG>(types.size());
  if (list == nullptr) return CKR_OK;
  if (room < types.size()) return CKR_BUFFER_TOO_SMALL;
  std::copy(types.begin(), types.end(), list);
  return CKR_OK;
}

CK_RV get_mechanism_info(Call& call, CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO* info) {
  if (!call.module().is_initialized()) return CKR_CRYPTOKI_NOT_INITIALIZED;
  const auto token = call.module().token_in(slot, call.now());
  if (!token) return CKR_SLOT_ID_INVALID;
  if (!is_present(*token, call.now())) return CKR_TOKEN_NOT_PRESENT;
  if (is_off(call.now(), *token, type)) return CKR_MECHANISM_INVALID;
  return call.real().C_GetMechanismInfo(token->real, type, info);
}

CK_RV sign_init(Call& call, CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key) {
  if (mechanism != nullptr && is_off(call.now(), call.token(), mechanism->mechanism)) return CKR_MECHANISM_INVALID;
  return call.real().C_SignInit(session, mechanism, key);
}

CK_RV generate_key_pair(Call& call, CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_ATTRIBUTE* public_template,
                        CK_ULONG public_count, CK_ATTRIBUTE* private_template, CK_ULONG private_count,
                        CK_OBJECT_HANDLE* public_key, CK_OBJECT_HANDLE* private_key) {
  if (mechanism != nullptr && is_off(call.now(), call.token(), mechanism->mechanism)) return CKR_MECHANISM_INVALID;
  return call.real().C_GenerateKeyPair(session, mechanism, public_template, public_count, private_template,
                                       private_count, public_key, private_key);
}

}  // namespace kigen::test_token::hooks
