#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "common/net/proxy.h"
#include "common/platform/paths.h"
#include "common/platform/random.h"

namespace kigen::net {
namespace {

class ProxyLoginStoreTest : public ::testing::Test {
 protected:
  ProxyLoginStoreTest()
      : folder_(std::filesystem::temp_directory_path() / platform::from_utf8("kigen-" + platform::random_hex(8))),
        store_(open_proxy_login_store(platform::to_utf8(folder_))) {}
  ~ProxyLoginStoreTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::vector<std::filesystem::path> files() const {
    return {std::filesystem::directory_iterator(folder_), {}};
  }

  std::filesystem::path folder_;
  std::unique_ptr<ProxyLoginStore> store_;
  ProxyAddress proxy_{"proxy.test", 8080};
};

TEST_F(ProxyLoginStoreTest, GivesBackWhatItKeeps) {
  EXPECT_FALSE(store_->load(proxy_));
  ASSERT_TRUE(store_->save(proxy_, {"DOMAIN\\alice", Secret("geheim-123")}));
  const auto login = store_->load(proxy_);
  ASSERT_TRUE(login);
  EXPECT_EQ(login->user, "DOMAIN\\alice");
  EXPECT_EQ(login->password.view(), "geheim-123");
  EXPECT_FALSE(store_->load({"proxy.test", 8081}));
  ASSERT_TRUE(store_->forget(proxy_));
  EXPECT_FALSE(store_->load(proxy_));
  EXPECT_TRUE(store_->forget(proxy_)) << "twice is once";
}

TEST_F(ProxyLoginStoreTest, WritesNothingThatCanBeRead) {
  ASSERT_TRUE(store_->save(proxy_, {"alice", Secret("geheim-123")}));
  ASSERT_EQ(files().size(), 1U);
  std::ifstream file(files()[0], std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(content.find("geheim-123"), std::string::npos);
  EXPECT_EQ(content.find("alice"), std::string::npos);
}

TEST_F(ProxyLoginStoreTest, TakesNoFileOfAnotherProxyAndNoDamagedOne) {
  ASSERT_TRUE(store_->save(proxy_, {"alice", Secret("geheim-123")}));
  const ProxyAddress other{"other.test", 8080};
  ASSERT_TRUE(store_->save(other, {"bob", Secret("x")}));
  const auto mine = files();
  {
    std::ifstream from(mine[0], std::ios::binary);
    std::ofstream(mine[1], std::ios::binary | std::ios::trunc) << from.rdbuf();
  }
  EXPECT_EQ(store_->load(proxy_).has_value() + store_->load(other).has_value(), 1);
  std::ofstream(mine[0], std::ios::binary | std::ios::trunc) << "damaged";
  std::ofstream(mine[1], std::ios::binary | std::ios::trunc) << "";
  EXPECT_FALSE(store_->load(proxy_));
  EXPECT_FALSE(store_->load(other));
}

}  // namespace
}  // namespace kigen::net
