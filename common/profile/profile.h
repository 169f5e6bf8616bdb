// A registration authority as data: one TOML file, one Profile. No code knows a particular RA.
// Texts come in Japanese and English. Immutable after loading; share as std::shared_ptr<const Profile>.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kigen::profile {

struct Text {
  std::string ja, en;

  friend bool operator==(const Text&, const Text&) = default;
};

/// Which certificates belong to it: all given conditions must hold; within a list, any. At least one condition.
struct Match {
  std::vector<std::string> issuer_dn;        ///< RFC 4514, compared after normalisation
  std::vector<std::string> issuer_cn;        ///< the issuer's common name alone, where no more is known of it
  std::vector<std::string> issuer_key_hash;  ///< lower-case hex: the certificate's authority key identifier
  std::vector<std::string> policy_oid;
  std::vector<std::string> extended_key_usage;  ///< dotted OIDs

  friend bool operator==(const Match&, const Match&) = default;
};

struct Window {
  int days_before = 28;            ///< renewal opens; 1 to 365
  int grace_days_after = 0;        ///< renewable after expiry; 0 to 365
  std::vector<int> reminder_days;  ///< days before expiry of the e-mail reminders, descending

  friend bool operator==(const Window&, const Window&) = default;
};

struct Enroll {
  std::string protocol = "est";
  std::string base_url;                    ///< https; "" means that the operator must set it
  std::string label;                       ///< EST path segment (RFC 7030 3.2.2)
  std::vector<std::string> trust_anchors;  ///< names of [[root]] entries that TLS may chain to, beside the system's
  /// Who makes the new key: "client" (where it stays, RFC 7030 4.2), "server" (RFC 7030 4.4; it comes over the network)
  std::string key = "client";

  friend bool operator==(const Enroll&, const Enroll&) = default;
};

struct Credential {
  std::string id;  ///< "code1"
  Text label;
  bool secret = false;
  std::string characters = "printable";  ///< "digits", "letters", "alphanumeric", "printable"
  bool upper_case = false;
  int min_length = 1, max_length = 64;
  std::string prefill;            ///< "", "subject.CN" …, "token.serial"
  std::string used_for = "both";  ///< "issue", "renew", "both"

  friend bool operator==(const Credential&, const Credential&) = default;
};

struct Key {
  std::string where = "user";      ///< "user", "machine", "token", "user_or_token"
  std::string algorithm = "rsa";   ///< "rsa", "ec"
  int rsa_bits = 2048;             ///< 2048, 3072, 4096
  std::string ec_curve = "P-256";  ///< "P-256", "P-384"
  std::string provider = "cng";    ///< "cng", "capi", "tpm", "pkcs11"
  bool exportable = false;

  friend bool operator==(const Key&, const Key&) = default;
};

struct Token {
  std::vector<std::string> modules;  ///< PKCS#11 module paths; %SystemRoot% and %ProgramFiles% are to be expanded
  int pin_min = 4, pin_max = 64;
  std::string pin_characters = "printable";
  int pin_tries = 0;                ///< wrong PINs until the token locks; 0 unknown
  std::string serial_pattern;       ///< regular expression; "" any
  bool must_be_registered = false;  ///< the RA only accepts tokens that were handed out
  std::string software;             ///< what must be installed for it, "" when nothing is known
  std::string software_url;         ///< https, where to get that; "" when the RA names no place
  /// CKA_LABEL of what is stored: "{profile}", "{expires}", "{subject}" and text; "" for "<profile>, expires <date>".
  std::string label;
  std::string old_pair = "keep";  ///< after the new one was proven: "keep", "remove"
  /// https; "{serial}" in it is replaced. JSON {"name", "state": "ready" | "holds_certificate"}; 404: not handed out.
  std::string holder_url;
  std::string pin = "keep";  ///< "keep": the user's PIN stays (T5); "set": the user sets it when storing (E8)
  /// pin = "set": the PIN that every token has when it is handed out; "" asks the user for it. Known to all who were
  /// handed one, and replaced at once.
  std::string initial_pin;
  bool unblock = false;  ///< a locked PIN may be set anew with the PUK

  friend bool operator==(const Token&, const Token&) = default;
};

struct Root {
  std::string name;
  std::string sha256;  ///< lower-case hex; both "": the operator must pin it first, it is never installed before
  std::string sha1;
  std::string store = "user";  ///< "user", "machine"
  std::string use = "client";  ///< "client", "server"

  friend bool operator==(const Root&, const Root&) = default;
};

struct Host {
  std::string host;
  std::uint16_t port = 443;

  friend bool operator==(const Host&, const Host&) = default;
};

struct ForbiddenNetwork {
  std::string id;
  Text name;
  std::vector<std::string> addresses;  ///< CIDR
  std::vector<std::string> dns_suffixes;

  friend bool operator==(const ForbiddenNetwork&, const ForbiddenNetwork&) = default;
};

struct ErrorMapping {
  std::string code;    ///< the RA's: "115", "550", "0x05/-6"
  std::string when;    ///< which of our cases: "network", "authentication", "already_issued" … (read_errors has all)
  int kigen_code = 0;  ///< KGN number
  Text hint;           ///< what this RA's help desk tells, may be empty

  friend bool operator==(const ErrorMapping&, const ErrorMapping&) = default;
};

struct Profile {
  std::string id;  ///< lower-case letters, digits, '-'; unique
  Text name;
  Text support;  ///< whom to ask and what to tell them
  /// What the user can no longer do after expiry, to go into a sentence. English: a verb phrase after "you can no
  /// longer"
  /// ("send or receive customs declarations"); Japanese: a noun phrase before 「ができなくなります」.
  Text consequence;
  std::string identifier_field = "subject.CN";  ///< what names a certificate in a warning
  Text identifier_label;                        ///< "認証コード1" / "Authentication code 1"
  Match match;
  Window window;
  Enroll enroll;
  std::vector<Credential> credentials;
  Key key;
  std::optional<Token> token;
  std::vector<Root> roots;
  std::vector<Host> preflight;
  std::vector<ForbiddenNetwork> forbidden_networks;
  std::string verify_url;
  std::vector<ErrorMapping> errors;
  bool unattended = false;                             ///< may be renewed without asking
  std::vector<std::string> pre_renewal, post_renewal;  ///< command lines, run as the user

  std::string file;           ///< where it came from
  std::string override_file;  ///< the administrator's override that was applied, "" when none
  std::string origin;         ///< "shipped", "administrator"

  friend bool operator==(const Profile&, const Profile&) = default;
};

}  // namespace kigen::profile
