#include <sys/stat.h>

#include <cerrno>

#include "common/platform/files.h"
#include "common/platform/paths.h"
#include "common/platform/secure_folder.h"

namespace kigen::platform {

Result<SecuredFolder> secure_data_folder(const std::filesystem::path& root) {
  const DataFolder data(root);
  for (const std::filesystem::path& folder : {data.root(), data.profiles(), data.backup(), data.logs()}) {
    Status made = ensure_folder(folder);
    if (made && ::chmod(folder.c_str(), 0700) != 0) {
      made = file_error(folder, static_cast<unsigned long>(errno), ErrorCode::AccessDenied);
    }
    if (!made) {
      return Error(ErrorCode::DataFolderUnusable, to_log_line(made.error())).with("path", to_utf8(folder));
    }
  }
  return SecuredFolder{};
}

}  // namespace kigen::platform
