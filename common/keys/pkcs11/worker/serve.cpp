#include "common/keys/pkcs11/worker/serve.h"

#include <algorithm>
#include <cstdint>

namespace kigen::keys::pkcs11 {
namespace {

// What a request must have. `numbers` is the least of them, `more` whether there may be more.
struct Form {
  Request request = Request::Load;
  std::uint8_t numbers = 0, texts = 0;
  bool more = false, attributes = false;
};
constexpr Form kForms[] = {
    {Request::Load, 0, 1},
    {Request::Slots},
    {Request::TokenInfo, 1},
    {Request::OpenSession, 1},
    {Request::Login, 2, 1},
    {Request::Logout},
    {Request::SetPin, 1, 2},
    {Request::InitPin, 1, 1},
    {Request::Find, 0, 0, false, true},
    {Request::Attributes, 2, 0, true},
    {Request::Create, 0, 0, false, true},
    {Request::Change, 1, 0, false, true},
    {Request::Destroy, 1},
    {Request::GenerateKeys, 2, 0, false, true},
    {Request::Mechanism, 2},
    {Request::Sign, 2, 1, true},
    {Request::WaitForEvent},
    {Request::Finish},
};
constexpr std::size_t kPssNumbers = 5;
constexpr std::size_t kMaxReplyValues = std::size_t{384} * 1024;

bool fits(const Message& request) {
  const auto* form =
      std::ranges::find(kForms, request.kind, [](const Form& f) { return static_cast<std::uint8_t>(f.request); });
  if (form == std::end(kForms) || request.texts.size() != form->texts) return false;
  const bool numbers = form->more ? request.numbers.size() >= form->numbers : request.numbers.size() == form->numbers;
  const auto known = [](const Attribute& one) { return one.state == Attribute::State::Present; };
  return numbers && (form->attributes || request.attributes.empty()) && std::ranges::all_of(request.attributes, known);
}

Message refused() {
  return {.kind = static_cast<std::uint8_t>(Outcome::Refused)};
}

Message unusable_reply(std::string_view why) {
  Message reply{.kind = static_cast<std::uint8_t>(Outcome::Unusable)};
  reply.texts.push_back(octets(why.substr(0, 1024)));
  return reply;
}

// Fixed fields of CK_TOKEN_INFO: padded with blanks, by some libraries with zeros.
template <std::size_t Size>
Octets field(const CK_UTF8CHAR (&text)[Size]) {
  return octets(std::span<const std::uint8_t>(text));
}

Request kind_of(const Message& request) {
  return static_cast<Request>(request.kind);
}

// One long attribute after another must not grow beyond a frame.
void bound_reply(std::vector<Attribute>& attributes) {
  std::size_t all = 0;
  for (Attribute& one : attributes) {
    if (all + one.value.size() > kMaxReplyValues) {
      one.value.clear();
      one.state = Attribute::State::TooLarge;
    }
    all += one.value.size();
  }
}

}  // namespace

Message Server::done(CK_RV rv) const {
  Message reply{.kind = static_cast<std::uint8_t>(Outcome::Done), .rv = rv};
  if (rv != CKR_OK) reply.texts.push_back(octets(std::string_view(module_.last_function())));
  return reply;
}

Message Server::load(const Message& request) {
  if (module_.started()) return refused();
  const Result<CK_C_GetFunctionList> library = loader_(std::string(text_of(request.texts[0])));
  if (!library) return unusable_reply(library.error().detail);
  if (Status started = module_.start(*library); !started) return unusable_reply(started.error().detail);
  return done(CKR_OK);
}

Message Server::token_info(CK_SLOT_ID slot) {
  CK_TOKEN_INFO info{};
  Message reply = done(module_.token_info(slot, info));
  if (reply.rv != CKR_OK) return reply;
  reply.numbers = {info.flags, info.ulMinPinLen, info.ulMaxPinLen};
  reply.texts.push_back(field(info.label));
  reply.texts.push_back(field(info.manufacturerID));
  reply.texts.push_back(field(info.model));
  reply.texts.push_back(field(info.serialNumber));
  return reply;
}

Message Server::pins(const Message& request) {
  const std::vector<Octets>& texts = request.texts;
  const bool long_pin = std::ranges::any_of(texts, [](const Octets& pin) { return pin.size() > kMaxPin; });
  if (long_pin) return refused();
  const auto& numbers = request.numbers;
  switch (kind_of(request)) {
    case Request::Login:
      return done(module_.login(static_cast<CK_USER_TYPE>(numbers[0]), numbers[1] != 0, texts[0]));
    case Request::SetPin:
      return done(module_.set_pin(numbers[0] != 0, texts[0], texts[1]));
    default:
      return done(module_.init_pin(numbers[0] != 0, texts[0]));
  }
}

Message Server::objects(const Message& request) {
  const auto object = static_cast<CK_OBJECT_HANDLE>(request.numbers.empty() ? 0 : request.numbers[0]);
  CK_OBJECT_HANDLE made = 0;
  Message reply;
  switch (kind_of(request)) {
    case Request::Find: {
      std::vector<CK_OBJECT_HANDLE> found;
      reply = done(module_.find(request.attributes, found));
      reply.numbers.assign(found.begin(), found.end());
      return reply;
    }
    case Request::Attributes: {
      if (request.numbers.size() > 1 + kMaxAttributes) return refused();
      std::vector<Attribute> wanted;
      for (std::size_t i = 1; i < request.numbers.size(); ++i) {
        wanted.push_back({.type = request.numbers[i], .value = {}, .state = Attribute::State::Missing});
      }
      reply = done(module_.attributes(object, wanted));
      if (reply.rv != CKR_OK) return reply;
      bound_reply(wanted);
      reply.attributes = std::move(wanted);
      return reply;
    }
    case Request::Create:
      reply = done(module_.create(request.attributes, made));
      if (reply.rv == CKR_OK) reply.numbers = {made};
      return reply;
    case Request::Change:
      return done(module_.change(object, request.attributes));
    default:
      return done(module_.destroy(object));
  }
}

Message Server::keys(const Message& request) {
  const auto& numbers = request.numbers;
  if (kind_of(request) == Request::GenerateKeys) {
    if (numbers[1] > request.attributes.size()) return refused();
    const auto middle = request.attributes.begin() + static_cast<std::ptrdiff_t>(numbers[1]);
    CK_OBJECT_HANDLE public_key = 0, private_key = 0;
    Message reply =
        done(module_.generate(static_cast<CK_MECHANISM_TYPE>(numbers[0]), {request.attributes.begin(), middle},
                              {middle, request.attributes.end()}, public_key, private_key));
    if (reply.rv == CKR_OK) reply.numbers = {public_key, private_key};
    return reply;
  }
  if (numbers.size() != 2 && numbers.size() != kPssNumbers) return refused();
  CK_RSA_PKCS_PSS_PARAMS pss{};
  CK_MECHANISM mechanism{static_cast<CK_MECHANISM_TYPE>(numbers[1]), nullptr, 0};
  if (numbers.size() == kPssNumbers) {
    pss.hashAlg = static_cast<CK_MECHANISM_TYPE>(numbers[2]);
    pss.mgf = static_cast<CK_RSA_PKCS_MGF_TYPE>(numbers[3]);
    pss.sLen = static_cast<CK_ULONG>(numbers[4]);
    mechanism.pParameter = &pss;
    mechanism.ulParameterLen = sizeof pss;
  }
  Octets signature;
  Message reply = done(module_.sign(static_cast<CK_OBJECT_HANDLE>(numbers[0]), mechanism, request.texts[0], signature));
  if (reply.rv == CKR_OK) reply.texts.push_back(std::move(signature));
  return reply;
}

Message Server::serve(const Message& request) {
  if (!fits(request)) return refused();
  const Request kind = kind_of(request);
  if (kind == Request::Load) return load(request);
  if (!module_.started()) return refused();
  const auto slot = static_cast<CK_SLOT_ID>(request.numbers.empty() ? 0 : request.numbers[0]);
  Message reply;
  switch (kind) {
    case Request::Slots: {
      std::vector<CK_SLOT_ID> slots;
      reply = done(module_.slots(slots));
      reply.numbers.assign(slots.begin(), slots.end());
      return reply;
    }
    case Request::TokenInfo:
      return token_info(slot);
    case Request::OpenSession: {
      bool writable = false;
      reply = done(module_.open_session(slot, writable));
      if (reply.rv == CKR_OK) reply.numbers = {writable ? 1U : 0U};
      return reply;
    }
    case Request::Login:
    case Request::SetPin:
    case Request::InitPin:
      return pins(request);
    case Request::Logout:
      return done(module_.logout());
    case Request::Mechanism: {
      CK_FLAGS flags = 0;
      reply = done(module_.mechanism_flags(slot, static_cast<CK_MECHANISM_TYPE>(request.numbers[1]), flags));
      if (reply.rv == CKR_OK) reply.numbers = {flags};
      return reply;
    }
    case Request::GenerateKeys:
    case Request::Sign:
      return keys(request);
    case Request::WaitForEvent: {
      CK_SLOT_ID changed = 0;
      reply = done(module_.wait_for_event(changed));
      if (reply.rv == CKR_OK) reply.numbers = {changed};
      return reply;
    }
    case Request::Finish:
      module_.finish();
      return done(CKR_OK);
    default:
      return objects(request);
  }
}

Octets Server::answer(std::span<const std::uint8_t> payload) {
  const std::optional<Message> request = decode(payload);
  return encode(request ? serve(*request) : refused());
}

}  // namespace kigen::keys::pkcs11
