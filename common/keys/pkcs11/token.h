// USB tokens and smart cards behind PKCS#11 modules (OASIS PKCS #11 v2.40), as the tray and the wizard see them.
//
// A vendor's library is never loaded here: a worker process (the program kigen-token) does it, one for each module, and
// each call has a time limit. A library that hangs, crashes or talks nonsense is an ordinary error, and its worker is
// ended. PINs go to the worker alone, in memory that is wiped on both sides.
//
// Threads: one Token, one thread at a time; calls wait, and a stop token ends them. Ownership: a Token owns its worker;
// keys and stores made from it share it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "common/base/error.h"
#include "common/base/secret.h"
#include "common/keys/personal_store.h"

namespace kigen::keys::pkcs11 {

/// CK_TOKEN_INFO and its slot, cleaned: texts are valid UTF-8 without padding and control characters, at most 64 bytes.
struct TokenInfo {
  std::string module;      ///< path of the library that serves it
  std::uint64_t slot = 0;  ///< CK_SLOT_ID; means nothing once the token was pulled
  std::string label, manufacturer, model;
  std::string serial;  ///< what names the token everywhere in Kigen
  int pin_min = 0, pin_max = 0;
  bool initialized = false;        ///< CKF_TOKEN_INITIALIZED
  bool login_required = false;     ///< CKF_LOGIN_REQUIRED
  bool write_protected = false;    ///< CKF_WRITE_PROTECTED
  bool pin_initialized = false;    ///< CKF_USER_PIN_INITIALIZED
  bool pin_to_be_changed = false;  ///< CKF_USER_PIN_TO_BE_CHANGED
  bool pin_count_low = false;      ///< at least one wrong PIN since the last right one
  bool pin_final_try = false;      ///< the next wrong one locks it
  bool pin_locked = false;
  bool puk_count_low = false, puk_final_try = false, puk_locked = false;  ///< the same of the SO PIN
  bool pin_pad = false;  ///< CKF_PROTECTED_AUTHENTICATION_PATH: the PIN is typed on the reader, none is passed

