#include "tray/tokens/token_look.h"

#include <exception>
#include <utility>

#include "common/base/hex.h"
#include "common/x509/digest.h"
#include "common/x509/parse_certificate.h"

namespace kigen::tray {
namespace {

using keys::pkcs11::TokenCertificate;
using keys::pkcs11::TokenContent;
using keys::pkcs11::TokenInfo;

// A token holds a few certificates. What claims to hold more is cut off, below what a report may hold.
constexpr std::size_t kMostCertificates = 1'000;

TokenItem item_of(TokenCertificate certificate) {
  TokenItem taken;
  const auto record = x509::parse_certificate(certificate.der);
  taken.is_ca = record && record->is_ca;
  taken.item.sha256 = to_hex(x509::sha256({certificate.der}));
  taken.item.der = std::move(certificate.der);
  taken.item.has_private_key = certificate.has_key;
  return taken;
}

StoreContent to_content(TokenContent held) {
  if (held.certificates.size() > kMostCertificates) held.certificates.resize(kMostCertificates);
  std::vector<TokenItem> items;
  items.reserve(held.certificates.size());
  for (TokenCertificate& certificate : held.certificates) items.push_back(item_of(std::move(certificate)));
  StoreContent content;
  content.items = with_keys(std::move(items));
  for (Error& fault : held.faults) {
    const auto item = fault.args.find("item");
    std::string name = item == fault.args.end() ? std::string() : item->second;
    content.unreadable.push_back({std::move(name), std::move(fault)});
  }
  return content;
}

// A third party's exception must not end the tray.
Result<StoreContent> read(const TokenInfo& info, const keys::pkcs11::WorkerOptions& options,
                          const std::stop_token& stop) try {
  auto token = keys::pkcs11::Token::open(info, options, stop);
  if (!token) return token.error();
  auto held = (*token)->content();
  if (!held) return held.error();
  return to_content(std::move(*held));
} catch (const std::exception& error) {
  return Error(ErrorCode::Internal, error.what());
}

bool was_pulled(const Error& error) {
  return error.code == ErrorCode::TokenRemoved || error.code == ErrorCode::TokenNotFound;
}

}  // namespace

std::optional<TokenSight> look_at_tokens(const std::vector<std::string>& modules,
                                         const keys::pkcs11::WorkerOptions& options, const std::stop_token& stop) {
  TokenSight sight;
  if (modules.empty()) return sight;
  sight.any_module = true;
  auto listed = keys::pkcs11::list_tokens(modules, options, stop);
  if (stop.stop_requested()) return std::nullopt;
  if (!listed) {
    sight.any_module = listed.error().code != ErrorCode::TokenDriverMissing;
    if (sight.any_module) sight.faults.push_back(listed.error());
    return sight;
  }
  sight.faults = std::move(listed->faults);
  for (const TokenInfo& info : listed->tokens) {
    auto content = read(info, options, stop);
    if (stop.stop_requested()) return std::nullopt;
    if (!content && was_pulled(content.error())) continue;
    SeenToken seen{info.serial, info.label, info.module, std::nullopt};
    if (content) {
      seen.content = std::move(*content);
    } else {
      sight.faults.push_back(Error(content.error()).with("module", info.module));
    }
    sight.tokens.push_back(std::move(seen));
  }
  return sight;
}

}  // namespace kigen::tray
