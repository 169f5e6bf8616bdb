#include <boost/json/array.hpp>

#include <algorithm>

#include "installer/wizard/renewal/entry.h"
#include "installer/wizard/renewal/json_fields.h"

namespace kigen::renewal {
namespace {

constexpr std::string_view kEntryFormat = "kigen_journal";
constexpr std::size_t kMaxRequestBytes = std::size_t{64} << 10;
constexpr std::size_t kMaxNameBytes = 128;
constexpr int kMaxLost = 1'000'000;
constexpr std::size_t kMaxModuleBytes = 4096;

boost::json::value instant_or_null(const std::optional<Instant>& instant) {
  if (!instant) return nullptr;
  return boost::json::string(to_rfc3339(*instant));
}

bool fits(const Entry& entry) {
  std::size_t kept = 0;
  for (const Bytes& one : entry.answer) kept += one.size();
  return entry.request.size() <= kMaxRequestBytes && entry.answer.size() <= kMaxKeptCertificates &&
         kept <= kMaxKeptBytes && entry.profile.size() <= kMaxNameBytes && entry.key_provider.size() <= kMaxNameBytes &&
         entry.token_serial.size() <= kMaxNameBytes && entry.token_label.size() <= kMaxNameBytes &&
         entry.token_module.size() <= kMaxModuleBytes && entry.lost <= kMaxLost;
}

std::optional<Sha256> thumbprint(FieldReader& fields, std::string_view member) {
  const Bytes bytes = fields.bytes(member, std::tuple_size_v<Sha256>);
  if (bytes.empty()) return std::nullopt;
  Sha256 out{};
  if (bytes.size() == out.size()) {
    std::copy(bytes.begin(), bytes.end(), out.begin());
  } else {
    fields.fail(member);
  }
  return out;
}

template <class T>
T word(FieldReader& fields, std::string_view member, std::string_view first, T is_first, std::string_view second,
       T is_second) {
  const std::string text = fields.text(member, kMaxNameBytes);
  if (text != first && text != second) fields.fail(member);
  return text == second ? is_second : is_first;
}

std::vector<Bytes> read_answer(FieldReader& fields) {
  std::vector<Bytes> answer;
  const auto* array = fields.array("answer", kMaxKeptCertificates);
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const auto& one = (*array)[i];
    auto bytes = one.is_string() ? from_hex(std::string_view(one.get_string())) : std::nullopt;
    if (!bytes || bytes->empty()) {
      fields.fail("answer");
      return {};
    }
    answer.push_back(*std::move(bytes));
  }
  return answer;
}

// Members of jobs on a token. Files that were written before there were any do not have them.
void read_token(FieldReader& fields, const boost::json::object& body, Entry& entry) {
  if (!body.contains("token_serial")) return;
  entry.token_serial = fields.text("token_serial", kMaxNameBytes);
  entry.token_label = fields.text("token_label", kMaxNameBytes);
  entry.token_module = fields.text("token_module", kMaxModuleBytes);
  entry.sets_pin = fields.boolean("sets_pin");
}

// What must be there at a step is there, so that going on never meets a hole.
bool consistent(const Entry& entry) {
  if (entry.next < Step::Before) return false;
  if ((entry.kind == Kind::Renew) != entry.old.has_value()) return false;
  if (entry.key_provider.empty()) return false;
  if ((entry.place == Place::Token) != !entry.token_serial.empty()) return false;
  if (entry.sets_pin && (entry.place != Place::Token || entry.kind != Kind::Issue)) return false;
  if (entry.next > Step::Request && entry.request.empty()) return false;
  if (entry.next > Step::Keep && entry.answer.empty()) return false;
  return entry.next <= Step::Check || entry.issued != Sha256{};
}

}  // namespace

bool is_job_id(std::string_view text) noexcept {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<std::string> to_json(const Entry& entry) {
  if (!fits(entry)) return Error(ErrorCode::InvalidArgument, "journal entry over its limits");
  boost::json::object body;
  body["id"] = entry.id;
  body["kind"] = entry.kind == Kind::Issue ? "issue" : "renew";
  body["profile"] = entry.profile;
  body["old"] = entry.old ? to_hex(*entry.old) : std::string();
  body["place"] = entry.place == Place::Token ? "token" : "pc";
  body["token_serial"] = entry.token_serial;
  body["token_label"] = entry.token_label;
  body["token_module"] = entry.token_module;
  body["sets_pin"] = entry.sets_pin;
  body["started"] = to_rfc3339(entry.started);
  body["updated"] = to_rfc3339(entry.updated);
  const std::string_view next = name(entry.next);
  body["next"] = boost::json::string(next.data(), next.size());
  body["begun"] = entry.begun;
  body["key_provider"] = entry.key_provider;
  body["request"] = to_hex(entry.request);
  body["bound"] = entry.bound;
  body["lost"] = entry.lost;
  body["last_sent"] = instant_or_null(entry.last_sent);
  body["ask_again"] = instant_or_null(entry.ask_again);
  boost::json::array answer;
  for (const Bytes& one : entry.answer) answer.emplace_back(to_hex(one));
  body["answer"] = std::move(answer);
  body["issued"] = entry.issued == Sha256{} ? std::string() : to_hex(entry.issued);
  body["proven_on_page"] = entry.proven_on_page;
  return seal(kEntryFormat, kJournalVersion, body);
}

Result<Entry> entry_from_json(std::string_view text) {
  const auto body = unseal(kEntryFormat, kJournalVersion, text, kMaxEntryBytes);
  if (!body) return body.error();
  FieldReader fields(*body);
  Entry entry;
  entry.id = fields.text("id", kMaxNameBytes);
  if (!is_job_id(entry.id)) fields.fail("id");
  entry.kind = word(fields, "kind", "issue", Kind::Issue, "renew", Kind::Renew);
  entry.profile = fields.text("profile", kMaxNameBytes);
  entry.old = thumbprint(fields, "old");
  entry.place = word(fields, "place", "pc", Place::Pc, "token", Place::Token);
  read_token(fields, *body, entry);
  entry.started = fields.instant("started");
  entry.updated = fields.instant("updated");
  const auto next = step_from_name(fields.text("next", kMaxNameBytes));
  if (!next) fields.fail("next");
  entry.next = next.value_or(Step::Before);
  entry.begun = fields.boolean("begun");
  entry.key_provider = fields.text("key_provider", kMaxNameBytes);
  entry.request = fields.bytes("request", kMaxRequestBytes);
  entry.bound = fields.boolean("bound");
  entry.lost = fields.integer("lost", 0, kMaxLost);
  entry.last_sent = fields.optional_instant("last_sent");
  entry.ask_again = fields.optional_instant("ask_again");
  entry.answer = read_answer(fields);
  entry.issued = thumbprint(fields, "issued").value_or(Sha256{});
  entry.proven_on_page = fields.boolean("proven_on_page");
  if (fields.good() && (!consistent(entry) || !fits(entry))) fields.fail("next");
  if (!fields.good()) return fields.error();
  return entry;
}

}  // namespace kigen::renewal
