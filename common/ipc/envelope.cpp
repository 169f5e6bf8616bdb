#include "common/ipc/envelope.h"

#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <fmt/format.h>

#include "common/ipc/json_reader.h"
#include "common/ipc/json_string.h"

namespace kigen::ipc {
namespace {

constexpr std::size_t kMaxMethodBytes = 64;
constexpr std::size_t kMaxIdBytes = 64;
constexpr int kNoJson = -32700;

bool speaks_rpc2(const boost::json::object& object) {
  const auto* version = object.if_contains("jsonrpc");
  return version != nullptr && version->is_string() && view(version->get_string()) == "2.0";
}

// The id as JSON; nothing when it is absent or of a kind that we do not answer to.
std::optional<std::string> id_of(const boost::json::object& object) {
  const auto* id = object.if_contains("id");
  if (id == nullptr) return std::nullopt;
  if (id->is_int64()) return fmt::format("{}", id->get_int64());
  if (id->is_uint64()) return fmt::format("{}", id->get_uint64());
  if (!id->is_string() || id->get_string().size() > kMaxIdBytes) return std::nullopt;
  std::string quoted;
  append_json_string(quoted, view(id->get_string()));
  return quoted;
}

ParsedRequest refuse(ErrorCode code, std::string why, std::string id_json = "null") {
  return {.request = std::nullopt, .refusal = Refusal{std::move(id_json), Error(code, std::move(why))}};
}

std::string error_frame(std::string_view id_json, const Error& error, int code) {
  FrameBuilder builder;
  fmt::format_to(std::back_inserter(builder.bytes),
                 R"({{"jsonrpc":"2.0","id":{},"error":{{"code":{},"message":"{}","data":)", id_json, code,
                 kgn(error.code));
  append_json(builder.bytes, error);
  builder.bytes += "}}";
  if (auto frame = std::move(builder).finish()) return std::move(*frame);
  // Only an error's own arguments can be that long: the code alone says enough.
  return error_frame(id_json, Error(error.code), code);
}

}  // namespace

ParsedRequest parse_request(std::string_view payload, const boost::json::storage_ptr& storage) {
  auto parsed = parse_json(payload, storage);
  if (!parsed) return {.request = std::nullopt, .refusal = Refusal{.error = parsed.error(), .no_json = true}};
  auto* object = parsed->if_object();
  if (object == nullptr) return refuse(ErrorCode::PipeProtocol, "a request is one JSON object");
  auto id = id_of(*object);
  if (!speaks_rpc2(*object)) return refuse(ErrorCode::PipeProtocol, "jsonrpc must be \"2.0\"", id.value_or("null"));
  if (!id) return refuse(ErrorCode::PipeProtocol, "id must be a number or a short string");
  const auto* method = object->if_contains("method");
  if (method == nullptr || !method->is_string() || method->get_string().size() > kMaxMethodBytes) {
    return refuse(ErrorCode::PipeProtocol, "method must be a short string", *id);
  }
  Request request{.id_json = std::move(*id), .method = std::string(view(method->get_string())), .params = {}};
  auto* params = object->if_contains("params");
  if (params != nullptr && !params->is_object()) {
    return refuse(ErrorCode::PipeBadParameters, "params must be an object", std::move(request.id_json));
  }
  request.params = params != nullptr ? std::move(*params) : boost::json::value(boost::json::object(storage));
  return {.request = std::move(request), .refusal = std::nullopt};
}

int rpc_code(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::PipeProtocol:
      return -32600;
    case ErrorCode::PipeUnknownMethod:
      return -32601;
    case ErrorCode::PipeBadParameters:
      return -32602;
    default:
      return -32000;
  }
}

void begin_answer(FrameBuilder& builder, std::string_view id_json) {
  builder.bytes += "{\"jsonrpc\":\"2.0\",\"id\":";
  builder.bytes += id_json;
  builder.bytes += ",\"result\":";
}

void begin_notification(FrameBuilder& builder, std::string_view method) {
  builder.bytes += "{\"jsonrpc\":\"2.0\",\"method\":\"";
  builder.bytes += method;
  builder.bytes += "\",\"params\":";
}

std::string error_frame(std::string_view id_json, const Error& error) {
  return error_frame(id_json, error, rpc_code(error.code));
}

std::string error_frame(const Refusal& refusal) {
  return error_frame(refusal.id_json, refusal.error, refusal.no_json ? kNoJson : rpc_code(refusal.error.code));
}

std::string finish_or_refuse(FrameBuilder builder, std::string_view id_json) {
  auto frame = std::move(builder).finish();
  return frame ? std::move(*frame) : error_frame(id_json, frame.error());
}

Result<std::string> request_frame(std::uint64_t id, std::string_view method, std::string_view params_json) {
  FrameBuilder builder;
  fmt::format_to(std::back_inserter(builder.bytes), R"({{"jsonrpc":"2.0","id":{},"method":)", id);
  append_json_string(builder.bytes, method);
  builder.bytes += ",\"params\":";
  builder.bytes += params_json;
  builder.bytes += '}';
  return std::move(builder).finish();
}

Result<Incoming> read_incoming(const boost::json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr || !speaks_rpc2(*object)) return Error(ErrorCode::PipeProtocol, "no JSON-RPC 2.0 object");
  Incoming incoming;
  if (const auto* method = object->if_contains("method")) {
    incoming.content = object->if_contains("params");
    if (!method->is_string() || incoming.content == nullptr) return Error(ErrorCode::PipeProtocol, "bad notification");
    incoming.method = view(method->get_string());
    return incoming;
  }
  if (const auto* id = object->if_contains("id"); id != nullptr && id->is_int64() && id->get_int64() >= 0) {
    incoming.id = static_cast<std::uint64_t>(id->get_int64());
  }
  if (const auto* result = object->if_contains("result")) {
    if (!incoming.id) return Error(ErrorCode::PipeProtocol, "answer without id");
    incoming.content = result;
    return incoming;
  }
  const auto* error = object->if_contains("error");
  const auto* data = error != nullptr && error->is_object() ? error->get_object().if_contains("data") : nullptr;
  if (data != nullptr) incoming.error = error_from_json(*data);
  if (!incoming.error) return Error(ErrorCode::PipeProtocol, "neither result nor error");
  return incoming;
}

}  // namespace kigen::ipc
