#include "common/keys/pkcs11/worker/module.h"

#include <algorithm>

#include "common/keys/pkcs11/worker/template.h"

namespace kigen::keys::pkcs11 {
namespace {

constexpr CK_ULONG kMaxSlots = 256;
constexpr CK_ULONG kFirstSignature = 1024, kMaxSignature = 16384;
constexpr int kMaxTries = 4;  // of calls that ask for a size first, while it changes

// PKCS #11 takes octets that it does not change as CK_BYTE_PTR all the same.
CK_UTF8CHAR* changeable(const Octets& octets) {
  return const_cast<CK_UTF8CHAR*>(octets.data());
}
CK_ULONG length(const Octets& octets) {
  return static_cast<CK_ULONG>(octets.size());
}

Error unusable(std::string why) {
  return Error(ErrorCode::TokenLibraryFailed, std::move(why));
}

}  // namespace

Status Module::start(CK_C_GetFunctionList get_function_list) {
  CK_FUNCTION_LIST* list = nullptr;
  last_ = "C_GetFunctionList";
  const CK_RV rv = get_function_list(&list);
  if (rv != CKR_OK || list == nullptr) return unusable("C_GetFunctionList gave no functions");
  if (list->version.major != 2 && list->version.major != 3) {
    return unusable("PKCS#11 of version " + std::to_string(list->version.major));
  }
  functions_ = list;
  const CK_RV ready = initialize();
  if (ready == CKR_OK || ready == CKR_CRYPTOKI_ALREADY_INITIALIZED) return {};
  functions_ = nullptr;
  return unusable("C_Initialize: " + std::to_string(ready));
}

CK_RV Module::initialize() {
  CK_C_INITIALIZE_ARGS arguments{};
  arguments.flags = CKF_OS_LOCKING_OK;
  const CK_RV rv = call("C_Initialize", functions_->C_Initialize, static_cast<void*>(&arguments));
  if (rv == CKR_OK || rv == CKR_CRYPTOKI_ALREADY_INITIALIZED) return rv;
  return call("C_Initialize", functions_->C_Initialize, static_cast<void*>(nullptr));
}

void Module::finish() noexcept {
  if (functions_ == nullptr) return;
  if (logged_in_) static_cast<void>(logout());
  if (open_) static_cast<void>(call("C_CloseSession", functions_->C_CloseSession, session_));
  static_cast<void>(call("C_Finalize", functions_->C_Finalize, static_cast<void*>(nullptr)));
  open_ = false;
  functions_ = nullptr;
}

CK_RV Module::slots(std::vector<CK_SLOT_ID>& out) {
  for (int i = 0; i < kMaxTries; ++i) {
    CK_ULONG count = 0;
    CK_RV rv = call("C_GetSlotList", functions_->C_GetSlotList, static_cast<CK_BBOOL>(CK_TRUE),
                    static_cast<CK_SLOT_ID*>(nullptr), &count);
    if (rv != CKR_OK) return rv;
    // A little more than it said: another token may come between the two calls.
    count = std::min(count, kMaxSlots - 8) + 8;
    out.assign(count, 0);
    CK_ULONG written = count;
    rv = call("C_GetSlotList", functions_->C_GetSlotList, static_cast<CK_BBOOL>(CK_TRUE), out.data(), &written);
    if (rv == CKR_BUFFER_TOO_SMALL) continue;
    out.resize(rv == CKR_OK ? std::min(written, count) : 0);
    return rv;
  }
  return CKR_BUFFER_TOO_SMALL;
}

CK_RV Module::token_info(CK_SLOT_ID slot, CK_TOKEN_INFO& out) {
  return call("C_GetTokenInfo", functions_->C_GetTokenInfo, slot, &out);
}

CK_RV Module::open_session(CK_SLOT_ID slot, bool& writable) {
  if (open_) return CKR_SESSION_EXISTS;
  const auto open = [&](CK_FLAGS flags) {
    return call("C_OpenSession", functions_->C_OpenSession, slot, static_cast<CK_FLAGS>(CKF_SERIAL_SESSION | flags),
                static_cast<void*>(nullptr), static_cast<CK_NOTIFY>(nullptr), &session_);
  };
  CK_RV rv = open(CKF_RW_SESSION);
  writable = rv == CKR_OK;
  if (rv == CKR_TOKEN_WRITE_PROTECTED) rv = open(0);
  open_ = rv == CKR_OK;
  return rv;
}

CK_RV Module::login(CK_USER_TYPE user, bool pin_pad, const Octets& pin) {
  CK_UTF8CHAR* none = nullptr;
  const CK_RV rv = call("C_Login", functions_->C_Login, session_, user, pin_pad ? none : changeable(pin),
                        pin_pad ? CK_ULONG{0} : length(pin));
  logged_in_ = logged_in_ || rv == CKR_OK;
  return rv;
}

CK_RV Module::logout() {
  logged_in_ = false;
  return call("C_Logout", functions_->C_Logout, session_);
}

CK_RV Module::set_pin(bool pin_pad, const Octets& present, const Octets& next) {
  CK_UTF8CHAR* none = nullptr;
  return call("C_SetPIN", functions_->C_SetPIN, session_, pin_pad ? none : changeable(present),
              pin_pad ? CK_ULONG{0} : length(present), pin_pad ? none : changeable(next),
              pin_pad ? CK_ULONG{0} : length(next));
}

CK_RV Module::init_pin(bool pin_pad, const Octets& next) {
  CK_UTF8CHAR* none = nullptr;
  return call("C_InitPIN", functions_->C_InitPIN, session_, pin_pad ? none : changeable(next),
              pin_pad ? CK_ULONG{0} : length(next));
}

CK_RV Module::find(const std::vector<Attribute>& sought, std::vector<CK_OBJECT_HANDLE>& out) {
  Template shape(sought);
  CK_RV rv = call("C_FindObjectsInit", functions_->C_FindObjectsInit, session_, shape.data(), shape.size());
  if (rv != CKR_OK) return rv;
  constexpr CK_ULONG kAtOnce = 64;
  CK_OBJECT_HANDLE some[kAtOnce]{};
  for (CK_ULONG count = kAtOnce; rv == CKR_OK && count > 0 && out.size() < kMaxNumbers;) {
    count = 0;
    rv = call("C_FindObjects", functions_->C_FindObjects, session_, &some[0], kAtOnce, &count);
    const std::size_t room = kMaxNumbers - out.size();
    if (rv == CKR_OK) out.insert(out.end(), some, some + std::min<std::size_t>({count, kAtOnce, room}));
  }
  const char* failed = last_;
  static_cast<void>(call("C_FindObjectsFinal", functions_->C_FindObjectsFinal, session_));
  last_ = failed;
  return rv;
}

CK_RV Module::sized(CK_OBJECT_HANDLE object, std::vector<CK_ATTRIBUTE>& shape) {
  const CK_RV rv = call("C_GetAttributeValue", functions_->C_GetAttributeValue, session_, object, shape.data(),
                        static_cast<CK_ULONG>(shape.size()));
  // These tell of single attributes; the others were answered.
  const bool partly = rv == CKR_ATTRIBUTE_SENSITIVE || rv == CKR_ATTRIBUTE_TYPE_INVALID || rv == CKR_BUFFER_TOO_SMALL;
  return partly ? CKR_OK : rv;
}

CK_RV Module::attributes(CK_OBJECT_HANDLE object, std::vector<Attribute>& wanted) {
  std::vector<CK_ATTRIBUTE> shape;
  shape.reserve(wanted.size());
  for (const Attribute& one : wanted) shape.push_back({static_cast<CK_ATTRIBUTE_TYPE>(one.type), nullptr, 0});
  if (const CK_RV rv = sized(object, shape); rv != CKR_OK) return rv;

  std::vector<CK_ATTRIBUTE> present;
  std::vector<Attribute*> theirs;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    wanted[i].state = room_for(shape[i].ulValueLen, wanted[i]);
    if (wanted[i].state != Attribute::State::Present) continue;
    present.push_back({shape[i].type, wanted[i].value.data(), static_cast<CK_ULONG>(wanted[i].value.size())});
    theirs.push_back(&wanted[i]);
  }
  if (present.empty()) return CKR_OK;
  if (const CK_RV rv = sized(object, present); rv != CKR_OK) return rv;
  for (std::size_t i = 0; i < present.size(); ++i) take_value(present[i].ulValueLen, *theirs[i]);
  return CKR_OK;
}

