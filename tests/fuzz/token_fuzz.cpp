// Both directions of the talk between a program and its token worker. The first octet chooses:
// the rest is a reply whose octets a broken library wrote, which this side takes apart; or it is requests to a worker,
// over a library that answers each call with what comes next in the input, however impossible.
#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "common/keys/pkcs11/key_objects.h"
#include "common/keys/pkcs11/token_list.h"
#include "common/keys/pkcs11/worker/serve.h"

namespace {

using namespace kigen::keys;
using namespace kigen::keys::pkcs11;

// --- A library that says whatever the input says.
std::span<const std::uint8_t> g_says;

std::uint8_t octet() {
  if (g_says.empty()) return 0;
  const std::uint8_t value = g_says[0];
  g_says = g_says.subspan(1);
  return value;
}
// Small numbers, and now and then one that is beyond all room.
CK_ULONG number() {
  const CK_ULONG value = octet();
  return value < 0xf0 ? value : value < 0xf8 ? CK_UNAVAILABLE_INFORMATION : CK_ULONG{1} << (value - 0xe8);
}
CK_RV answer() {
  const std::uint8_t value = octet();
  return value < 0xc0 ? CKR_OK : value < 0xe0 ? CKR_BUFFER_TOO_SMALL : CK_RV{value};
}
void fill(void* at, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) static_cast<std::uint8_t*>(at)[i] = octet();
}

CK_RV initialize(void* /*arguments*/) {
  return CKR_OK;
}
CK_RV slot_list(CK_BBOOL /*present*/, CK_SLOT_ID* slots, CK_ULONG* count) {
  if (slots != nullptr) fill(slots, std::min<CK_ULONG>(*count, 4) * sizeof *slots);
  *count = number();
  return answer();
}
CK_RV token_info(CK_SLOT_ID /*slot*/, CK_TOKEN_INFO* info) {
  fill(info, sizeof *info);
  return answer();
}
CK_RV open_session(CK_SLOT_ID /*slot*/, CK_FLAGS /*flags*/, void* /*application*/, CK_NOTIFY /*notify*/,
                   CK_SESSION_HANDLE* session) {
  *session = number();
  return answer();
}
CK_RV of_session(CK_SESSION_HANDLE /*session*/) {
  return answer();
}
CK_RV login(CK_SESSION_HANDLE /*session*/, CK_USER_TYPE /*user*/, CK_UTF8CHAR* /*pin*/, CK_ULONG /*size*/) {
  return answer();
}
CK_RV find_begin(CK_SESSION_HANDLE /*session*/, CK_ATTRIBUTE* shape, CK_ULONG count) {
  for (CK_ULONG i = 0; i < count; ++i) {
    if (shape[i].pValue == nullptr) std::abort();
  }
  return answer();
}
CK_RV find_some(CK_SESSION_HANDLE /*session*/, CK_OBJECT_HANDLE* objects, CK_ULONG room, CK_ULONG* count) {
  fill(objects, std::min<CK_ULONG>(room, 2) * sizeof *objects);
  *count = number();
  return answer();
}
CK_RV values(CK_SESSION_HANDLE /*session*/, CK_OBJECT_HANDLE /*object*/, CK_ATTRIBUTE* shape, CK_ULONG count) {
  for (CK_ULONG i = 0; i < count; ++i) {
    const CK_ULONG said = number();
    // It may write no more than there is room for; what it says of the length is another matter.
    if (shape[i].pValue != nullptr) fill(shape[i].pValue, std::min<CK_ULONG>(shape[i].ulValueLen, 64));
    shape[i].ulValueLen = said;
  }
  return answer();
}
CK_RV sign_begin(CK_SESSION_HANDLE /*session*/, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE /*key*/) {
  if (mechanism->ulParameterLen != 0 && mechanism->pParameter == nullptr) std::abort();
  return answer();
}
CK_RV sign(CK_SESSION_HANDLE /*session*/, CK_BYTE* /*data*/, CK_ULONG /*size*/, CK_BYTE* signature, CK_ULONG* length) {
  fill(signature, std::min<CK_ULONG>(*length, 64));
  *length = number();
  return answer();
}
CK_RV mechanism_info(CK_SLOT_ID /*slot*/, CK_MECHANISM_TYPE /*type*/, CK_MECHANISM_INFO* info) {
  fill(info, sizeof *info);
  return answer();
}
CK_RV generate(CK_SESSION_HANDLE /*session*/, CK_MECHANISM* /*mechanism*/, CK_ATTRIBUTE* /*a*/, CK_ULONG /*an*/,
               CK_ATTRIBUTE* /*b*/, CK_ULONG /*bn*/, CK_OBJECT_HANDLE* one, CK_OBJECT_HANDLE* two) {
  *one = number();
  *two = number();
  return answer();
}
CK_RV create(CK_SESSION_HANDLE /*session*/, CK_ATTRIBUTE* /*shape*/, CK_ULONG /*count*/, CK_OBJECT_HANDLE* made) {
  *made = number();
  return answer();
}

