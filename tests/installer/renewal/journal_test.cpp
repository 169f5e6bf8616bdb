#include "installer/wizard/renewal/journal.h"

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include "common/base/hex.h"
#include "common/platform/files.h"
#include "installer/wizard/renewal/json_fields.h"
#include "tests/common/platform/temporary_folder.h"

namespace kigen::renewal {
namespace {

using test::content_of;
using test::put;
using test::TemporaryFolder;

Entry full_entry(char digit = 'a') {
  Entry entry;
  entry.id = std::string(32, digit);
  entry.profile = "customs-filing";
  entry.old.emplace().fill(7);
  entry.started = from_unix(1'795'000'000);
  entry.updated = from_unix(1'795'000'100);
  entry.next = Step::Prove;
  entry.begun = true;
  entry.key_provider = "cng";
  entry.request = {0x30, 0x00};
  entry.lost = 2;
  entry.last_sent = from_unix(1'795'000'050);
  entry.ask_again = from_unix(1'795'000'090);
  entry.answer = {{1, 2, 3}, {4}};
  entry.issued.fill(9);
  return entry;
}

std::string reason_of(const Result<Entry>& result) {
  return result ? "" : result.error().args.find("reason")->second;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder)) files.push_back(file.path());
  return files;
}

TEST(EntryJson, GivesBackWhatWasWritten) {
  Entry entry = full_entry();
  EXPECT_EQ(entry_from_json(*to_json(entry)).value(), entry);
  entry = Entry{.id = std::string(32, '0'), .kind = Kind::Issue, .profile = "x", .key_provider = "capi"};
  EXPECT_EQ(entry_from_json(*to_json(entry)).value(), entry);
}

Entry token_entry() {
  Entry entry = full_entry();
  entry.kind = Kind::Issue;
  entry.old.reset();
  entry.place = Place::Token;
  entry.token_serial = "EE1205D4B8A1F6C3";
  entry.token_label = "社員証";
  entry.token_module = "C:\\Windows\\System32\\eTPKCS11.dll";
  entry.key_provider = "pkcs11";
  entry.sets_pin = true;
  entry.next = Step::SetPin;
  return entry;
}

TEST(EntryJson, KnowsTheTokenOfAJob) {
  EXPECT_EQ(entry_from_json(*to_json(token_entry())).value(), token_entry());
}

TEST(EntryJson, RefusesAJobOnNoParticularToken) {
  Entry entry = token_entry();
  entry.token_serial.clear();
  EXPECT_EQ(reason_of(entry_from_json(*to_json(entry))), "content");
  entry = full_entry();
  entry.token_serial = "1";
  EXPECT_EQ(reason_of(entry_from_json(*to_json(entry))), "content");
  entry = full_entry();
  entry.sets_pin = true;
  EXPECT_EQ(reason_of(entry_from_json(*to_json(entry))), "content");
  entry = token_entry();
  entry.token_module = std::string(5000, 'm');
  EXPECT_FALSE(to_json(entry));
}

TEST(EntryJson, ReadsWhatWasWrittenBeforeThereWereTokens) {
  const auto whole = parse_bounded(*to_json(full_entry()));
  boost::json::object body = whole->get_object().at("body").get_object();
  for (const char* member : {"token_serial", "token_label", "token_module", "sets_pin"}) {
    ASSERT_TRUE(body.contains(member));
    body.erase(member);
  }
  EXPECT_EQ(entry_from_json(seal("kigen_journal", 1, body)).value(), full_entry());
}

TEST(EntryJson, RefusesOneChangedByte) {
  const std::string good = *to_json(full_entry());
  int accepted = 0;
  for (std::size_t i = 0; i + 1 < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    const auto read = entry_from_json(bad);
    if (read) ++accepted;
    if (!read) {
      EXPECT_EQ(read.error().code, ErrorCode::JournalUnreadable);
    }
  }
  EXPECT_EQ(accepted, 0);
}

TEST(EntryJson, RefusesEveryTruncation) {
  const std::string good = *to_json(full_entry());
  for (std::size_t size = 0; size + 1 < good.size(); ++size) EXPECT_FALSE(entry_from_json(good.substr(0, size)));
}

TEST(EntryJson, TellsANewerVersionFromDamage) {
  EXPECT_EQ(reason_of(entry_from_json(replaced(*to_json(full_entry()), "\"kigen_journal\":1", "\"kigen_journal\":2"))),
            "newer");
  EXPECT_EQ(reason_of(entry_from_json(replaced(*to_json(full_entry()), "customs", "costums"))), "checksum");
  EXPECT_EQ(reason_of(entry_from_json("{}")), "syntax");
  EXPECT_EQ(reason_of(entry_from_json(std::string(kMaxEntryBytes + 1, ' '))), "size");
}

TEST(EntryJson, RefusesWhatContradictsItself) {
  const auto refused = [](const Entry& entry) { return reason_of(entry_from_json(*to_json(entry))); };
  Entry entry = full_entry();
  entry.answer.clear();
  EXPECT_EQ(refused(entry), "content");
  entry = full_entry();
  entry.issued = {};
  EXPECT_EQ(refused(entry), "content");
  entry = full_entry();
  entry.old.reset();
  EXPECT_EQ(refused(entry), "content");
  entry = full_entry();
  entry.next = Step::Roots;
  EXPECT_EQ(refused(entry), "content");
  entry = full_entry();
  entry.id = "../../etc/passwd";
  EXPECT_EQ(refused(entry), "content");
}

TEST(EntryJson, WritesNothingOverItsLimits) {
  Entry entry = full_entry();
  entry.answer.assign(kMaxKeptCertificates + 1, Bytes{1});
  EXPECT_FALSE(to_json(entry));
  entry.answer = {Bytes(kMaxKeptBytes + 1)};
  EXPECT_FALSE(to_json(entry));
  entry.answer = {Bytes(kMaxKeptBytes)};
  ASSERT_TRUE(to_json(entry));
  EXPECT_LE(to_json(entry)->size(), kMaxEntryBytes);
}

TEST(Journal, KeepsEntriesOldestFirst) {
  const TemporaryFolder folder;
  const Journal journal(folder.path() / "journal");
  Entry later = full_entry('a');
  later.started += std::chrono::hours{1};
  ASSERT_TRUE(journal.write(later));
  ASSERT_TRUE(journal.write(full_entry('b')));
  const auto contents = journal.load();
  ASSERT_EQ(contents.entries.size(), 2U);
  EXPECT_EQ(contents.entries[0].id, std::string(32, 'b'));
  EXPECT_EQ(contents.entries[1], later);
  EXPECT_TRUE(contents.faults.empty());
  ASSERT_TRUE(journal.remove(later.id));
  EXPECT_TRUE(journal.remove(later.id)) << "a second time is no error";
  EXPECT_EQ(journal.load().entries.size(), 1U);
}

TEST(Journal, RemembersWhatIsLeftOnATokenThatWasNotThere) {
  const TemporaryFolder folder;
  const Journal journal(folder.path());
  Entry entry = full_entry('a');
  entry.place = Place::Token;
  entry.token_serial = "EE01";
  ASSERT_TRUE(journal.write(entry));
  ASSERT_TRUE(journal.give_up(entry));
  EXPECT_TRUE(journal.load().entries.empty()) << "it is no job any more";
  EXPECT_TRUE(journal.given_up("EE02").empty()) << "of another token";
  EXPECT_EQ(journal.given_up("EE01"), std::vector<Entry>{entry});
  put(folder.path() / (std::string(32, 'b') + ".given-up"), "{");
  EXPECT_EQ(journal.given_up("EE01").size(), 1U) << "what cannot be read is left out";
  ASSERT_TRUE(journal.remove(entry.id));
  EXPECT_TRUE(journal.given_up("EE01").empty());
}

TEST(Journal, SetsHostileFilesAsideUnderANewNameAndTellsIt) {
  const TemporaryFolder folder;
  const Journal journal(folder.path());
  const std::string id(32, 'c');
  for (int round = 0; round < 2; ++round) {
    put(folder.path() / (id + ".json"), "{\"kigen_journal\":1,");
    const auto contents = journal.load();
    ASSERT_EQ(contents.faults.size(), 1U);
    EXPECT_EQ(contents.faults[0].code, ErrorCode::JournalUnreadable);
    const auto aside = contents.faults[0].args.find("set_aside");
    ASSERT_NE(aside, contents.faults[0].args.end());
    EXPECT_EQ(content_of(platform::from_utf8(aside->second)), "{\"kigen_journal\":1,");
    EXPECT_FALSE(std::filesystem::exists(folder.path() / (id + ".json")));
  }
  EXPECT_EQ(files_of(folder.path()).size(), 2U) << "the first one is still there";
}

TEST(Journal, LeavesANewerVersionsFileAlone) {
  const TemporaryFolder folder;
  const Journal journal(folder.path());
  const auto file = folder.path() / (std::string(32, 'a') + ".json");
  put(file, replaced(*to_json(full_entry()), "\"kigen_journal\":1", "\"kigen_journal\":2"));
  const auto contents = journal.load();
  EXPECT_EQ(contents.other, std::vector<std::string>{std::string(32, 'a')});
  EXPECT_EQ(contents.faults.size(), 1U);
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST(Journal, RefusesAFileUnderAnotherJobsName) {
  const TemporaryFolder folder;
  const Journal journal(folder.path());
  put(folder.path() / (std::string(32, 'd') + ".json"), *to_json(full_entry('a')));
  const auto contents = journal.load();
  EXPECT_TRUE(contents.entries.empty());
  EXPECT_EQ(contents.faults.size(), 1U);
}

TEST(Journal, TakesAHugeFileForDamageWithoutReadingItAll) {
  const TemporaryFolder folder;
  const Journal journal(folder.path());
  const auto file = folder.path() / (std::string(32, 'e') + ".json");
  put(file, "x");
  std::filesystem::resize_file(file, std::uintmax_t{1} << 32);
  const auto contents = journal.load();
  ASSERT_EQ(contents.faults.size(), 1U);
  EXPECT_EQ(contents.faults[0].args.find("reason")->second, "size");
}

TEST(Journal, IsEmptyWithoutAFolder) {
  const TemporaryFolder folder;
  const auto contents = Journal(folder.path() / "none").load();
  EXPECT_TRUE(contents.entries.empty());
  EXPECT_TRUE(contents.faults.empty());
  EXPECT_TRUE(contents.complete);
}

TEST(JournalLock, LetsOneInAtATime) {
  const TemporaryFolder folder;
  const Journal journal(folder.path());
  auto first = journal.lock("issue-bank-web");
  ASSERT_TRUE(first);
  const auto second = journal.lock("issue-bank-web");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::RenewalRunning);
  EXPECT_TRUE(journal.lock("issue-customs-filing")) << "another certificate's";
  first = Error(ErrorCode::Internal);
  EXPECT_TRUE(journal.lock("issue-bank-web")) << "let go of, though the file is still there";
}

AttemptRecord full_record() {
  return {.subject = std::string(64, 'a'),
          .profile = "bank-web",
          .unattended = true,
          .started = from_unix(1'795'000'000),
          .ended = from_unix(1'795'000'010),
          .result = "failed",
          .job = std::string(32, 'b'),
          .error = Error(ErrorCode::CredentialsWrong, "detail").with("ra_code", "550"),
          .ra_code = "550",
          .failures = 3,
          .next_attempt = from_unix(1'795'003'600),
          .renewed_by = ""};
}

TEST(Attempts, GiveBackWhatWasWritten) {
  const TemporaryFolder folder;
  const AttemptFiles files(folder.path() / "attempts");
  EXPECT_EQ(files.read(std::string(64, 'a')).value(), std::nullopt);
  ASSERT_TRUE(files.write(full_record()));
  EXPECT_EQ(files.read(std::string(64, 'a')).value(), full_record());
  AttemptRecord good{.subject = "issue-bank-web", .profile = "bank-web", .result = "renewed"};
  ASSERT_TRUE(files.write(good));
  EXPECT_EQ(files.all(), (std::vector<AttemptRecord>{full_record(), good}));
}

TEST(Attempts, AreNeverWrittenOutsideTheirFolder) {
  const TemporaryFolder folder;
  const AttemptFiles files(folder.path());
  AttemptRecord record = full_record();
  for (const char* subject : {"../x", "issue-../x", "issue-", "", "ABC"}) {
    record.subject = subject;
    EXPECT_FALSE(files.write(record)) << subject;
    EXPECT_FALSE(files.read(subject)) << subject;
  }
  EXPECT_TRUE(files_of(folder.path()).empty());
}

TEST(Attempts, RefuseDamage) {
  const TemporaryFolder folder;
  const AttemptFiles files(folder.path());
  ASSERT_TRUE(files.write(full_record()));
  const auto file = folder.path() / (std::string(64, 'a') + ".json");
  put(file, replaced(content_of(file), "\"failures\":3", "\"failures\":4"));
  const auto read = files.read(std::string(64, 'a'));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::JournalUnreadable);
  EXPECT_TRUE(files.all().empty());
}

}  // namespace
}  // namespace kigen::renewal