  friend bool operator==(const TokenInfo&, const TokenInfo&) = default;
};

/// How workers are started and how long they may take.
struct WorkerOptions {
  std::filesystem::path program;                    ///< kigen-token; worker_program() gives the one beside this program
  std::chrono::milliseconds call_limit{15'000};     ///< every call but the two below (T8: an error within 20 s)
  std::chrono::milliseconds key_limit{120'000};     ///< making a key pair: minutes on an old token
  std::chrono::milliseconds pin_pad_limit{60'000};  ///< a person types on the reader
};
/// kigen-token(.exe) in the folder of the running program.
[[nodiscard]] std::filesystem::path worker_program();

/// Paths of modules as they are here: `%SystemRoot%` and the like expanded, each once, those that do not exist left
/// out. An empty `wanted` stands for usual_modules().
[[nodiscard]] std::vector<std::string> present_modules(const std::vector<std::string>& wanted);
/// Where the vendors' drivers usually put their modules, before expansion.
[[nodiscard]] const std::vector<std::string>& usual_modules();

struct Listing {
  std::vector<TokenInfo> tokens;  ///< of all modules; the same serial behind two modules once
  /// Modules that could not be used: TokenReadTimedOut {module}, TokenLibraryFailed {module, system}. The others count.
  std::vector<Error> faults;
  bool any_module = false;  ///< at least one module answered
};
/// All tokens that are inserted. TokenDriverMissing when no module of `wanted` is on this PC; Cancelled.
[[nodiscard]] Result<Listing> list_tokens(const std::vector<std::string>& wanted, const WorkerOptions& options,
                                          std::stop_token stop);

/// A certificate on a token.
struct TokenCertificate {
  Bytes der;             ///< bounded; not parsed here
  std::string label;     ///< CKA_LABEL, cleaned
  Bytes id;              ///< CKA_ID, at most 255 octets
  bool has_key = false;  ///< a key with the same CKA_ID is there, as far as can be seen without the PIN
};
struct TokenContent {
  std::vector<TokenCertificate> certificates;
  std::vector<Error> faults;  ///< objects that cannot be used: CertificateUnparsable, CertificateTooLarge {item}
};

/// One inserted token with a session. Errors of every call, beside those named: TokenRemoved {serial},
/// TokenReadTimedOut {module}, TokenLibraryFailed {module, system}, Cancelled. After one of these the Token is of no
/// more use: open it anew.
class Token {
 public:
  /// Opens the token with this serial behind info.module (its slot may have changed). TokenNotFound {serial}.
  [[nodiscard]] static Result<std::shared_ptr<Token>> open(const TokenInfo& info, const WorkerOptions& options,
                                                           std::stop_token stop);
  virtual ~Token() = default;
  /// As read last.
  [[nodiscard]] virtual const TokenInfo& info() const = 0;
  /// Reads flags anew: before every try with a PIN.
  [[nodiscard]] virtual Result<TokenInfo> refresh() = 0;
  /// What can be read without a PIN.
  [[nodiscard]] virtual Result<TokenContent> content() = 0;

  /// One try, never repeated. For a token with a PIN pad `pin` is empty. Logged in already: success.
  /// PinWrong {serial}, TokenLocked {serial}, TokenPinNotSet {serial}.
  [[nodiscard]] virtual Status login(const Secret& pin) = 0;
  [[nodiscard]] virtual bool logged_in() const = 0;
  virtual void logout() = 0;
  /// C_SetPIN. PinWrong, TokenLocked, NewPinRefused {serial, system}.
  [[nodiscard]] virtual Status change_pin(const Secret& current, const Secret& next) = 0;
  /// C_Login as SO with the PUK and C_InitPIN. PukWrong {serial}, TokenLocked {serial} (the PUK too), NewPinRefused.
  [[nodiscard]] virtual Status unblock(const Secret& puk, const Secret& next) = 0;
  /// Ends what a call of another thread waits for.
  virtual void set_stop(std::stop_token stop) = 0;
};

/// The token's keys: provider() is "pkcs11". A key's name is its CKA_ID in letters, so that it is found whatever its
/// label says; keys of other software are named "id-" and the ID in hexadecimal (key_id.h). CKA_LABEL is the name until
/// PersonalStore::add() gives the profile's. list() names private keys; remove() takes a pair away, but leaves it as it
/// is while a certificate with its ID is there. Making, using, listing and removing keys needs login() (else
/// KeyNotUsable). Keys are sensitive, not extractable and made on the token, whatever KeySpec::exportable says.
[[nodiscard]] std::unique_ptr<KeyStore> key_store_of(std::shared_ptr<Token> token);
/// The token's certificates with their keys, as a renewal sees a store. add(): certificate, public key and private key
/// have one CKA_ID and `friendly_name` as label; an older pair stays as it is. list() and find() need no PIN; until it
/// is given, a certificate with a CKA_ID is taken to have its key. add() and key_of() need it. import_pkcs12 and
/// add_intermediate: the first is refused (InvalidArgument), the second does nothing.
[[nodiscard]] std::unique_ptr<PersonalStore> personal_store_of(std::shared_ptr<Token> token);
/// Removes a certificate and its pair from the token: what a profile that keeps no older pair wants after the proof.
[[nodiscard]] Status remove_pair(Token& token, const Sha256& thumbprint);

/// Tells when a token comes or goes, by C_WaitForSlotEvent in workers of their own that only wait; a module that has no
/// such wait is left to the system's device notification. Never polls.
class TokenWatcher {
 public:
  virtual ~TokenWatcher() = default;
};
/// Returns when the libraries listen, so that who looks at the tokens afterwards misses nothing; one that takes more
/// than a few seconds to start calls for a look when it does. `changed` is called on a thread of the watcher's, at most
/// once for each event; the destructor ends the workers.
[[nodiscard]] std::unique_ptr<TokenWatcher> watch_tokens(const std::vector<std::string>& modules,
                                                         const WorkerOptions& options, std::function<void()> changed);

}  // namespace kigen::keys::pkcs11
