#include "tests/token_module/maker/session.h"

#include <array>
#include <cstdio>

#include "tests/token_module/platform.h"

namespace kigen::test_token {
namespace {

CK_BBOOL g_true = CK_TRUE;
CK_BBOOL g_false = CK_FALSE;

std::string fixed_text(const unsigned char* text, std::size_t size) {
  std::string whole(reinterpret_cast<const char*>(text), size);
  whole.erase(whole.find_last_not_of(' ') + 1);
  return whole;
}

std::string message(const char* function, CK_RV code) {
  std::array<char, 96> line{};
  std::snprintf(line.data(), line.size(), "%s answered 0x%08lx", function, static_cast<unsigned long>(code));
  return line.data();
}

}  // namespace

Refused::Refused(const char* function, CK_RV answer) : std::runtime_error(message(function, answer)), code(answer) {}

void check(const char* function, CK_RV answer) {
  if (answer != CKR_OK) throw Refused(function, answer);
}

Library::Library(const std::filesystem::path& path) {
  std::string reason;
  const auto get = reinterpret_cast<CK_C_GetFunctionList>(library_function(path, "C_GetFunctionList", reason));
  if (get == nullptr) throw std::runtime_error(path.string() + ": " + reason);
  check("C_GetFunctionList", get(&functions_));
  CK_C_INITIALIZE_ARGS arguments{};
  arguments.flags = CKF_OS_LOCKING_OK;
  check("C_Initialize", functions_->C_Initialize(&arguments));
}

Library::~Library() {
  functions_->C_Finalize(nullptr);
}

std::vector<TokenLine> Library::tokens() const {
  CK_ULONG count = 0;
  check("C_GetSlotList", functions_->C_GetSlotList(CK_TRUE, nullptr, &count));
  std::vector<CK_SLOT_ID> slots(count);
  check("C_GetSlotList", functions_->C_GetSlotList(CK_TRUE, slots.data(), &count));
  std::vector<TokenLine> found;
  for (CK_ULONG i = 0; i < count; ++i) {
    CK_TOKEN_INFO info{};
    check("C_GetTokenInfo", functions_->C_GetTokenInfo(slots[i], &info));
    found.push_back({slots[i], info.flags, fixed_text(info.serialNumber, sizeof info.serialNumber),
                     fixed_text(info.label, sizeof info.label)});
  }
  return found;
}

TokenLine Library::token(const std::string& serial) const {
  std::vector<TokenLine> fitting;
  for (auto& each : tokens()) {
    const bool wanted = serial.empty() ? (each.flags & CKF_TOKEN_INITIALIZED) != 0 : each.serial == serial;
    if (wanted) fitting.push_back(std::move(each));
  }
  if (fitting.size() != 1) throw std::runtime_error(fitting.empty() ? "no such token" : "more than one token");
  return fitting.front();
}

Session::Session(const Library& library, CK_SLOT_ID slot, const std::string& pin, CK_USER_TYPE user)
    : functions_(library.call()) {
  check("C_OpenSession",
        functions_.C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &handle_));
  if (pin.empty()) return;
  check("C_Login", functions_.C_Login(handle_, user, text_of(pin), static_cast<CK_ULONG>(pin.size())));
}

std::vector<CK_OBJECT_HANDLE> Session::find(std::vector<CK_ATTRIBUTE> wanted) const {
  check("C_FindObjectsInit",
        functions_.C_FindObjectsInit(handle_, wanted.data(), static_cast<CK_ULONG>(wanted.size())));
  std::vector<CK_OBJECT_HANDLE> found;
  std::array<CK_OBJECT_HANDLE, 64> some{};
  for (CK_ULONG count = 1; count > 0;) {
    check("C_FindObjects", functions_.C_FindObjects(handle_, some.data(), some.size(), &count));
    found.insert(found.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(count));
  }
  check("C_FindObjectsFinal", functions_.C_FindObjectsFinal(handle_));
  return found;
}

Bytes Session::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const {
  CK_ATTRIBUTE wanted{type, nullptr, 0};
  if (functions_.C_GetAttributeValue(handle_, object, &wanted, 1) != CKR_OK) return {};
  Bytes value(wanted.ulValueLen);
  wanted.pValue = value.data();
  check("C_GetAttributeValue", functions_.C_GetAttributeValue(handle_, object, &wanted, 1));
  value.resize(wanted.ulValueLen);
  return value;
}

CK_OBJECT_HANDLE Session::create(std::vector<CK_ATTRIBUTE> attributes) const {
  CK_OBJECT_HANDLE made = 0;
  check("C_CreateObject",
        functions_.C_CreateObject(handle_, attributes.data(), static_cast<CK_ULONG>(attributes.size()), &made));
  return made;
}

// PKCS #11 takes what it only reads as plain pointers.
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const Bytes& value) {
  return {type, const_cast<unsigned char*>(value.data()), static_cast<CK_ULONG>(value.size())};
}
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const std::string& value) {
  return {type, const_cast<char*>(value.data()), static_cast<CK_ULONG>(value.size())};
}
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const CK_ULONG& value) {
  return {type, const_cast<CK_ULONG*>(&value), sizeof value};
}
CK_ATTRIBUTE yes(CK_ATTRIBUTE_TYPE type) {
  return {type, &g_true, sizeof g_true};
}
CK_ATTRIBUTE no(CK_ATTRIBUTE_TYPE type) {
  return {type, &g_false, sizeof g_false};
}
CK_UTF8CHAR* text_of(const std::string& text) {
  return reinterpret_cast<CK_UTF8CHAR*>(const_cast<char*>(text.data()));
}

}  // namespace kigen::test_token
