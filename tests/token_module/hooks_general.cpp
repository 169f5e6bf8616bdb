// The library, its readers and their tokens.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "tests/token_module/hooks.h"
#include "tests/token_module/pins.h"

namespace kigen::test_token::hooks {
namespace {

/// PKCS #11 texts have no end: they are padded with blanks.
template <std::size_t Size>
void put(unsigned char (&field)[Size], std::string_view text) {
  std::memset(field, ' ', Size);
  std::memcpy(field, text.data(), std::min(text.size(), Size));
}

template <std::size_t Size>
void spoil(unsigned char (&field)[Size]) {
  // Not UTF-8, control characters, a NUL inside and no padding.
  constexpr std::string_view kSpoilt("\xff\xfe\x00\x1b[2J\xc3\r\n\xed\xa0\x80", 13);
  for (std::size_t i = 0; i < Size; ++i) field[i] = static_cast<unsigned char>(kSpoilt[i % kSpoilt.size()]);
}

void put_texts(const Token& token, const Switches& now, CK_TOKEN_INFO& info) {
  put(info.serialNumber, token.serial);
  if (const auto text = now.text("label", token.serial)) put(info.label, *text);
  if (const auto text = now.text("model", token.serial)) put(info.model, *text);
  if (const auto text = now.text("manufacturer", token.serial)) put(info.manufacturerID, *text);
  if (!now.has_word("nonsense", "texts", token.serial)) return;
  spoil(info.label);
  spoil(info.model);
  spoil(info.manufacturerID);
  spoil(info.serialNumber);
}

}  // namespace

CK_RV initialize(Call& call, void* arguments) {
  auto* const real = call.module().load();
  if (real == nullptr) return CKR_DEVICE_ERROR;
  const CK_RV answer = real->C_Initialize(arguments);
  if (answer == CKR_OK) call.module().initialized();
  return answer;
}

CK_RV finalize(Call& call, void* reserved) {
  if (!call.module().is_initialized()) return CKR_CRYPTOKI_NOT_INITIALIZED;
  // Ends who waits for an event before the real library is gone.
  call.module().finalized();
  return call.real().C_Finalize(reserved);
}

CK_RV get_info(Call& call, CK_INFO* info) {
  if (!call.module().is_initialized()) return CKR_CRYPTOKI_NOT_INITIALIZED;
  const CK_RV answer = call.real().C_GetInfo(info);
  if (answer == CKR_OK && call.now().has_word("nonsense", "version")) info->cryptokiVersion = {9, 9};
  if (answer == CKR_OK && call.now().has_word("nonsense", "texts")) spoil(info->manufacturerID);
  return answer;
}

CK_RV get_slot_list(Call& call, CK_BBOOL present, CK_SLOT_ID* slots, CK_ULONG* count) {
  if (!call.module().is_initialized()) return CKR_CRYPTOKI_NOT_INITIALIZED;
  if (count == nullptr) return CKR_ARGUMENTS_BAD;
  if (call.now().has_word("nonsense", "slot-count")) {
    *count = static_cast<CK_ULONG>(-2) / sizeof(CK_SLOT_ID);
    return CKR_OK;
  }
  auto tokens = call.module().tokens(call.now());
  if (present != CK_FALSE) std::erase_if(tokens, [&](const Token& token) { return !is_present(token, call.now()); });
  const CK_ULONG room = *count;
  *count = static_cast<CK_ULONG>(tokens.size());
  if (slots == nullptr) return CKR_OK;
  if (room < tokens.size()) return CKR_BUFFER_TOO_SMALL;
  for (const auto& token : tokens) *slots++ = token.slot;
  // More than there was room for.
  if (call.now().has_word("nonsense", "slots")) *count = room + 1000;
  return CKR_OK;
}

CK_RV get_slot_info(Call& call, CK_SLOT_ID slot, CK_SLOT_INFO* info) {
  if (!call.module().is_initialized()) return CKR_CRYPTOKI_NOT_INITIALIZED;
  const auto token = call.module().token_in(slot, call.now());
  if (!token) return CKR_SLOT_ID_INVALID;
  const CK_RV answer = call.real().C_GetSlotInfo(token->real, info);
  if (answer != CKR_OK) return answer;
  put(info->slotDescription, "Kigen test reader");
  info->flags |= CKF_REMOVABLE_DEVICE;
  if (!is_present(*token, call.now())) info->flags &= ~static_cast<CK_FLAGS>(CKF_TOKEN_PRESENT);
  if (call.now().has_word("nonsense", "texts", token->serial)) spoil(info->slotDescription);
  return CKR_OK;
}

CK_RV get_token_info(Call& call, CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
  if (!call.module().is_initialized()) return CKR_CRYPTOKI_NOT_INITIALIZED;
  const auto& now = call.now();
  const auto token = call.module().token_in(slot, now);
  if (!token) return CKR_SLOT_ID_INVALID;
  if (!is_present(*token, now)) return CKR_TOKEN_NOT_PRESENT;
  const CK_RV answer = call.real().C_GetTokenInfo(token->real, info);
  if (answer != CKR_OK) return answer;
  put_texts(*token, now, *info);
  info->flags = pin_flags(call.module(), *token, now, info->flags);
  if (now.has("pin-pad", token->serial)) info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
  if (now.has("write-protected", token->serial)) info->flags |= CKF_WRITE_PROTECTED;
  if (now.has("pin-to-be-changed", token->serial)) info->flags |= CKF_USER_PIN_TO_BE_CHANGED;
  if (const auto lengths = now.words("pin-length", token->serial); lengths.size() == 2) {
    info->ulMinPinLen = std::strtoul(lengths[0].c_str(), nullptr, 10);
    info->ulMaxPinLen = std::strtoul(lengths[1].c_str(), nullptr, 10);
  }
  if (now.has_word("nonsense", "pin-lengths", token->serial)) {
    info->ulMinPinLen = static_cast<CK_ULONG>(-3);
    info->ulMaxPinLen = 0;
  }
  return CKR_OK;
}

CK_RV wait_for_slot_event(Call& call, CK_FLAGS flags, CK_SLOT_ID* slot, void* /*reserved*/) {
  if (!call.module().is_initialized()) return CKR_CRYPTOKI_NOT_INITIALIZED;
  if (call.now().has("no-wait")) return CKR_FUNCTION_NOT_SUPPORTED;
  if (slot == nullptr) return CKR_ARGUMENTS_BAD;
  return call.module().next_event((flags & CKF_DONT_BLOCK) == 0, *slot);
}

}  // namespace kigen::test_token::hooks
