#include "common/net/channel_binding.h"

#include <openssl/ssl.h>

#include <string_view>

namespace kigen::net {

Result<Bytes> channel_binding_of(SSL* tls) {
  if (SSL_version(tls) >= TLS1_3_VERSION) {
    constexpr std::string_view kLabel = "EXPORTER-Channel-Binding";
    Bytes binding(32);
    const unsigned char no_context = 0;
    if (SSL_export_keying_material(tls, binding.data(), binding.size(), kLabel.data(), kLabel.size(), &no_context, 0,
                                   1) != 1) {
      return Error(ErrorCode::Internal, "no exported keying material");
    }
    return binding;
  }
  Bytes binding(EVP_MAX_MD_SIZE);
  const std::size_t length = SSL_get_finished(tls, binding.data(), binding.size());
  if (length == 0 || length > binding.size()) return Error(ErrorCode::Internal, "no Finished message");
  binding.resize(length);
  return binding;
}

}  // namespace kigen::net
