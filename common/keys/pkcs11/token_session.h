// A Token with its worker and its one session, and the objects on it, for the stores. Owners and threads as token.h.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/keys/pkcs11/ck_error.h"
#include "common/keys/pkcs11/token.h"
#include "common/keys/pkcs11/worker_client.h"

namespace kigen::keys::pkcs11 {

using ObjectHandle = std::uint64_t;

/// Attributes for a request.
[[nodiscard]] Attribute attribute(std::uint64_t type, bool value);
[[nodiscard]] Attribute attribute(std::uint64_t type, std::uint64_t value);
[[nodiscard]] Attribute attribute(std::uint64_t type, std::string_view value);
[[nodiscard]] Attribute attribute(std::uint64_t type, const Bytes& value);

/// What was read of an object. What it does not have, or has in another form, counts as missing.
class ObjectValues {
 public:
  explicit ObjectValues(std::vector<Attribute> attributes) : attributes_(std::move(attributes)) {}
  [[nodiscard]] std::optional<Bytes> octets(std::uint64_t type) const;
  [[nodiscard]] std::optional<std::uint64_t> number(std::uint64_t type) const;
  /// CK_TRUE; false also when it is missing.
  [[nodiscard]] bool is_true(std::uint64_t type) const;
  [[nodiscard]] bool too_large(std::uint64_t type) const;

 private:
  [[nodiscard]] const Attribute* find(std::uint64_t type) const;
  std::vector<Attribute> attributes_;
};

class TokenSession final : public Token {
 public:
  TokenSession(std::unique_ptr<WorkerClient> worker, TokenInfo info)
      : worker_(std::move(worker)), info_(std::move(info)) {}
  /// Of a Token that open() made; another kind is a broken invariant.
  [[nodiscard]] static TokenSession& of(Token& token);

  [[nodiscard]] Status open_session();
  [[nodiscard]] const TokenInfo& info() const override { return info_; }
  [[nodiscard]] Result<TokenInfo> refresh() override;
  [[nodiscard]] Result<TokenContent> content() override;
  [[nodiscard]] Status login(const Secret& pin) override;
  [[nodiscard]] bool logged_in() const override { return logged_in_ && usable(); }
  void logout() override;
  [[nodiscard]] Status change_pin(const Secret& current, const Secret& next) override;
  [[nodiscard]] Status unblock(const Secret& puk, const Secret& next) override;
  void set_stop(std::stop_token stop) override { worker_->set_stop(std::move(stop)); }

  /// Objects that have all of `sought`; private ones only after login().
  [[nodiscard]] Result<std::vector<ObjectHandle>> find(std::vector<Attribute> sought);
  [[nodiscard]] Result<ObjectValues> read(ObjectHandle object, const std::vector<std::uint64_t>& types);
  [[nodiscard]] Status create(std::vector<Attribute> values);
  [[nodiscard]] Status change(ObjectHandle object, std::vector<Attribute> values);
  /// Success also when it is gone already.
  [[nodiscard]] Status destroy(ObjectHandle object);
  /// The private key.
  [[nodiscard]] Result<ObjectHandle> generate(std::uint64_t mechanism, std::vector<Attribute> public_key,
                                              std::vector<Attribute> private_key);
  /// `mechanism` is the number, for PSS also hash, MGF and salt length.
  [[nodiscard]] Result<Bytes> sign(ObjectHandle key, const std::vector<std::uint64_t>& mechanism,
                                   std::span<const std::uint8_t> data);
  /// Whether C_GetMechanismInfo says so; asked once.
  [[nodiscard]] bool can_sign(std::uint64_t mechanism);
  /// False once the token is gone or its worker was ended: what failed was not just one object.
  [[nodiscard]] bool usable() const noexcept { return !gone_ && worker_->usable(); }

 private:
  [[nodiscard]] Result<Message> ask(const Message& request, Purpose purpose, Channel::Limit limit,
                                    std::size_t numbers = 0, std::size_t texts = 0);
  [[nodiscard]] Result<Message> ask(const Message& request, Purpose purpose, std::size_t numbers = 0,
                                    std::size_t texts = 0) {
    return ask(request, purpose, worker_->options().call_limit, numbers, texts);
  }
  [[nodiscard]] Error explain(const Message& reply, Purpose purpose);
  [[nodiscard]] Channel::Limit pin_limit() const;

  std::unique_ptr<WorkerClient> worker_;
  TokenInfo info_;
  bool logged_in_ = false;
  std::optional<Error> gone_;  ///< the token was removed: nothing works from then on
  std::map<std::uint64_t, bool> signing_;
};

}  // namespace kigen::keys::pkcs11
