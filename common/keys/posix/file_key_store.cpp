#include "common/keys/posix/file_key_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "common/keys/posix/file_layout.h"
#include "common/keys/reference.h"
#include "common/keys/software_key.h"
#include "common/platform/files.h"
#include "common/platform/paths.h"
#include "common/platform/posix/unique_descriptor.h"

namespace kigen::keys::posix {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".p8";
constexpr off_t kMaxKeyFile = 64 * 1024;

Error with_system(ErrorCode code, const std::string& words) {
  return Error(code, words).with("system", words);
}

// The bytes go into memory that is wiped, and nowhere else.
Result<WipedBytes> read_key_file(const fs::path& path) {
  const UniqueDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
  if (!file) {
    const int error = errno;
    return with_system(error == ENOENT ? ErrorCode::KeyNotFound : ErrorCode::KeyNotUsable, describe_errno(error));
  }
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) return with_system(ErrorCode::KeyNotUsable, describe_errno(errno));
  if (!S_ISREG(facts.st_mode) || facts.st_size > kMaxKeyFile) {
    return with_system(ErrorCode::KeyNotUsable, "not a key's file");
  }
  WipedBytes bytes(static_cast<std::size_t>(facts.st_size));
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t got = ::read(file.get(), bytes.data() + done, bytes.size() - done);
    const int error = errno;
    if (got < 0 && error == EINTR) continue;
    if (got <= 0) return with_system(ErrorCode::KeyNotUsable, got < 0 ? describe_errno(error) : "truncated");
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

Error not_made(Error cause) {
  return Error(ErrorCode::KeyNotMade, cause.detail).with("provider", "file").with("system", std::move(cause.detail));
}

}  // namespace

fs::path FileKeyStore::path_of(const std::string& name) const {
  return folder_ / (name + std::string(kSuffix));
}

Status FileKeyStore::keep(const std::string& name, const EVP_PKEY& key) {
  if (Status good = check_key_name(name); !good) return good;
  std::error_code ignored;
  if (fs::exists(path_of(name), ignored)) return Error(ErrorCode::KeyExists).with("name", name);
  const Result<WipedBytes> der = encode_private_key(key);
  if (!der) return not_made(der.error());
  if (Status made = platform::ensure_folder(folder_); !made) return not_made(made.error());
  if (Status written = platform::write_file_atomically(path_of(name), der->text()); !written) {
    return not_made(written.error());
  }
  return {};
}

Result<std::unique_ptr<Key>> FileKeyStore::create(const std::string& name, const KeySpec& spec) {
  if (Status good = check_key_name(name); !good) return good.error();
  std::error_code ignored;
  if (fs::exists(path_of(name), ignored)) return Error(ErrorCode::KeyExists).with("name", name);
  Result<EvpPkey> key = generate_software_key(spec);
  if (!key) return std::move(key).error().with("provider", "file");
  if (Status kept = keep(name, **key); !kept) return kept.error();
  return make_software_key(std::move(*key));
}

Result<std::unique_ptr<Key>> FileKeyStore::open(const std::string& name) {
  if (Status good = check_key_name(name); !good) return good.error();
  const Result<WipedBytes> der = read_key_file(path_of(name));
  if (!der) return Error(der.error()).with("name", name);
  Result<EvpPkey> key = decode_private_key(der->view());
  if (!key) return Error(key.error()).with("name", name);
  return make_software_key(std::move(*key));
}

Status FileKeyStore::import_key(const std::string& name, std::span<const std::uint8_t> pkcs8, bool /*exportable*/) {
  const Result<EvpPkey> key = decode_private_key(pkcs8);
  return key ? keep(name, **key) : Status(key.error());
}

Status FileKeyStore::remove(const std::string& name) {
  if (Status good = check_key_name(name); !good) return good;
  std::error_code error;
  fs::remove(path_of(name), error);
  if (error) return with_system(ErrorCode::KeyNotUsable, error.message()).with("name", name);
  return {};
}

Result<std::vector<std::string>> FileKeyStore::list(const std::string& prefix) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    std::string name = platform::to_utf8(entry->path().filename());
    if (!name.ends_with(kSuffix)) continue;
    name.resize(name.size() - kSuffix.size());
    if (is_key_name(name) && name.starts_with(prefix)) names.push_back(std::move(name));
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return with_system(ErrorCode::KeyNotUsable, error.message());
  }
  std::ranges::sort(names);
  return names;
}

std::unique_ptr<KeyStore> make_file_key_store(const fs::path& folder) {
  return std::make_unique<FileKeyStore>(folder);
}

}  // namespace kigen::keys::posix
