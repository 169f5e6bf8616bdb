#include "common/keys/posix/certificate_folder.h"

#include <openssl/pem.h>

#include <algorithm>

#include "common/base/base64.h"
#include "common/base/hex.h"
#include "common/keys/public_key.h"
#include "common/keys/reference.h"
#include "common/platform/files.h"
#include "common/platform/paths.h"
#include "common/x509/digest.h"
#include "common/x509/pem.h"

namespace kigen::keys::posix {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFile = std::size_t{1024} * 1024;
constexpr std::string_view kFriendlyName = "friendly-name: ", kKey = "key: ", kLabel = "CERTIFICATE";

Error not_writable(const std::string& words) {
  return Error(ErrorCode::StoreNotWritable, words).with("system", words);
}

// One line a value: whatever would end the line becomes a space.
std::string line(std::string_view name, std::string value) {
  for (char& c : value) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return value.empty() ? "" : std::string(name) + value + '\n';
}

std::string value_of(std::string_view text, std::string_view name) {
  while (!text.empty() && !text.starts_with("-----")) {
    const std::string_view one = text.substr(0, text.find('\n'));
    if (one.starts_with(name)) return std::string(one.substr(name.size()));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
  }
  return {};
}

std::string pem_of(const Bytes& der) {
  const x509::OpenSslPtr<BIO, BIO_free_all> memory(BIO_new(BIO_s_mem()));
  PEM_write_bio(memory.get(), kLabel.data(), "", der.data(), static_cast<long>(der.size()));
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

Result<StoredCertificate> read(const fs::path& path) {
  const Result<std::string> text = platform::read_file(path, kMaxFile);
  if (!text) return text.error();
  StoredCertificate certificate;
  const std::optional<x509::PemBlock> block = x509::PemScanner(*text).next();
  if (!block || !block->closed || block->label != kLabel || !decode_base64(block->body, certificate.der) ||
      !decode_certificate(certificate.der)) {
    return Error(ErrorCode::CertificateUnparsable, "damaged: " + platform::to_utf8(path))
        .with("path", platform::to_utf8(path));
  }
  certificate.friendly_name = value_of(*text, kFriendlyName);
  certificate.key = parse_key_reference(value_of(*text, kKey));
  return certificate;
}

}  // namespace

Sha256 thumbprint_of(std::span<const std::uint8_t> der) {
  return x509::sha256({der});
}

fs::path CertificateFolder::path_of(const Sha256& thumbprint) const {
  return folder_ / (to_hex(thumbprint) + ".pem");
}

Result<std::vector<StoredCertificate>> CertificateFolder::list() const {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".pem") files.push_back(entry->path());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return Error(ErrorCode::FileNotReadable, error.message()).with("path", platform::to_utf8(folder_));
  }
  std::ranges::sort(files);
  std::vector<StoredCertificate> certificates;
  for (const fs::path& file : files) {
    Result<StoredCertificate> one = read(file);
    if (!one) return one.error();
    certificates.push_back(std::move(*one));
  }
  return certificates;
}

Result<StoredCertificate> CertificateFolder::find(const Sha256& thumbprint) const {
  Result<StoredCertificate> certificate = read(path_of(thumbprint));
  if (!certificate && certificate.error().code == ErrorCode::NotFound) {
    return Error(ErrorCode::NotFound).with("thumbprint", to_hex(thumbprint));
  }
  return certificate;
}

Status CertificateFolder::put(const StoredCertificate& certificate) const {
  if (!decode_certificate(certificate.der)) return Error(ErrorCode::CertificateUnparsable, "not a certificate");
  if (Status made = platform::ensure_folder(folder_); !made) return not_writable(made.error().detail);
  const std::string key = certificate.key ? to_text(*certificate.key) : "";
  const std::string text = line(kFriendlyName, certificate.friendly_name) + line(kKey, key) + pem_of(certificate.der);
  if (Status written = platform::write_file_atomically(path_of(thumbprint_of(certificate.der)), text); !written) {
    return not_writable(written.error().detail);
  }
  return {};
}

Status CertificateFolder::remove(const Sha256& thumbprint) const {
  std::error_code error;
  fs::remove(path_of(thumbprint), error);
  if (error) return not_writable(error.message());
  return {};
}

}  // namespace kigen::keys::posix
