#include "common/keys/pkcs11/protocol/message.h"

#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <stdexcept>

namespace kigen::keys::pkcs11 {
namespace {

// Both fit into the payload's length, which fits into 4 octets.
class Writer {
 public:
  explicit Writer(std::size_t size) : out_(size) {}
  void octet(std::uint8_t value) { out_[at_++] = value; }
  void word(std::size_t value) { little_endian(value, 4); }
  void number(std::uint64_t value) { little_endian(value, 8); }
  void block(const Octets& value) {
    word(value.size());
    std::ranges::copy(value, out_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ += value.size();
  }
  [[nodiscard]] Octets take() { return std::move(out_); }

 private:
  void little_endian(std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i, value >>= 8) out_[at_++] = static_cast<std::uint8_t>(value);
  }
  Octets out_;
  std::size_t at_ = 0;
};

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> rest) : rest_(rest) {}
  std::uint8_t octet() { return static_cast<std::uint8_t>(little_endian(1)); }
  std::size_t word() { return static_cast<std::size_t>(little_endian(4)); }
  std::uint64_t number() { return little_endian(8); }
  /// 0 when it is beyond `limit`.
  std::size_t count(std::size_t limit) {
    const std::size_t value = word();
    if (value <= limit) return value;
    failed_ = true;
    return 0;
  }
  Octets block() {
    const std::size_t size = word();
    if (size > kMaxValue) failed_ = true;
    const auto bytes = take(failed_ ? 0 : size);
    return {bytes.begin(), bytes.end()};
  }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool complete() const { return !failed_ && rest_.empty(); }

 private:
  std::uint64_t little_endian(std::size_t size) {
    const auto bytes = take(size);
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) value = value << 8 | bytes[i - 1];
    return value;
  }
  std::span<const std::uint8_t> take(std::size_t size) {
    if (failed_ || size > rest_.size()) {
      failed_ = true;
      return {};
    }
    const auto taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  std::span<const std::uint8_t> rest_;
  bool failed_ = false;
};

std::size_t size_of(const Message& message) {
  std::size_t size = 1 + 8 + 3 * 4 + 8 * message.numbers.size();
  bool within = message.numbers.size() <= kMaxNumbers && message.texts.size() <= kMaxTexts &&
                message.attributes.size() <= kMaxAttributes;
  for (const Octets& text : message.texts) {
    within = within && text.size() <= kMaxValue;
    size += 4 + text.size();
  }
  for (const Attribute& attribute : message.attributes) {
    within = within && attribute.value.size() <= kMaxValue;
    size += 8 + 1 + 4 + attribute.value.size();
  }
  if (!within || size > kMaxPayload) throw std::length_error("a message beyond the bounds");
  return size;
}

}  // namespace

Octets encode(const Message& message) {
  const std::size_t size = size_of(message);
  Writer out(kFrameHeader + size);
  out.word(size);
  out.octet(message.kind);
  out.number(message.rv);
  out.word(message.numbers.size());
  for (const std::uint64_t number : message.numbers) out.number(number);
  out.word(message.texts.size());
  for (const Octets& text : message.texts) out.block(text);
  out.word(message.attributes.size());
  for (const Attribute& attribute : message.attributes) {
    out.number(attribute.type);
    out.octet(static_cast<std::uint8_t>(attribute.state));
    out.block(attribute.value);
  }
  return out.take();
}

std::optional<Message> decode(std::span<const std::uint8_t> payload) {
  if (payload.size() > kMaxPayload) return std::nullopt;
  Reader in(payload);
  Message message;
  message.kind = in.octet();
  message.rv = in.number();
  for (std::size_t left = in.count(kMaxNumbers); left > 0 && !in.failed(); --left) {
    message.numbers.push_back(in.number());
  }
  for (std::size_t left = in.count(kMaxTexts); left > 0 && !in.failed(); --left) message.texts.push_back(in.block());
  for (std::size_t left = in.count(kMaxAttributes); left > 0 && !in.failed(); --left) {
    Attribute& attribute = message.attributes.emplace_back();
    attribute.type = in.number();
    const std::uint8_t state = in.octet();
    if (state > static_cast<std::uint8_t>(Attribute::State::TooLarge)) return std::nullopt;
    attribute.state = static_cast<Attribute::State>(state);
    attribute.value = in.block();
    if (attribute.state != Attribute::State::Present && !attribute.value.empty()) return std::nullopt;
  }
  if (!in.complete()) return std::nullopt;
  return message;
}

std::optional<std::size_t> payload_size(std::span<const std::uint8_t> header) noexcept {
  if (header.size() != kFrameHeader) return std::nullopt;
  std::size_t size = 0;
  for (std::size_t i = kFrameHeader; i > 0; --i) size = size << 8 | header[i - 1];
  if (size == 0 || size > kMaxPayload) return std::nullopt;
  return size;
}

bool is_number(std::uint64_t attribute_type) noexcept {
  constexpr std::uint64_t kNumbers[] = {CKA_CLASS,        CKA_CERTIFICATE_TYPE, CKA_CERTIFICATE_CATEGORY, CKA_KEY_TYPE,
                                        CKA_MODULUS_BITS, CKA_VALUE_LEN,        CKA_KEY_GEN_MECHANISM};
  return std::ranges::find(kNumbers, attribute_type) != std::end(kNumbers);
}

Octets octets(std::string_view text) {
  return {text.begin(), text.end()};
}

Octets octets(std::span<const std::uint8_t> bytes) {
  return {bytes.begin(), bytes.end()};
}

std::string_view text_of(const Octets& octets) noexcept {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

Octets number_octets(std::uint64_t number) {
  Octets out(8);
  for (std::uint8_t& octet : out) {
    octet = static_cast<std::uint8_t>(number);
    number >>= 8;
  }
  return out;
}

std::optional<std::uint64_t> number_of(std::span<const std::uint8_t> octets) noexcept {
  if (octets.size() != 8) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = octets.size(); i > 0; --i) number = number << 8 | octets[i - 1];
  return number;
}

}  // namespace kigen::keys::pkcs11
