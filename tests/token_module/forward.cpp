// The function list that the module gives out: every function of PKCS #11 v2.40, each through one Call.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <thread>
#include <tuple>
#include <type_traits>

#include "tests/token_module/hooks.h"

namespace kigen::test_token {
namespace {

/// A function's name as a template argument.
template <std::size_t Size>
struct Name {
  constexpr Name(const char (&given)[Size]) {  // NOLINT(google-explicit-constructor): a literal becomes one
    for (std::size_t i = 0; i < Size; ++i) text[i] = given[i];
  }
  char text[Size]{};
};

struct NoHook {};

/// Calls that change nothing. SoftHSM's tokens are files that several programs of a test have open at once; should it
/// fail for that, it is asked again and FOLDER/state/error says so.
constexpr std::array<std::string_view, 7> kRepeatable{"C_Initialize",       "C_GetSlotList",     "C_GetTokenInfo",
                                                      "C_OpenSession",      "C_FindObjectsInit", "C_FindObjects",
                                                      "C_GetAttributeValue"};
constexpr int kMostTries = 20;
constexpr std::chrono::milliseconds kBetweenTries{25};

template <class Once>
CK_RV patiently(const Call& call, std::string_view name, Once once) {
  CK_RV answer = once();
  if (std::find(kRepeatable.begin(), kRepeatable.end(), name) == kRepeatable.end()) return answer;
  for (int i = 1; i < kMostTries && (answer == CKR_GENERAL_ERROR || answer == CKR_FUNCTION_FAILED); ++i) {
    append_line(call.module().state("error"), std::string(name) + " -> " + std::to_string(answer));
    std::this_thread::sleep_for(kBetweenTries);
    answer = once();
  }
  return answer;
}

template <Name kName, auto kHook, typename... Arguments>
CK_RV guarded(std::optional<CK_SESSION_HANDLE> session, CK_RV (*CK_FUNCTION_LIST::*member)(Arguments...),
              Arguments... arguments) {
  // An exception must not leave a C function.
  try {
    Call call(kName.text, session);
    if (const auto early = call.enter()) return call.leave(*early);
    if constexpr (std::is_same_v<std::remove_const_t<decltype(kHook)>, NoHook>) {
      return call.leave(patiently(call, kName.text, [&] { return (call.real().*member)(arguments...); }));
    } else {
      return call.leave(patiently(call, kName.text, [&] { return kHook(call, arguments...); }));
    }
  } catch (...) {
    return CKR_GENERAL_ERROR;
  }
}

/// `kSession`: the first argument is a session.
template <Name kName, bool kSession, auto kMember, auto kHook>
struct Forward;
template <Name kName, bool kSession, typename... Arguments, CK_RV (*CK_FUNCTION_LIST::*kMember)(Arguments...),
          auto kHook>
struct Forward<kName, kSession, kMember, kHook> {
  static CK_RV call(Arguments... arguments) {
    std::optional<CK_SESSION_HANDLE> session;
    if constexpr (kSession) session = std::get<0>(std::tuple<Arguments...>(arguments...));
    return guarded<kName, kHook>(session, kMember, arguments...);
  }
};

CK_RV get_function_list(CK_FUNCTION_LIST** list);

#define FORWARD(name) list.name = &Forward<#name, true, &CK_FUNCTION_LIST::name, NoHook{}>::call
#define HOOK(name, hook) list.name = &Forward<#name, true, &CK_FUNCTION_LIST::name, &hooks::hook>::call
#define LIBRARY(name, hook) list.name = &Forward<#name, false, &CK_FUNCTION_LIST::name, &hooks::hook>::call

void fill_own(CK_FUNCTION_LIST& list) {
  list.version = {2, 40};
  list.C_GetFunctionList = &get_function_list;
  LIBRARY(C_Initialize, initialize);
  LIBRARY(C_Finalize, finalize);
  LIBRARY(C_GetInfo, get_info);
  LIBRARY(C_GetSlotList, get_slot_list);
  LIBRARY(C_GetSlotInfo, get_slot_info);
  LIBRARY(C_GetTokenInfo, get_token_info);
  LIBRARY(C_GetMechanismList, get_mechanism_list);
  LIBRARY(C_GetMechanismInfo, get_mechanism_info);
  LIBRARY(C_InitToken, init_token);
  LIBRARY(C_OpenSession, open_session);
  LIBRARY(C_CloseAllSessions, close_all_sessions);
  LIBRARY(C_WaitForSlotEvent, wait_for_slot_event);
  HOOK(C_CloseSession, close_session);
  HOOK(C_GetSessionInfo, get_session_info);
  HOOK(C_Login, login);
  HOOK(C_SetPIN, set_pin);
  HOOK(C_InitPIN, init_pin);
  HOOK(C_FindObjects, find_objects);
  HOOK(C_GetAttributeValue, get_attribute_value);
  HOOK(C_SignInit, sign_init);
  HOOK(C_Sign, sign);
  HOOK(C_GenerateKeyPair, generate_key_pair);
}

void fill_forwarded(CK_FUNCTION_LIST& list) {
  FORWARD(C_GetOperationState);
  FORWARD(C_SetOperationState);
  FORWARD(C_Logout);
  FORWARD(C_CreateObject);
  FORWARD(C_CopyObject);
  FORWARD(C_DestroyObject);
  FORWARD(C_GetObjectSize);
  FORWARD(C_SetAttributeValue);
  FORWARD(C_FindObjectsInit);
  FORWARD(C_FindObjectsFinal);
  FORWARD(C_EncryptInit);
  FORWARD(C_Encrypt);
  FORWARD(C_EncryptUpdate);
  FORWARD(C_EncryptFinal);
  FORWARD(C_DecryptInit);
  FORWARD(C_Decrypt);
  FORWARD(C_DecryptUpdate);
  FORWARD(C_DecryptFinal);
  FORWARD(C_DigestInit);
  FORWARD(C_Digest);
  FORWARD(C_DigestUpdate);
  FORWARD(C_DigestKey);
  FORWARD(C_DigestFinal);
  FORWARD(C_SignUpdate);
  FORWARD(C_SignFinal);
  FORWARD(C_SignRecoverInit);
  FORWARD(C_SignRecover);
  FORWARD(C_VerifyInit);
  FORWARD(C_Verify);
  FORWARD(C_VerifyUpdate);
  FORWARD(C_VerifyFinal);
  FORWARD(C_VerifyRecoverInit);
  FORWARD(C_VerifyRecover);
  FORWARD(C_DigestEncryptUpdate);
  FORWARD(C_DecryptDigestUpdate);
  FORWARD(C_SignEncryptUpdate);
  FORWARD(C_DecryptVerifyUpdate);
  FORWARD(C_GenerateKey);
  FORWARD(C_WrapKey);
  FORWARD(C_UnwrapKey);
  FORWARD(C_DeriveKey);
  FORWARD(C_SeedRandom);
  FORWARD(C_GenerateRandom);
  FORWARD(C_GetFunctionStatus);
  FORWARD(C_CancelFunction);
}

CK_FUNCTION_LIST& own_list() {
  static CK_FUNCTION_LIST list = [] {
    CK_FUNCTION_LIST made{};
    fill_own(made);
    fill_forwarded(made);
    return made;
  }();
  return list;
}

CK_RV get_function_list(CK_FUNCTION_LIST** list) {
  try {
    Call call("C_GetFunctionList", std::nullopt);
    if (const auto early = call.enter()) return call.leave(*early);
    if (list == nullptr) return call.leave(CKR_ARGUMENTS_BAD);
    *list = &own_list();
    return call.leave(CKR_OK);
  } catch (...) {
    return CKR_GENERAL_ERROR;
  }
}

}  // namespace
}  // namespace kigen::test_token

// The one name that a PKCS #11 library must export.
CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
  return kigen::test_token::get_function_list(list);
}
