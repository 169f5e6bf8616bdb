#include "tests/pki/store.h"

namespace kigen::test_pki {

Result<bool> import_to_store(const std::string&, const std::string&, const std::string&, bool) {
  return Error(ErrorCode::SourceUnavailable, "certificate stores are Windows'");
}

}  // namespace kigen::test_pki
