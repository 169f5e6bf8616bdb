// Gathers what one file yields and matches its private keys with its certificates. One file, one thread.
#pragma once

#include <string>
#include <vector>

#include "common/x509/certificate_file.h"
#include "common/x509/private_key.h"

namespace kigen::x509 {

class FileCollector {
 public:
  explicit FileCollector(std::string_view file_name) : file_name_(file_name) {}

  /// Parses `der` and files it as a certificate or as unreadable under `item`; returns the certificate's index or -1.
  int add_certificate(Bytes der, std::string item);
  void add_unreadable(std::string item, Error error);
  /// Marks the certificates that this key belongs to.
  void add_private_key(const PrivateKey& key);
  void mark_private_key(int index) { contents_.certificates[static_cast<std::size_t>(index)].has_private_key = true; }

  /// True when no more items are taken; the first time, that is filed as unreadable too.
  [[nodiscard]] bool full();
  /// Nothing was filed at all.
  [[nodiscard]] bool empty() const noexcept { return contents_.certificates.empty() && contents_.unreadable.empty(); }
  [[nodiscard]] FileContents take() && { return std::move(contents_); }

 private:
  /// Comparisons by value over all keys and certificates of a file: a hostile file must not buy more.
  static constexpr int kMaxSlowComparisons = 64;

  std::string_view file_name_;
  FileContents contents_;
  std::vector<std::vector<std::uint8_t>> public_keys_;  ///< SubjectPublicKeyInfo, one a certificate
  int slow_comparisons_ = 0;
  bool told_full_ = false;
};

/// "#3".
[[nodiscard]] std::string item_number(std::size_t number);

}  // namespace kigen::x509
