// A key that the RA makes (profile enroll.key = "server", RFC 7030 4.4). It is in this process's memory from the answer
// until Step::Keep has put it into the key store, under the job's own name and not exportable unless the profile says
// so; it never touches the journal. From then on the job is like every other. What a crash loses before that, the RA
// makes anew for the same request.
#include <utility>

#include "common/keys/public_key.h"
#include "common/keys/software_key.h"
#include "installer/wizard/renewal/run.h"

namespace kigen::renewal {
namespace {

// The RA may make a stronger one than the profile names, never a weaker one or another kind.
Status check_key(const profile::Key& wanted, const EVP_PKEY& key) {
  const bool rsa = EVP_PKEY_is_a(&key, "RSA") == 1;
  const int bits = EVP_PKEY_get_bits(&key);
  const int least = wanted.algorithm == "rsa" ? wanted.rsa_bits : wanted.ec_curve == "P-256" ? 256 : 384;
  if (rsa == (wanted.algorithm == "rsa") && bits >= least) return {};
  return Error(ErrorCode::IssuedCertificateWrong, "the server made another key than the profile wants")
      .with("check", "key")
      .with("reason", std::string(rsa ? "RSA " : "EC ") + std::to_string(bits));
}

}  // namespace

bool asks_for_key(const Run& run) {
  return run.profile().enroll.key == "server";
}

Result<std::shared_ptr<keys::Key>> key_for_request(Run& run) {
  if (!asks_for_key(run)) {
    if (Status open = open_key(run); !open) return open.error();
    return run.key;
  }
  // RFC 7030 4.4.1: a request must be signed by some key. This one goes with it; its kind tells the RA what is wanted.
  auto made = keys::generate_software_key(key_spec(run.profile().key));
  if (!made) return made.error();
  auto key = keys::make_software_key(*std::move(made));
  if (!key) return key.error();
  return std::shared_ptr<keys::Key>(*std::move(key));
}

Result<std::variant<est::Issued, est::Pending>> ask_for_key(Run& run, Ra& ra) {
  auto reply = ra.send_for_key(run.entry.request, login_of(run), run.stop);
  if (!reply) return reply.error();
  if (const auto* later = std::get_if<est::Pending>(&*reply)) return *later;
  auto& made = std::get<est::ServerKey>(*reply);
  run.server_key = keys::WipedBytes(made.private_key);
  wipe(made.private_key.data(), made.private_key.size());
  return est::Issued{std::move(made.certificates)};
}

Status keep_server_key(Run& run) {
  const keys::WipedBytes octets = std::exchange(run.server_key, {});
  const auto key = keys::decode_private_key(octets.view());
  if (!key) return key.error();
  const auto& wanted = run.profile().key;
  if (Status fits = check_key(wanted, **key); !fits) return fits;
  const auto store = run.vault.keys(run.entry.key_provider);
  if (!store) return store.error();
  // One that an interrupted step put there belongs to an answer that is lost.
  if (Status removed = (*store)->remove(key_name(run.entry)); !removed) return removed;
  return (*store)->import_key(key_name(run.entry), octets.view(), wanted.exportable);
}

}  // namespace kigen::renewal
