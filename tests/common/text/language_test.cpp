#include "common/text/language.h"

#include <gtest/gtest.h>

namespace kigen::text {
namespace {

TEST(Language, IsJapaneseForJapaneseTagsOnly) {
  for (const char* tag : {"ja", "ja-JP", "ja_JP.UTF-8", "JA", "ja.UTF-8"}) {
    EXPECT_EQ(language_of_tag(tag), Language::Japanese) << tag;
  }
  for (const char* tag : {"", "j", "en", "en-US", "C", "POSIX", "jav", "jam_JM", "de_DE.UTF-8"}) {
    EXPECT_EQ(language_of_tag(tag), Language::English) << tag;
  }
}

TEST(Language, OfTheSystemIsOneOfBoth) {
  const Language language = system_language();
  EXPECT_TRUE(language == Language::Japanese || language == Language::English);
}

}  // namespace
}  // namespace kigen::text
