#include <cerrno>

#include "common/ipc/stream.h"

namespace kigen::ipc {

Result<Stream> open_stream(boost::asio::io_context& io, const Endpoint& endpoint, OpenOptions) {
  Stream stream(io);
  boost::system::error_code error;
  stream.open({}, error);
  if (!error) stream.non_blocking(true, error);
  if (!error) stream.connect(endpoint.address, error);
  if (!error) return stream;
  // A full backlog: the server is there.
  if (error.value() == EAGAIN) return Error(ErrorCode::TimedOut, error.message());
  return Error(ErrorCode::PipeUnavailable, describe_errno(error.value())).with("endpoint", to_string(endpoint));
}

}  // namespace kigen::ipc
