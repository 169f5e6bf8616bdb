#include "service/host/event_log.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "common/platform/paths.h"

namespace kigen::host {
namespace {

struct Row {
  EventId id;
  std::string_view name;
};
constexpr Row kRows[] = {
#define KIGEN_EVENT(number, name, severity, arguments) {EventId::name, #name},
#include "service/resources/events.def"
#undef KIGEN_EVENT
};

std::string source_file(const char* name) {
  std::ifstream file(platform::from_utf8(KIGEN_SOURCE_DIR) / "service" / "resources" / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string block_of(const std::string& messages, std::string_view name) {
  const std::size_t at = messages.find("SymbolicName=KIGEN_EVENT_" + std::string(name) + "\n");
  if (at == std::string::npos) return {};
  const std::size_t begin = messages.rfind("MessageId=", at);
  return messages.substr(begin, messages.find("\nMessageId=", at) - begin);
}

TEST(Events, HaveTextsInBothLanguagesWithEveryArgument) {
  const std::string messages = source_file("events.mc");
  ASSERT_FALSE(messages.empty());
  for (const Row& row : kRows) {
    const std::string block = block_of(messages, row.name);
    ASSERT_FALSE(block.empty()) << row.name;
    const std::size_t japanese = block.find("Language=Japanese\n");
    ASSERT_NE(japanese, std::string::npos) << row.name;
    for (std::size_t i = 1; i <= 5; ++i) {
      const std::string argument = "%" + std::to_string(i);
      const bool wanted = i <= argument_count(row.id);
      EXPECT_EQ(block.substr(0, japanese).find(argument) != std::string::npos, wanted) << row.name << argument;
      EXPECT_EQ(block.substr(japanese).find(argument) != std::string::npos, wanted) << row.name << argument;
    }
  }
}

TEST(Events, HaveTheSameNumbersAndSeveritiesInTheMessageTable) {
  const std::string messages = source_file("events.mc");
  for (const Row& row : kRows) {
    const std::string block = block_of(messages, row.name);
    EXPECT_EQ(std::stoul(block.substr(std::string("MessageId=").size()), nullptr, 16), static_cast<unsigned>(row.id));
    const char* wanted = severity(row.id) == EventSeverity::Error     ? "Severity=Error\n"
                         : severity(row.id) == EventSeverity::Warning ? "Severity=Warning\n"
                                                                      : "Severity=Informational\n";
    EXPECT_NE(block.find(wanted), std::string::npos) << row.name;
  }
}

TEST(Events, AreDocumentedAndHaveNumbersOfTheirOwn) {
  const std::string document = source_file("EVENTS.md");
  std::set<EventId> seen;
  for (const Row& row : kRows) {
    EXPECT_TRUE(seen.insert(row.id).second) << row.name;
    const std::string line =
        "| " + std::to_string(static_cast<unsigned>(row.id)) + " | " + std::string(row.name) + " |";
    EXPECT_NE(document.find(line), std::string::npos) << line;
  }
}

TEST(Events, KeepTheNumbersThatToolsRelyOn) {
  EXPECT_EQ(message_id(EventId::ServiceStarted), 0x40000001U);
  EXPECT_EQ(message_id(EventId::CertificateDue), 0x80000065U);
  EXPECT_EQ(message_id(EventId::DatabaseSetAside), 0xc00000c8U);
  EXPECT_EQ(name(EventId::PipeTaken), "PipeTaken");
}

TEST(EventLog, TakesAnyArgumentsWithoutHarm) {
  const auto log = open_event_log();
  log->report(EventId::CertificateDue);
  log->report(EventId::ServiceStopped, {"one", "too", "many"});
  log->report(EventId::InternalError, {std::string(100'000, 'x') + "\r\n\x80"});
  log->report(EventId::DiskFull, Error(ErrorCode::DiskFull, "試験"));
}

}  // namespace
}  // namespace kigen::host
