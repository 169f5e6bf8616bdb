// Where connections come from: a Unix socket or the instances of a named pipe. On the io_context's thread.
#pragma once

#include <functional>
#include <memory>

#include "common/base/result.h"
#include "common/ipc/endpoint.h"
#include "common/ipc/stream.h"

namespace kigen::pipe {

class Acceptor {
 public:
  using Handler = std::function<void(Result<ipc::Stream>)>;

  virtual ~Acceptor() = default;
  /// Waits for the next connection; one wait at a time. Not called any more after close().
  virtual void accept(Handler handler) = 0;
  /// Releases the endpoint's name. Idempotent.
  virtual void close() = 0;
};

/// PipeUnavailable with {"endpoint"} when the name is taken or cannot be made.
[[nodiscard]] Result<std::unique_ptr<Acceptor>> make_acceptor(boost::asio::io_context& io,
                                                              const ipc::Endpoint& endpoint);

}  // namespace kigen::pipe
