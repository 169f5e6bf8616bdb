// The byte stream under the pipe: a named pipe on Windows, a Unix socket elsewhere. Both have Asio's stream interface.
#pragma once

#include <boost/asio/io_context.hpp>
#ifdef _WIN32
#include <boost/asio/windows/stream_handle.hpp>
#else
#include <boost/asio/local/stream_protocol.hpp>
#endif

#include "common/base/result.h"
#include "common/ipc/endpoint.h"

namespace kigen::ipc {

#ifdef _WIN32
using Stream = boost::asio::windows::stream_handle;
#else
using Stream = boost::asio::local::stream_protocol::socket;
#endif

struct OpenOptions {
  bool accept_console_server = false;
};

/// One attempt to connect, without waiting. PipeUnavailable; PipeServerNotTrusted; TimedOut when the server is there
/// but has no free instance at this moment: try again soon.
[[nodiscard]] Result<Stream> open_stream(boost::asio::io_context& io, const Endpoint& endpoint, OpenOptions options);

}  // namespace kigen::ipc
