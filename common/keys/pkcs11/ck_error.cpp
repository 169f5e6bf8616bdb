#include "common/keys/pkcs11/ck_error.h"

#include <fmt/format.h>
#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <iterator>

namespace kigen::keys::pkcs11 {
namespace {

// `everywhere` is what the value means whatever was asked for; Internal where that depends.
struct Meaning {
  std::uint64_t rv = 0;
  const char* name = "";
  ErrorCode everywhere = ErrorCode::Internal;
};

#define KIGEN_CKR(name, ...) \
  { name, #name __VA_OPT__(, ) __VA_ARGS__ }
constexpr Meaning kMeanings[] = {
    KIGEN_CKR(CKR_HOST_MEMORY, ErrorCode::TokenLibraryFailed),
    KIGEN_CKR(CKR_SLOT_ID_INVALID, ErrorCode::TokenRemoved),
    KIGEN_CKR(CKR_GENERAL_ERROR),
    KIGEN_CKR(CKR_FUNCTION_FAILED),
    KIGEN_CKR(CKR_ARGUMENTS_BAD),
    KIGEN_CKR(CKR_ATTRIBUTE_READ_ONLY),
    KIGEN_CKR(CKR_ATTRIBUTE_SENSITIVE),
    KIGEN_CKR(CKR_ATTRIBUTE_TYPE_INVALID),
    KIGEN_CKR(CKR_ATTRIBUTE_VALUE_INVALID),
    KIGEN_CKR(CKR_ACTION_PROHIBITED),
    KIGEN_CKR(CKR_DATA_INVALID),
    KIGEN_CKR(CKR_DATA_LEN_RANGE),
    KIGEN_CKR(CKR_DEVICE_ERROR),
    KIGEN_CKR(CKR_DEVICE_MEMORY, ErrorCode::TokenFull),
    KIGEN_CKR(CKR_DEVICE_REMOVED, ErrorCode::TokenRemoved),
    KIGEN_CKR(CKR_FUNCTION_CANCELED, ErrorCode::Cancelled),
    KIGEN_CKR(CKR_FUNCTION_NOT_SUPPORTED),
    KIGEN_CKR(CKR_KEY_HANDLE_INVALID),
    KIGEN_CKR(CKR_KEY_SIZE_RANGE),
    KIGEN_CKR(CKR_KEY_TYPE_INCONSISTENT),
    KIGEN_CKR(CKR_KEY_FUNCTION_NOT_PERMITTED),
    KIGEN_CKR(CKR_MECHANISM_INVALID),
    KIGEN_CKR(CKR_MECHANISM_PARAM_INVALID),
    KIGEN_CKR(CKR_OBJECT_HANDLE_INVALID),
    KIGEN_CKR(CKR_OPERATION_ACTIVE),
    KIGEN_CKR(CKR_OPERATION_NOT_INITIALIZED),
    KIGEN_CKR(CKR_PIN_INCORRECT),
    KIGEN_CKR(CKR_PIN_INVALID),
    KIGEN_CKR(CKR_PIN_LEN_RANGE),
    // It has to be replaced before anything else is done with the token.
    KIGEN_CKR(CKR_PIN_EXPIRED, ErrorCode::TokenPinNotSet),
    KIGEN_CKR(CKR_PIN_LOCKED, ErrorCode::TokenLocked),
    KIGEN_CKR(CKR_PIN_TOO_WEAK),
    // A library closes the sessions of a token that is gone.
    KIGEN_CKR(CKR_SESSION_CLOSED, ErrorCode::TokenRemoved),
    KIGEN_CKR(CKR_SESSION_COUNT),
    KIGEN_CKR(CKR_SESSION_HANDLE_INVALID, ErrorCode::TokenRemoved),
    KIGEN_CKR(CKR_SESSION_READ_ONLY, ErrorCode::TokenCannotDo),
    KIGEN_CKR(CKR_TEMPLATE_INCOMPLETE),
    KIGEN_CKR(CKR_TEMPLATE_INCONSISTENT),
    KIGEN_CKR(CKR_TOKEN_NOT_PRESENT, ErrorCode::TokenRemoved),
    KIGEN_CKR(CKR_TOKEN_NOT_RECOGNIZED, ErrorCode::TokenRemoved),
    KIGEN_CKR(CKR_TOKEN_WRITE_PROTECTED, ErrorCode::TokenCannotDo),
    KIGEN_CKR(CKR_USER_ALREADY_LOGGED_IN),
    KIGEN_CKR(CKR_USER_NOT_LOGGED_IN),
    KIGEN_CKR(CKR_USER_PIN_NOT_INITIALIZED, ErrorCode::TokenPinNotSet),
    KIGEN_CKR(CKR_USER_TYPE_INVALID),
    KIGEN_CKR(CKR_USER_ANOTHER_ALREADY_LOGGED_IN),
    KIGEN_CKR(CKR_DOMAIN_PARAMS_INVALID),
    KIGEN_CKR(CKR_CURVE_NOT_SUPPORTED),
    KIGEN_CKR(CKR_BUFFER_TOO_SMALL),
    KIGEN_CKR(CKR_CRYPTOKI_NOT_INITIALIZED, ErrorCode::TokenLibraryFailed),
};
#undef KIGEN_CKR

const Meaning* meaning_of(std::uint64_t rv) {
  const auto* found = std::ranges::find(kMeanings, rv, &Meaning::rv);
  return found == std::end(kMeanings) ? nullptr : found;
}

bool is_one_of(std::uint64_t rv, std::initializer_list<std::uint64_t> values) {
  return std::ranges::find(values, rv) != values.end();
}

// A PIN of the wrong length or with a character that no PIN of this token has is a wrong PIN.
bool is_wrong_pin(std::uint64_t rv) {
  return is_one_of(rv, {CKR_PIN_INCORRECT, CKR_PIN_LEN_RANGE, CKR_PIN_INVALID});
}

ErrorCode code_for(std::uint64_t rv, Purpose purpose) {
  switch (purpose) {
    case Purpose::Read:
      return ErrorCode::TokenLibraryFailed;
    case Purpose::Login:
      return is_wrong_pin(rv) ? ErrorCode::PinWrong : ErrorCode::TokenCannotDo;
    case Purpose::Unblock:
      return is_wrong_pin(rv) ? ErrorCode::PukWrong : ErrorCode::TokenCannotDo;
    case Purpose::NewPin:
      if (rv == CKR_PIN_INCORRECT) return ErrorCode::PinWrong;
      if (is_one_of(rv, {CKR_PIN_INVALID, CKR_PIN_LEN_RANGE, CKR_PIN_TOO_WEAK})) return ErrorCode::NewPinRefused;
      return ErrorCode::TokenCannotDo;
    case Purpose::MakeKey:
      if (is_one_of(rv, {CKR_MECHANISM_INVALID, CKR_MECHANISM_PARAM_INVALID, CKR_KEY_SIZE_RANGE,
                         CKR_CURVE_NOT_SUPPORTED, CKR_DOMAIN_PARAMS_INVALID, CKR_FUNCTION_NOT_SUPPORTED})) {
        return ErrorCode::TokenCannotDo;
      }
      return ErrorCode::KeyNotMade;
    case Purpose::Sign:
      return ErrorCode::KeyNotUsable;
    case Purpose::Store:
      return rv == CKR_FUNCTION_NOT_SUPPORTED ? ErrorCode::TokenCannotDo : ErrorCode::StoreNotWritable;
  }
  return ErrorCode::Internal;
}

}  // namespace

std::string describe_rv(std::string_view function, std::uint64_t rv) {
  const Meaning* meaning = meaning_of(rv);
  return fmt::format("{}: {} ({:#x})", function, meaning == nullptr ? "CK_RV" : meaning->name, rv);
}

bool is_vague(std::uint64_t rv) noexcept {
  return is_one_of(rv, {CKR_GENERAL_ERROR, CKR_FUNCTION_FAILED, CKR_DEVICE_ERROR, CKR_OBJECT_HANDLE_INVALID,
                        CKR_KEY_HANDLE_INVALID});
}

Error error_of(std::uint64_t rv, std::string_view function, Purpose purpose, const std::string& serial,
               const std::string& module) {
  const Meaning* meaning = meaning_of(rv);
  const bool settled = meaning != nullptr && meaning->everywhere != ErrorCode::Internal;
  const ErrorCode code = settled ? meaning->everywhere : code_for(rv, purpose);
  const std::string words = describe_rv(function, rv);
  Error error(code, words);
  error.with("system", words).with("serial", serial);
  if (code == ErrorCode::TokenLibraryFailed) error.with("module", module);
  if (code == ErrorCode::KeyNotMade) error.with("provider", "pkcs11");
  return error;
}

}  // namespace kigen::keys::pkcs11
