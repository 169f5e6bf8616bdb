#include "common/x509/file_collector.h"

#include "common/x509/parse_certificate.h"

namespace kigen::x509 {

int FileCollector::add_certificate(Bytes der, std::string item) {
  Result<ParsedCertificate> parsed = parse_certificate_and_key(der);
  if (!parsed) {
    add_unreadable(std::move(item), parsed.error());
    return -1;
  }
  public_keys_.emplace_back(parsed->public_key_info.begin(), parsed->public_key_info.end());
  contents_.certificates.push_back({.record = std::move(parsed->record)});
  return static_cast<int>(contents_.certificates.size()) - 1;
}

void FileCollector::add_unreadable(std::string item, Error error) {
  error.with("file", std::string(file_name_));
  contents_.unreadable.push_back({.item = std::move(item), .error = std::move(error)});
}

void FileCollector::add_private_key(const PrivateKey& key) {
  bool found = false;
  for (std::size_t i = 0; i < public_keys_.size(); ++i) {
    if (!key.has_same_octets(public_keys_[i])) continue;
    contents_.certificates[i].has_private_key = true;
    found = true;
  }
  for (std::size_t i = 0; i < public_keys_.size() && !found; ++i) {
    if (++slow_comparisons_ > kMaxSlowComparisons) return;
    found = key.has_same_value(public_keys_[i]);
    if (found) contents_.certificates[i].has_private_key = true;
  }
}

bool FileCollector::full() {
  if (contents_.certificates.size() + contents_.unreadable.size() < kMaxItemsPerFile) return false;
  if (!told_full_) {
    told_full_ = true;
    add_unreadable("", Error(ErrorCode::CertificateUnparsable, "more items than are read of one file")
                           .with("field", "file")
                           .with("offset", "0")
                           .with("reason", "too_many"));
  }
  return true;
}

std::string item_number(std::size_t number) {
  return '#' + std::to_string(number);
}

}  // namespace kigen::x509
