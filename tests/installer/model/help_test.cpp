// F1 leads to a place that is there: in both languages, for every page and every error that has one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "installer/wizard/model/pages/frame_view.h"
#include "samples.h"

namespace kigen::wizard {
namespace {

std::string page_of(const std::string& language) {
  std::ifstream file(std::string(KIGEN_SOURCE_DIR "/installer/help/") + language + "/index.html", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::string> all_of(const std::string& page, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator match(page.begin(), page.end(), expression), end; match != end; ++match)
    found.insert((*match)[1]);
  return found;
}

const std::string kIds = "id=\"([^\"]+)\"";

class Help : public testing::TestWithParam<const char*> {};

TEST_P(Help, HasAPlaceForEveryPage) {
  const auto ids = all_of(page_of(GetParam()), kIds);
  State state;
  for (int page = 0; page <= static_cast<int>(Page::Failure); ++page) {
    state.page = static_cast<Page>(page);
    for (const Task task : {Task::Renew, Task::Issue, Task::ChangePin, Task::Unblock}) {
      state.task = task;
      EXPECT_TRUE(ids.contains(help_topic(state))) << help_topic(state);
    }
  }
}

TEST_P(Help, HasAPlaceForEveryErrorThatIsSaidToHaveOne) {
  const auto ids = all_of(page_of(GetParam()), kIds);
  State state;
  state.page = Page::Failure;
  for (int code = 1000; code < 10'000; ++code) {
    state.failure.emplace();
    state.failure->error.code = static_cast<ErrorCode>(code);
    EXPECT_TRUE(ids.contains(help_topic(state))) << code;
  }
  state.failure->error.code = ErrorCode::TokenCannotDo;
  EXPECT_EQ(help_topic(state), "kgn-3016");
}

TEST_P(Help, LinksOnlyToWhatIsThere) {
  const std::string page = page_of(GetParam());
  const auto ids = all_of(page, kIds);
  const auto links = all_of(page, "href=\"#([^\"]+)\"");
  ASSERT_FALSE(links.empty());
  for (const std::string& link : links) EXPECT_TRUE(ids.contains(link)) << link;
}

TEST(HelpPages, SaysTheSameThingsInBothLanguages) {
  EXPECT_EQ(all_of(page_of("ja"), kIds), all_of(page_of("en"), kIds));
}

INSTANTIATE_TEST_SUITE_P(Languages, Help, testing::Values("ja", "en"));

}  // namespace
}  // namespace kigen::wizard
