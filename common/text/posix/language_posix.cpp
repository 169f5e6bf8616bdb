#include <cstdlib>

#include "common/text/language.h"

namespace kigen::text {

Language system_language() {
  // The first that is set and not empty decides (POSIX, Base Definitions 8.2).
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): nothing here sets the environment
    if (value != nullptr && *value != '\0') return language_of_tag(value);
  }
  return Language::English;
}

}  // namespace kigen::text
