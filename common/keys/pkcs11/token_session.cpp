#include "common/keys/pkcs11/token_session.h"

#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <stdexcept>

#include "common/keys/pkcs11/token_list.h"

namespace kigen::keys::pkcs11 {
namespace {

Octets pin_octets(const Secret& pin) {
  return octets(pin.view());
}

}  // namespace

Result<std::shared_ptr<Token>> Token::open(const TokenInfo& info, const WorkerOptions& options, std::stop_token stop) {
  Result<std::unique_ptr<WorkerClient>> worker = WorkerClient::start(info.module, options, std::move(stop));
  if (!worker) return worker.error();
  const Result<ModuleTokens> found = tokens_of(**worker);
  if (!found) return found.error();
  const auto token = std::ranges::find(found->tokens, info.serial, &TokenInfo::serial);
  if (token == found->tokens.end()) return Error(ErrorCode::TokenNotFound).with("serial", info.serial);
  const auto session = std::make_shared<TokenSession>(std::move(*worker), *token);
  if (Status opened = session->open_session(); !opened) return opened.error();
  return std::shared_ptr<Token>(session);
}

TokenSession& TokenSession::of(Token& token) {
  auto* session = dynamic_cast<TokenSession*>(&token);
  if (session == nullptr) throw std::logic_error("a Token that Token::open did not make");
  return *session;
}

Result<Message> TokenSession::ask(const Message& request, Purpose purpose, Channel::Limit limit, std::size_t numbers,
                                  std::size_t texts) {
  if (gone_) return *gone_;
  Result<Message> reply = worker_->ask(request, limit, numbers, texts);
  if (!reply || reply->rv == CKR_OK) return reply;
  return explain(*reply, purpose);
}

Error TokenSession::explain(const Message& reply, Purpose purpose) {
  if (reply.rv == CKR_USER_NOT_LOGGED_IN) logged_in_ = false;
  Error error = error_of(reply.rv, function_of(reply), purpose, info_.serial, worker_->module());
  if (is_vague(reply.rv)) {
    const Result<Message> now = worker_->ask(make_request(Request::TokenInfo, {info_.slot}), 3, 4);
    const bool there =
        now && now->rv == CKR_OK && make_token_info(worker_->module(), info_.slot, *now).serial == info_.serial;
    if (!now) return now.error();
    if (!there) error.code = ErrorCode::TokenRemoved;
  }
  if (error.code == ErrorCode::TokenRemoved) {
    gone_ = error;
    logged_in_ = false;
  }
  return error;
}

Status TokenSession::open_session() {
  const Result<Message> reply = ask(make_request(Request::OpenSession, {info_.slot}), Purpose::Read, 1);
  return reply ? Status() : reply.error();
}

Result<TokenInfo> TokenSession::refresh() {
  const Result<Message> reply = ask(make_request(Request::TokenInfo, {info_.slot}), Purpose::Read, 3, 4);
  if (!reply) return reply.error();
  TokenInfo now = make_token_info(worker_->module(), info_.slot, *reply);
  if (now.serial != info_.serial) {
    gone_ = Error(ErrorCode::TokenRemoved, "another token is in its slot").with("serial", info_.serial);
    return *gone_;
  }
  info_ = std::move(now);
  return info_;
}

Channel::Limit TokenSession::pin_limit() const {
  return info_.pin_pad ? worker_->options().pin_pad_limit : worker_->options().call_limit;
}

Status TokenSession::login(const Secret& pin) {
  if (logged_in()) return {};
  Message request = make_request(Request::Login, {CKU_USER, info_.pin_pad ? 1U : 0U});
  request.texts.push_back(pin_octets(pin));
  if (gone_) return *gone_;
  const Result<Message> reply = worker_->ask(request, pin_limit());
  if (!reply) return reply.error();
  if (reply->rv != CKR_OK && reply->rv != CKR_USER_ALREADY_LOGGED_IN) return explain(*reply, Purpose::Login);
  logged_in_ = true;
  return {};
}

void TokenSession::logout() {
  if (logged_in_) static_cast<void>(ask(make_request(Request::Logout), Purpose::Read));
  logged_in_ = false;
}

Status TokenSession::change_pin(const Secret& current, const Secret& next) {
  Message request = make_request(Request::SetPin, {info_.pin_pad ? 1U : 0U});
  request.texts.push_back(pin_octets(current));
  request.texts.push_back(pin_octets(next));
  const Result<Message> reply = ask(request, Purpose::NewPin, pin_limit());
  return reply ? Status() : reply.error();
}

Status TokenSession::unblock(const Secret& puk, const Secret& next) {
  logout();
  Message login = make_request(Request::Login, {CKU_SO, info_.pin_pad ? 1U : 0U});
  login.texts.push_back(pin_octets(puk));
  if (const Result<Message> reply = ask(login, Purpose::Unblock, pin_limit()); !reply) return reply.error();
  Message request = make_request(Request::InitPin, {info_.pin_pad ? 1U : 0U});
  request.texts.push_back(pin_octets(next));
  const Result<Message> done = ask(request, Purpose::NewPin, pin_limit());
  // The login as SO must not last, whatever came of it.
  const Result<Message> out = ask(make_request(Request::Logout), Purpose::Read);
  if (!done) return done.error();
  return out ? Status() : out.error();
}

}  // namespace kigen::keys::pkcs11
