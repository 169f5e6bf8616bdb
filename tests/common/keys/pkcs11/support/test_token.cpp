#include "tests/common/keys/pkcs11/support/test_token.h"

#include <algorithm>
#include <stdexcept>

#include "tests/token_module/softhsm.h"

namespace kigen::keys::test {
namespace {

// SoftHSM reads its configuration when it begins.
std::string configured(const TestToken& token) {
  test_token::configure_softhsm(token.rig().folder());
  return test_token::TokenRig::softhsm();
}

}  // namespace

int TestToken::calls(const std::string& function) const {
  const auto calls = rig_.calls();
  return static_cast<int>(std::ranges::count_if(calls, [&](const auto& one) { return one.starts_with(function); }));
}

std::shared_ptr<pkcs11::Token> TestToken::open(const pkcs11::WorkerOptions& options) const {
  const auto token = pkcs11::Token::open({.module = module_path(), .serial = serial_}, options, {});
  if (!token) throw std::runtime_error(to_log_line(token.error()));
  if (Status in = (*token)->login(Secret(kRigPin)); !in) throw std::runtime_error(to_log_line(in.error()));
  return *token;
}

RawToken::RawToken(const TestToken& token)
    : library_(configured(token)), session_(library_, library_.token(token.serial()).slot, kRigPin) {}

}  // namespace kigen::keys::test
