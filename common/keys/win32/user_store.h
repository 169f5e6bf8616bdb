// One of the user's system stores ("My", "CA", "Root"), to look into and to add to. One thread at a time.
#pragma once

#include <windows.h>

#include <wincrypt.h>

#include <functional>
#include <span>

#include "common/base/certificate.h"
#include "common/keys/key.h"
#include "common/keys/win32/key_handles.h"
#include "common/platform/win32/store_handle.h"

namespace kigen::keys {

class UserStore {
 public:
  /// StoreNotWritable {system} when Windows does not open it.
  [[nodiscard]] static Result<UserStore> open(const wchar_t* name);

  /// Every certificate, until `look` returns false.
  void each(const std::function<bool(PCCERT_CONTEXT)>& look) const;
  /// None when it is not there.
  [[nodiscard]] UniqueCertificate find(const Sha256& thumbprint) const;
  /// Another entry of the same certificate is replaced, with its properties. StoreNotWritable, RootRefused.
  [[nodiscard]] Status put(PCCERT_CONTEXT certificate) const;
  /// Success also when it is not there.
  [[nodiscard]] Status remove(const Sha256& thumbprint) const;
  /// After a change of a property of what is in it.
  void commit() const;

 private:
  UserStore(platform::UniqueStore store, bool cached) : store_(std::move(store)), cached_(cached) {}
  platform::UniqueStore store_;
  bool cached_;
};

/// CertificateUnparsable when Windows cannot read it.
[[nodiscard]] Result<UniqueCertificate> make_certificate(std::span<const std::uint8_t> der);
[[nodiscard]] Bytes der_of(PCCERT_CONTEXT certificate);
[[nodiscard]] Sha256 thumbprint_of(std::span<const std::uint8_t> der);

}  // namespace kigen::keys
