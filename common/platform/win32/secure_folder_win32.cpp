#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

#include <vector>

#include "common/platform/files.h"
#include "common/platform/paths.h"
#include "common/platform/random.h"
#include "common/platform/secure_folder.h"
#include "common/platform/win32/handle.h"
#include "common/platform/win32/security.h"
#include "common/platform/win32/utf.h"

namespace kigen::platform {
namespace {

Error unusable(const std::filesystem::path& path, const char* call, DWORD error) {
  return Error(ErrorCode::DataFolderUnusable, std::string(call) + ": " + describe_windows_error(error))
      .with("path", to_utf8(path));
}

Result<FolderFacts> facts_of(const std::filesystem::path& path, HANDLE folder) {
  FolderFacts facts;
  facts.exists = true;
  FILE_ATTRIBUTE_TAG_INFO tag{};
  if (::GetFileInformationByHandleEx(folder, FileAttributeTagInfo, &tag, sizeof tag) == 0) {
    // Some file systems know no tags; the attributes alone say as much.
    BY_HANDLE_FILE_INFORMATION info{};
    if (::GetFileInformationByHandle(folder, &info) == 0) {
      const DWORD error = ::GetLastError();
      return unusable(path, "GetFileInformationByHandle", error);
    }
    tag.FileAttributes = info.dwFileAttributes;
  }
  facts.is_folder = (tag.FileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
  facts.is_reparse_point = (tag.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
  PSID owner = nullptr;
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  const DWORD error = ::GetSecurityInfo(folder, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION, &owner, nullptr, nullptr,
                                        nullptr, &descriptor);
  const UniqueLocal release(descriptor);
  if (error != ERROR_SUCCESS) return unusable(path, "GetSecurityInfo", error);
  facts.owner_sid = sid_to_string(owner);
  facts.own_sid = process_user_sid();
  return facts;
}

// By handle, so that what was judged is what is changed.
Status put_on(const std::filesystem::path& path, HANDLE folder) {
  const Result<SecurityDescriptor> wanted = SecurityDescriptor::from_sddl(data_folder_sddl());
  if (!wanted) return wanted.error();
  const DWORD error =
      ::SetSecurityInfo(folder, SE_FILE_OBJECT,
                        OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION,
                        wanted->owner(), nullptr, wanted->dacl(), nullptr);
  if (error != ERROR_SUCCESS) return unusable(path, "SetSecurityInfo", error);
  return {};
}

Status create(const std::filesystem::path& path) {
  if (path.has_parent_path()) {
    if (Status parent = ensure_folder(path.parent_path()); !parent) return parent;
  }
  const Result<SecurityDescriptor> wanted = SecurityDescriptor::from_sddl(data_folder_sddl());
  if (!wanted) return wanted.error();
  SECURITY_ATTRIBUTES attributes{sizeof attributes, wanted->get(), FALSE};
  // The descriptor is there from the first moment: nobody gets in between making the folder and locking it.
  if (::CreateDirectoryW(path.c_str(), &attributes) == 0) {
    const DWORD error = ::GetLastError();
    return unusable(path, "CreateDirectory", error);
  }
  return {};
}

constexpr DWORD kAccess = READ_CONTROL | WRITE_DAC | WRITE_OWNER | FILE_READ_ATTRIBUTES | FILE_LIST_DIRECTORY;
constexpr DWORD kShare = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
constexpr DWORD kFlags = FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT;

Result<std::filesystem::path> set_aside(const std::filesystem::path& root) {
  const std::filesystem::path aside =
      root.parent_path() / from_utf8(to_utf8(root.filename()) + ".untrusted-" + random_hex(4));
  if (::MoveFileExW(root.c_str(), aside.c_str(), 0) == 0) {
    const DWORD error = ::GetLastError();
    return unusable(root, "MoveFileEx", error);
  }
  return aside;
}

Result<SecuredFolder> secure_root(const std::filesystem::path& root) {
  UniqueFile folder(::CreateFileW(root.c_str(), kAccess, kShare, nullptr, OPEN_EXISTING, kFlags, nullptr));
  const DWORD error = ::GetLastError();
  SecuredFolder secured;
  if (!folder && error != ERROR_FILE_NOT_FOUND && error != ERROR_PATH_NOT_FOUND) {
    return unusable(root, "CreateFile", error);
  }
  FolderFacts facts;
  if (folder) {
    Result<FolderFacts> found = facts_of(root, folder.get());
    if (!found) return found.error();
    facts = *std::move(found);
  }
  switch (judge_folder(facts)) {
    case FolderVerdict::Refuse:
      return Error(ErrorCode::DataFolderUnusable, "a link or a file stands in its place").with("path", to_utf8(root));
    case FolderVerdict::Secure:
      if (Status put = put_on(root, folder.get()); !put) return put.error();
      return secured;
    case FolderVerdict::SetAside: {
      if (Status put = put_on(root, folder.get()); !put) return put.error();
      folder.reset();
      Result<std::filesystem::path> aside = set_aside(root);
      if (!aside) return aside.error();
      secured.set_aside = *std::move(aside);
      break;
    }
    case FolderVerdict::Create:
      break;
  }
  if (Status made = create(root); !made) return made.error();
  return secured;
}

}  // namespace

Result<SecuredFolder> secure_data_folder(const std::filesystem::path& root) {
  ScopedPrivileges privileges({SE_TAKE_OWNERSHIP_NAME, SE_RESTORE_NAME, SE_BACKUP_NAME});
  Result<SecuredFolder> secured = secure_root(root);
  if (!secured) return secured;
  const DataFolder data(root);
  for (const std::filesystem::path& folder : {data.profiles(), data.backup(), data.logs()}) {
    if (Status made = ensure_folder(folder); !made) {
      return Error(ErrorCode::DataFolderUnusable, to_log_line(made.error())).with("path", to_utf8(folder));
    }
  }
  return secured;
}

}  // namespace kigen::platform
