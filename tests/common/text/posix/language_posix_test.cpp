#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <string>

#include "common/text/language.h"

namespace kigen::text {
namespace {

// Puts the environment back as it was.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    value != nullptr ? ::setenv(name, value, 1) : ::unsetenv(name);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { old_ ? ::setenv(name_, old_->c_str(), 1) : ::unsetenv(name_); }

 private:
  const char* name_;
  std::optional<std::string> old_;
};

Language with(const char* all, const char* messages, const char* lang) {
  const Variable a("LC_ALL", all), m("LC_MESSAGES", messages), l("LANG", lang);
  return system_language();
}

TEST(SystemLanguage, ComesFromTheFirstVariableThatIsSet) {
  EXPECT_EQ(with("ja_JP.UTF-8", "en_US", "en_US"), Language::Japanese);
  EXPECT_EQ(with(nullptr, "ja_JP.UTF-8", "en_US"), Language::Japanese);
  EXPECT_EQ(with("", "", "ja_JP.UTF-8"), Language::Japanese);
  EXPECT_EQ(with("C", "ja_JP", "ja_JP"), Language::English);
  EXPECT_EQ(with(nullptr, nullptr, nullptr), Language::English);
}

}  // namespace
}  // namespace kigen::text
