#include <gtest/gtest.h>
#include <sys/stat.h>

#include "common/base/hex.h"
#include "common/keys/personal_store.h"
#include "common/platform/paths.h"
#include "common/x509/digest.h"
#include "tests/common/keys/support/issued.h"
#include "tests/common/platform/temporary_folder.h"

namespace kigen::keys {
namespace {

namespace fs = std::filesystem;
using kigen::test::put;

unsigned mode_of(const fs::path& path) {
  struct stat facts {};
  EXPECT_EQ(::stat(path.c_str(), &facts), 0) << path;
  return facts.st_mode & 0777;
}

class FileStores : public ::testing::Test {
 protected:
  kigen::test::TemporaryFolder folder_;
  fs::path root_ = folder_ / "stores";
  Stores stores_ = open_stores(platform::to_utf8(root_)).value();
  std::unique_ptr<KeyStore> keys_ = stores_.key_store("cng").value();
};

TEST_F(FileStores, KeepKeysForTheOwnerAlone) {
  ASSERT_TRUE(keys_->create("mine", {.algorithm = Algorithm::Ec}));
  EXPECT_EQ(mode_of(root_), 0700U);
  EXPECT_EQ(mode_of(root_ / "keys"), 0700U);
  EXPECT_EQ(mode_of(root_ / "keys/mine.p8"), 0600U);
  EXPECT_EQ(std::distance(fs::directory_iterator(root_ / "keys"), fs::directory_iterator()), 1);
}

TEST_F(FileStores, AreFilesForEveryProvider) {
  for (const char* provider : {"cng", "tpm", "capi", "file"}) {
    EXPECT_EQ(stores_.key_store(provider).value()->provider(), "file");
  }
}

TEST_F(FileStores, SayWhichKeyIsDamaged) {
  ASSERT_TRUE(keys_->create("good", {.algorithm = Algorithm::Ec}));
  put(root_ / "keys/empty.p8", "");
  put(root_ / "keys/garbage.p8", "no key at all");
  put(root_ / "keys/huge.p8", std::string(70'000, 'x'));
  fs::create_directory(root_ / "keys/folder.p8");
  fs::create_symlink(root_ / "keys/good.p8", root_ / "keys/link.p8");
  for (const char* name : {"empty", "garbage", "huge", "folder", "link"}) {
    const Result<std::unique_ptr<Key>> key = keys_->open(name);
    ASSERT_FALSE(key) << name;
    EXPECT_EQ(key.error().code, ErrorCode::KeyNotUsable) << name;
    EXPECT_EQ(key.error().args.at("name"), name);
  }
}

TEST_F(FileStores, SayThatAFolderCannotBeWritten) {
  put(root_, "a file where the folder should be");
  EXPECT_EQ(keys_->create("key", {.algorithm = Algorithm::Ec}).error().code, ErrorCode::KeyNotMade);
  EXPECT_EQ(stores_.roots->add(der_of(*test::authority())).error().code, ErrorCode::StoreNotWritable);
}

TEST_F(FileStores, KeepEachRootOnce) {
  const Bytes der = der_of(*test::authority());
  EXPECT_TRUE(stores_.roots->list().value().empty());
  EXPECT_TRUE(stores_.roots->add(der));
  EXPECT_TRUE(stores_.roots->add(der));
  EXPECT_EQ(stores_.roots->list().value(), std::vector<Bytes>{der});
  EXPECT_EQ(stores_.roots->add(Bytes{1, 2}).error().code, ErrorCode::CertificateUnparsable);
}

TEST_F(FileStores, KeepAFriendlyNameInOneLine) {
  const std::shared_ptr<Key> key = keys_->create("key", {.algorithm = Algorithm::Ec}).value();
  const Bytes der = der_of(*test::issue(key->public_key_info(), "Owner"));
  ASSERT_TRUE(stores_.personal->add(der, {"file", "key"}, "two\nkey: file:other"));
  const StoredCertificate stored = stores_.personal->find(x509::sha256({der})).value();
  EXPECT_EQ(stored.friendly_name, "two key: file:other");
  EXPECT_EQ(stored.key, (KeyReference{"file", "key"}));
}

TEST_F(FileStores, DoNotPassOverADamagedCertificate) {
  const std::shared_ptr<Key> key = keys_->create("key", {.algorithm = Algorithm::Ec}).value();
  const Bytes der = der_of(*test::issue(key->public_key_info(), "Owner"));
  ASSERT_TRUE(stores_.personal->add(der, {"file", "key"}, ""));
  const fs::path file = root_ / "personal" / (to_hex(x509::sha256({der})) + ".pem");
  std::string text = kigen::test::content_of(file);
  put(file, text.substr(0, text.size() / 2));
  for (const ErrorCode code :
       {stores_.personal->list().error().code, stores_.personal->find(x509::sha256({der})).error().code}) {
    EXPECT_EQ(code, ErrorCode::CertificateUnparsable);
  }
}

TEST(OpenStores, NeedsAFolder) {
  EXPECT_EQ(open_stores("").error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace kigen::keys
