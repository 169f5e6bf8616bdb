// A PKCS #11 library for the token maker: loaded, initialised, and one session with one of its tokens.
//
// Threads: one. Ownership: a Library finalises what it initialised; a Session belongs to its Library.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/token_module/cryptoki.h"

namespace kigen::test_token {

using Bytes = std::vector<unsigned char>;

/// A PKCS #11 function that did not answer CKR_OK.
struct Refused : std::runtime_error {
  Refused(const char* function, CK_RV code);
  CK_RV code;
};
void check(const char* function, CK_RV answer);

struct TokenLine {
  CK_SLOT_ID slot = 0;
  CK_FLAGS flags = 0;
  std::string serial, label;
};

class Library {
 public:
  explicit Library(const std::filesystem::path& path);
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  [[nodiscard]] CK_FUNCTION_LIST& call() const { return *functions_; }
  [[nodiscard]] std::vector<TokenLine> tokens() const;
  /// The token with this serial; the only one where none is named.
  [[nodiscard]] TokenLine token(const std::string& serial) const;

 private:
  CK_FUNCTION_LIST* functions_ = nullptr;
};

class Session {
 public:
  /// Read and write; logged in where `pin` is not empty.
  Session(const Library& library, CK_SLOT_ID slot, const std::string& pin, CK_USER_TYPE user = CKU_USER);

  [[nodiscard]] CK_FUNCTION_LIST& call() const { return functions_; }
  [[nodiscard]] CK_SESSION_HANDLE handle() const { return handle_; }
  [[nodiscard]] std::vector<CK_OBJECT_HANDLE> find(std::vector<CK_ATTRIBUTE> wanted) const;
  [[nodiscard]] Bytes attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
  CK_OBJECT_HANDLE create(std::vector<CK_ATTRIBUTE> attributes) const;

 private:
  CK_FUNCTION_LIST& functions_;
  CK_SESSION_HANDLE handle_ = 0;
};

/// Attributes that point to what they are made from.
[[nodiscard]] CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const Bytes& value);
[[nodiscard]] CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const std::string& value);
[[nodiscard]] CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const CK_ULONG& value);
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, Bytes&& value) = delete;
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, std::string&& value) = delete;
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, CK_ULONG&& value) = delete;
[[nodiscard]] CK_ATTRIBUTE yes(CK_ATTRIBUTE_TYPE type);
[[nodiscard]] CK_ATTRIBUTE no(CK_ATTRIBUTE_TYPE type);
[[nodiscard]] CK_UTF8CHAR* text_of(const std::string& text);

}  // namespace kigen::test_token