CK_RV Module::create(const std::vector<Attribute>& values, CK_OBJECT_HANDLE& out) {
  Template shape(values);
  return call("C_CreateObject", functions_->C_CreateObject, session_, shape.data(), shape.size(), &out);
}

CK_RV Module::change(CK_OBJECT_HANDLE object, const std::vector<Attribute>& values) {
  Template shape(values);
  return call("C_SetAttributeValue", functions_->C_SetAttributeValue, session_, object, shape.data(), shape.size());
}

CK_RV Module::destroy(CK_OBJECT_HANDLE object) {
  return call("C_DestroyObject", functions_->C_DestroyObject, session_, object);
}

CK_RV Module::generate(CK_MECHANISM_TYPE mechanism, const std::vector<Attribute>& public_key,
                       const std::vector<Attribute>& private_key, CK_OBJECT_HANDLE& public_out,
                       CK_OBJECT_HANDLE& private_out) {
  Template public_shape(public_key), private_shape(private_key);
  CK_MECHANISM how{mechanism, nullptr, 0};
  return call("C_GenerateKeyPair", functions_->C_GenerateKeyPair, session_, &how, public_shape.data(),
              public_shape.size(), private_shape.data(), private_shape.size(), &public_out, &private_out);
}

CK_RV Module::mechanism_flags(CK_SLOT_ID slot, CK_MECHANISM_TYPE mechanism, CK_FLAGS& out) {
  CK_MECHANISM_INFO info{};
  const CK_RV rv = call("C_GetMechanismInfo", functions_->C_GetMechanismInfo, slot, mechanism, &info);
  if (rv == CKR_OK) out = info.flags;
  return rv;
}

CK_RV Module::sign(CK_OBJECT_HANDLE key, CK_MECHANISM& mechanism, const Octets& data, Octets& signature) {
  CK_RV rv = call("C_SignInit", functions_->C_SignInit, session_, &mechanism, key);
  if (rv != CKR_OK) return rv;
  signature.resize(kFirstSignature);
  CK_ULONG size = length(signature);
  rv = call("C_Sign", functions_->C_Sign, session_, changeable(data), length(data), signature.data(), &size);
  // The operation goes on after this answer (PKCS #11 5.2), so that a longer buffer may be passed.
  if (rv == CKR_BUFFER_TOO_SMALL && size > kFirstSignature && size <= kMaxSignature) {
    signature.resize(size);
    rv = call("C_Sign", functions_->C_Sign, session_, changeable(data), length(data), signature.data(), &size);
  }
  signature.resize(rv == CKR_OK ? std::min<std::size_t>(size, signature.size()) : 0);
  return rv;
}

CK_RV Module::wait_for_event(CK_SLOT_ID& out) {
  return call("C_WaitForSlotEvent", functions_->C_WaitForSlotEvent, CK_FLAGS{0}, &out, static_cast<void*>(nullptr));
}

}  // namespace kigen::keys::pkcs11
