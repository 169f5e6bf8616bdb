// JSON-RPC 2.0 as the pipe speaks it: one object a frame, no batches, requests always with an id.
#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/ipc/framing.h"
#include "common/ipc/messages_json.h"

namespace kigen::ipc {

struct Request {
  std::string id_json;  ///< the id as it came, as JSON: a number or a quoted string
  std::string method;
  boost::json::value params;  ///< an object; empty when the request had none
};

/// A request that cannot be answered by a method.
struct Refusal {
  std::string id_json = "null";
  Error error;
  bool no_json = false;  ///< it could not even be parsed: JSON-RPC's -32700
};

/// What went wrong with a frame's payload: exactly one of the two is set.
struct ParsedRequest {
  std::optional<Request> request;
  std::optional<Refusal> refusal;
};

/// `storage` backs the parameters and must outlive them.
[[nodiscard]] ParsedRequest parse_request(std::string_view payload, const boost::json::storage_ptr& storage);

/// JSON-RPC's own number for an error of ours: -32700, -32600, -32601, -32602, else -32000.
[[nodiscard]] int rpc_code(ErrorCode code) noexcept;

/// Frames. A result that is too long for a frame becomes an error answer with PipeFrameTooLarge.
[[nodiscard]] std::string error_frame(std::string_view id_json, const Error& error);
[[nodiscard]] std::string error_frame(const Refusal& refusal);
[[nodiscard]] std::string finish_or_refuse(FrameBuilder builder, std::string_view id_json);
void begin_answer(FrameBuilder& builder, std::string_view id_json);
void begin_notification(FrameBuilder& builder, std::string_view method);
[[nodiscard]] Result<std::string> request_frame(std::uint64_t id, std::string_view method,
                                                std::string_view params_json);

template <class T>
[[nodiscard]] std::string answer_frame(std::string_view id_json, const T& result) {
  FrameBuilder builder;
  begin_answer(builder, id_json);
  append_json(builder.bytes, result);
  builder.bytes += '}';
  return finish_or_refuse(std::move(builder), id_json);
}

template <class T>
[[nodiscard]] Result<std::string> notification_frame(std::string_view method, const T& params) {
  FrameBuilder builder;
  begin_notification(builder, method);
  append_json(builder.bytes, params);
  builder.bytes += '}';
  return std::move(builder).finish();
}

/// What a client receives: an answer to `id` with a result or an error, or a notification of `method`.
struct Incoming {
  std::optional<std::uint64_t> id;              ///< nothing for notifications and for answers with a null id
  std::string method;                           ///< "" for answers
  const boost::json::value* content = nullptr;  ///< result or params, inside the value that was read; null with `error`
  std::optional<Error> error;
};
/// PipeProtocol when `value` is neither.
[[nodiscard]] Result<Incoming> read_incoming(const boost::json::value& value);

}  // namespace kigen::ipc
