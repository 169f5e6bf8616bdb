// The messages as JSON, both ways. Field names are those of the structs; instants are RFC 3339; empty optionals are
// null.
//
// from_json is strict about types, bounds and presence of what a request cannot do without, ignores unknown fields, and
// names the field that is wrong: PipeBadParameters with {"field": "items[3].sha256", "expected": "…"}.
// Both are instantiated in messages_json.cpp for every struct of messages.h, so that Boost.JSON stays out of this
// header.
#pragma once

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/ipc/methods.h"

namespace kigen::ipc {

/// Appends the JSON of `message` to `out`: nothing is built in between, so a page of a list costs one buffer.
template <class T>
void append_json(std::string& out, const T& message);

template <class T>
[[nodiscard]] std::string to_json(const T& message) {
  std::string out;
  append_json(out, message);
  return out;
}

template <class T>
[[nodiscard]] Result<T> from_json(const boost::json::value& value);

/// An Error is no message of its own: it stands in answers, and in lists of problems. Nothing when it is none.
[[nodiscard]] std::optional<Error> error_from_json(const boost::json::value& value);

/// Parses text as JSON-RPC allows it here: at most kMaxJsonDepth levels, valid UTF-8, nothing after the value.
/// PipeProtocol.
[[nodiscard]] Result<boost::json::value> parse_json(std::string_view text);
/// The same with memory from `storage`, which must outlive the value.
[[nodiscard]] Result<boost::json::value> parse_json(std::string_view text, boost::json::storage_ptr storage);

/// parse_json, then from_json.
template <class T>
[[nodiscard]] Result<T> parse_as(std::string_view text);

}  // namespace kigen::ipc
