#include <boost/asio/local/stream_protocol.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "service/pipe/acceptor.h"

namespace kigen::pipe {
namespace {

using boost::asio::local::stream_protocol;

Error unavailable(const ipc::Endpoint& endpoint, std::string detail) {
  return Error(ErrorCode::PipeUnavailable, std::move(detail)).with("endpoint", ipc::to_string(endpoint));
}

// A socket that nobody serves is left over from a process that was killed: only then may it go.
Status remove_leftover(boost::asio::io_context& io, const ipc::Endpoint& endpoint) {
  struct stat info {};
  if (::lstat(endpoint.address.c_str(), &info) != 0) return {};
  if (!S_ISSOCK(info.st_mode)) return unavailable(endpoint, "a file that is no socket is in the way");
  stream_protocol::socket probe(io);
  boost::system::error_code error;
  probe.connect(endpoint.address, error);
  if (error.value() != ECONNREFUSED) return unavailable(endpoint, "another process serves this socket");
  if (::unlink(endpoint.address.c_str()) != 0) {
    const int number = errno;
    return unavailable(endpoint, describe_errno(number));
  }
  return {};
}

class UnixAcceptor final : public Acceptor {
 public:
  UnixAcceptor(boost::asio::io_context& io, std::string path) : acceptor_(io), path_(std::move(path)) {}
  ~UnixAcceptor() override { close_now(); }
  UnixAcceptor(const UnixAcceptor&) = delete;
  UnixAcceptor& operator=(const UnixAcceptor&) = delete;

  boost::system::error_code open() {
    boost::system::error_code error;
    acceptor_.open({}, error);
    if (!error) acceptor_.bind(stream_protocol::endpoint(path_), error);
    if (error) return error;
    // Everybody may connect: who sees what is decided by the peer's identity, not by the file's mode.
    struct stat info {};
    if (::chmod(path_.c_str(), 0666) != 0 || ::stat(path_.c_str(), &info) != 0) {
      return {errno, boost::system::system_category()};
    }
    device_ = info.st_dev;
    inode_ = info.st_ino;
    acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
    return error;
  }

  void accept(Handler handler) override {
    acceptor_.async_accept(
        [handler = std::move(handler)](boost::system::error_code error, stream_protocol::socket peer) {
          if (error == boost::asio::error::operation_aborted) return;
          if (error) return handler(Error(ErrorCode::PipeUnavailable, error.message()));
          handler(std::move(peer));
        });
  }

  void close() override { close_now(); }

 private:
  void close_now() {
    if (!acceptor_.is_open()) return;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    struct stat info {};
    const bool ours = ::stat(path_.c_str(), &info) == 0 && info.st_dev == device_ && info.st_ino == inode_;
    if (ours) ::unlink(path_.c_str());
  }

  stream_protocol::acceptor acceptor_;
  std::string path_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace

Result<std::unique_ptr<Acceptor>> make_acceptor(boost::asio::io_context& io, const ipc::Endpoint& endpoint) {
  if (Status free = remove_leftover(io, endpoint); !free) return free.error();
  std::error_code ignored;  // a folder that cannot be made shows in bind()
  const auto folder = std::filesystem::path(endpoint.address).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, ignored);
  auto acceptor = std::make_unique<UnixAcceptor>(io, endpoint.address);
  if (const auto error = acceptor->open()) return unavailable(endpoint, error.message());
  return std::unique_ptr<Acceptor>(std::move(acceptor));
}

}  // namespace kigen::pipe
