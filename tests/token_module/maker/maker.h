// The work of kigen-token-maker: each command on one library, with one token.
//
// Threads: one. Ownership: a Maker owns its Library.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "tests/token_module/maker/material.h"

namespace kigen::test_token {

using Options = std::map<std::string, std::string>;

/// Each command answers what goes to the output: lines, or the octets of a signature.
class Maker {
 public:
  Maker(Options options, const std::filesystem::path& library);

  [[nodiscard]] std::string init();
  [[nodiscard]] std::string list();
  [[nodiscard]] std::string import();
  [[nodiscard]] std::string generate();
  [[nodiscard]] std::string sign();
  [[nodiscard]] std::string objects();
  [[nodiscard]] std::string login();
  [[nodiscard]] std::string wait();

 private:
  /// Session with the token named, logged in when there is a PIN.
  [[nodiscard]] Session open();
  void import_key(const Session& session, const KeyParts& key);
  void import_certificate(const Session& session, const CertificateParts& certificate);

  Options options_;
  Library library_;
  Bytes id_;
};

}  // namespace kigen::test_token