CK_RV functions(CK_FUNCTION_LIST** list) {
  // What is left out answers CKR_FUNCTION_NOT_SUPPORTED.
  static CK_FUNCTION_LIST own = [] {
    CK_FUNCTION_LIST made{};
    made.version = {2, 40};
    made.C_Initialize = initialize;
    made.C_GetSlotList = slot_list;
    made.C_GetTokenInfo = token_info;
    made.C_OpenSession = open_session;
    made.C_CloseSession = of_session;
    made.C_Logout = of_session;
    made.C_Login = login;
    made.C_FindObjectsInit = find_begin;
    made.C_FindObjects = find_some;
    made.C_FindObjectsFinal = of_session;
    made.C_GetAttributeValue = values;
    made.C_SignInit = sign_begin;
    made.C_Sign = sign;
    made.C_GetMechanismInfo = mechanism_info;
    made.C_GenerateKeyPair = generate;
    made.C_CreateObject = create;
    return made;
  }();
  *list = &own;
  return CKR_OK;
}

// The input is cut at the length that its next octet gives: a request, then what the library says to it.
void requests(std::span<const std::uint8_t> input) {
  Server server([](const std::string& /*path*/) -> kigen::Result<CK_C_GetFunctionList> { return &functions; });
  Message load{.kind = static_cast<std::uint8_t>(Request::Load)};
  load.texts.push_back(octets(std::string_view("/module")));
  static_cast<void>(server.serve(load));
  for (int i = 0; i < 8 && !input.empty(); ++i) {
    const std::size_t size = std::min<std::size_t>(input[0], input.size() - 1);
    const auto payload = input.subspan(1, size);
    g_says = input.subspan(1 + size);
    const Octets frame = server.answer(payload);
    if (payload_size(std::span(frame).first(kFrameHeader)) != frame.size() - kFrameHeader) std::abort();
    const auto reply = decode(std::span(frame).subspan(kFrameHeader));
    if (!reply) std::abort();
    input = g_says;
  }
}

void reply(std::span<const std::uint8_t> input) {
  const auto message = decode(input);
  if (!message) return;
  // What is read is written the same way.
  const Octets again = encode(*message);
  if (!std::ranges::equal(std::span(again).subspan(kFrameHeader), input)) std::abort();
  if (message->numbers.size() >= 3 && message->texts.size() >= 4) {
    const TokenInfo info = make_token_info("module", 1, *message);
    if (info.serial.size() > 64 || info.label.size() > 64 || info.pin_max < 0) std::abort();
  }
  const ObjectValues object(message->attributes);
  static_cast<void>(curve_of_params(object.octets(CKA_EC_PARAMS).value_or(Bytes{})));
  const PublicObject half{.handle = 1, .public_key_info = public_info(object)};
  PrivateObject key{.handle = 2};
  KeyObjects keys{.private_keys = {}, .unknown = {}, .public_keys = {half}};
  if (read_private(object, key)) keys.private_keys = {key, key};
  static_cast<void>(private_key_for(keys, half.public_key_info));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 8192) return 0;
  const std::span<const std::uint8_t> input(data, size);
  if ((input[0] & 1) == 0) {
    reply(input.subspan(1));
  } else {
    requests(input.subspan(1));
  }
  return 0;
}
