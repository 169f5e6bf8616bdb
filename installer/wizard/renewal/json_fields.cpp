#include "installer/wizard/renewal/json_fields.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "common/x509/digest.h"

namespace kigen::renewal {
namespace {

constexpr std::size_t kMaxDepth = 16;

std::string digest_of(const boost::json::object& body) {
  const std::string text = boost::json::serialize(body);
  return to_hex(x509::sha256({{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}}));
}

Error unreadable(std::string_view reason, std::string detail = {}) {
  return Error(ErrorCode::JournalUnreadable, std::move(detail)).with("reason", std::string(reason));
}

}  // namespace

std::optional<boost::json::value> parse_bounded(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::json::error_code error;
  boost::json::value value = boost::json::parse({text.data(), text.size()}, error, {}, options);
  if (error) return std::nullopt;
  return value;
}

std::string seal(std::string_view kind, int version, const boost::json::object& body) {
  boost::json::object whole;
  whole[{kind.data(), kind.size()}] = version;
  whole["sha256"] = digest_of(body);
  whole["body"] = body;
  return boost::json::serialize(whole) + "\n";
}

Result<boost::json::object> unseal(std::string_view kind, int version, std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) return unreadable("size");
  auto value = parse_bounded(text);
  if (!value || !value->is_object()) return unreadable("syntax");
  boost::json::object& whole = value->get_object();
  const auto* number = whole.if_contains({kind.data(), kind.size()});
  if (number == nullptr || !number->is_int64()) return unreadable("syntax", "no version");
  if (number->get_int64() > version) return unreadable("newer");
  auto* body = whole.if_contains("body");
  const auto* digest = whole.if_contains("sha256");
  if (body == nullptr || !body->is_object() || digest == nullptr || !digest->is_string()) return unreadable("syntax");
  if (number->get_int64() != version) return unreadable("content", "version");
  if (std::string_view(digest->get_string()) != digest_of(body->get_object())) return unreadable("checksum");
  return std::move(body->get_object());
}

}  // namespace kigen::renewal
