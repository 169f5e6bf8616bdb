// The objects of a TokenSession.
#include <p11-kit/pkcs11.h>

#include <algorithm>

#include "common/keys/pkcs11/token_session.h"

namespace kigen::keys::pkcs11 {
Attribute attribute(std::uint64_t type, bool value) {
  return {.type = type, .value = {static_cast<std::uint8_t>(value ? CK_TRUE : CK_FALSE)}};
}
Attribute attribute(std::uint64_t type, std::uint64_t value) {
  return {.type = type, .value = number_octets(value)};
}
Attribute attribute(std::uint64_t type, std::string_view value) {
  return {.type = type, .value = octets(value)};
}
Attribute attribute(std::uint64_t type, const Bytes& value) {
  return {.type = type, .value = octets(value)};
}

const Attribute* ObjectValues::find(std::uint64_t type) const {
  const auto found = std::ranges::find(attributes_, type, &Attribute::type);
  return found == attributes_.end() ? nullptr : &*found;
}
std::optional<Bytes> ObjectValues::octets(std::uint64_t type) const {
  const Attribute* found = find(type);
  if (found == nullptr || found->state != Attribute::State::Present) return std::nullopt;
  return Bytes(found->value.begin(), found->value.end());
}
std::optional<std::uint64_t> ObjectValues::number(std::uint64_t type) const {
  const Attribute* found = find(type);
  if (found == nullptr || found->state != Attribute::State::Present) return std::nullopt;
  return number_of(found->value);
}
bool ObjectValues::is_true(std::uint64_t type) const {
  const Attribute* found = find(type);
  return found != nullptr && found->value.size() == 1 && found->value[0] != CK_FALSE;
}
bool ObjectValues::too_large(std::uint64_t type) const {
  const Attribute* found = find(type);
  return found != nullptr && found->state == Attribute::State::TooLarge;
}

Result<std::vector<ObjectHandle>> TokenSession::find(std::vector<Attribute> sought) {
  Message request = make_request(Request::Find);
  request.attributes = std::move(sought);
  Result<Message> reply = ask(request, Purpose::Read);
  if (!reply) return reply.error();
  // A library that names one object twice would make a certificate appear twice.
  std::vector<ObjectHandle> found = std::move(reply->numbers);
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Result<ObjectValues> TokenSession::read(ObjectHandle object, const std::vector<std::uint64_t>& types) {
  Message request = make_request(Request::Attributes, {object});
  request.numbers.insert(request.numbers.end(), types.begin(), types.end());
  Result<Message> reply = ask(request, Purpose::Read);
  if (!reply) return reply.error();
  return ObjectValues(std::move(reply->attributes));
}

Status TokenSession::create(std::vector<Attribute> values) {
  Message request = make_request(Request::Create);
  request.attributes = std::move(values);
  const Result<Message> reply = ask(request, Purpose::Store, 1);
  return reply ? Status() : reply.error();
}

Status TokenSession::change(ObjectHandle object, std::vector<Attribute> values) {
  Message request = make_request(Request::Change, {object});
  request.attributes = std::move(values);
  const Result<Message> reply = ask(request, Purpose::Store);
  return reply ? Status() : reply.error();
}

Status TokenSession::destroy(ObjectHandle object) {
  if (gone_) return *gone_;
  const Result<Message> reply = worker_->ask(make_request(Request::Destroy, {object}));
  if (!reply) return reply.error();
  if (reply->rv == CKR_OK) return {};
  Error error = explain(*reply, Purpose::Store);
  if (reply->rv == CKR_OBJECT_HANDLE_INVALID && error.code != ErrorCode::TokenRemoved) return {};
  return error;
}

Result<ObjectHandle> TokenSession::generate(std::uint64_t mechanism, std::vector<Attribute> public_key,
                                            std::vector<Attribute> private_key) {
  Message request = make_request(Request::GenerateKeys, {mechanism, public_key.size()});
  request.attributes = std::move(public_key);
  for (Attribute& one : private_key) request.attributes.push_back(std::move(one));
  const Result<Message> reply = ask(request, Purpose::MakeKey, worker_->options().key_limit, 2);
  if (!reply) return reply.error();
  return reply->numbers[1];
}

Result<Bytes> TokenSession::sign(ObjectHandle key, const std::vector<std::uint64_t>& mechanism,
                                 std::span<const std::uint8_t> data) {
  Message request = make_request(Request::Sign, {key});
  request.numbers.insert(request.numbers.end(), mechanism.begin(), mechanism.end());
  request.texts.push_back(octets(data));
  const Result<Message> reply = ask(request, Purpose::Sign, 0, 1);
  if (!reply) return reply.error();
  return Bytes(reply->texts[0].begin(), reply->texts[0].end());
}

bool TokenSession::can_sign(std::uint64_t mechanism) {
  const auto known = signing_.find(mechanism);
  if (known != signing_.end()) return known->second;
  const Result<Message> reply = worker_->ask(make_request(Request::Mechanism, {info_.slot, mechanism}));
  if (!reply) return false;
  const bool can = reply->rv == CKR_OK && !reply->numbers.empty() && (reply->numbers[0] & CKF_SIGN) != 0;
  signing_.emplace(mechanism, can);
  return can;
}

}  // namespace kigen::keys::pkcs11
