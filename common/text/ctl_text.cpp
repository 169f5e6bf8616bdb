#include "common/text/ctl_text.h"

#include <fmt/format.h>

#include <span>

#include "common/text/phrase.h"
#include "common/text/pick.h"

namespace kigen::text {
namespace {

// A word that a newer service may send is shown as it came.
std::string translate(Language language, std::span<const Word> words, std::string_view word) {
  for (const Word& known : words) {
    if (known.word == word) return std::string(known.text.in(language));
  }
  return harmless(word);
}

constexpr Word kStates[] = {
    {"fine", {"問題なし", "fine"}}, {"due", {"更新が必要", "renewal due"}}, {"expired", {"期限切れあり", "expired"}}};
constexpr Word kOrigins[] = {{"policy", {"グループポリシー", "policy"}},
                             {"runtime", {"変更済み", "set here"}},
                             {"file", {"設定ファイル", "file"}},
                             {"default", {"既定値", "default"}}};
constexpr Word kTriggers[] = {{"start", {"起動", "start"}},
                              {"interval", {"定期", "interval"}},
                              {"resume", {"スリープからの復帰", "resume"}},
                              {"time_change", {"時刻の変更", "time change"}},
                              {"session_change", {"サインイン", "session change"}},
                              {"source_change", {"保存場所の変化", "source change"}},
                              {"on_demand", {"手動", "on demand"}}};
constexpr Word kSourceStates[] = {{"watching", {"監視中", "watching"}},
                                  {"scanning", {"読み取り中", "scanning"}},
                                  {"unavailable", {"読み取れません", "unavailable"}},
                                  {"not_watched", {"監視なし", "not watched"}},
                                  {"reported", {"報告済み", "reported"}},
                                  {"not_inserted", {"未挿入", "not inserted"}}};
constexpr Word kVerdicts[] = {{"ok", {"良好", "ok"}}, {"warning", {"注意", "warning"}}, {"failed", {"異常", "failed"}}};
constexpr Word kSubjects[] = {{"service", {"サービス", "service"}},
                              {"pipe", {"接続", "pipe"}},
                              {"version", {"版", "version"}},
                              {"database", {"データベース", "database"}},
                              {"settings", {"設定", "settings"}},
                              {"sources", {"保存場所", "sources"}},
                              {"tokens", {"USBトークン", "USB tokens"}},
                              {"profiles", {"プロファイル", "profiles"}},
                              {"clock", {"時計", "clock"}},
                              {"hosts", {"接続先", "hosts"}}};

}  // namespace

std::string ctl_state(Language language) {
  return pick(language, "状態", "State");
}
std::string ctl_state_word(Language language, std::string_view state) {
  return translate(language, kStates, state);
}
std::string ctl_certificates(Language language) {
  return pick(language, "証明書", "Certificates");
}

std::string ctl_counts(Language language, std::int64_t total, std::int64_t due, std::int64_t expired,
                       std::int64_t unreadable) {
  if (language == Language::Japanese) {
    return fmt::format("{}件（更新時期 {}件、期限切れ {}件、読み取れないもの {}件）", total, due, expired, unreadable);
  }
  return fmt::format("{} ({} due, {} expired, {} unreadable)", total, due, expired, unreadable);
}

std::string ctl_most_urgent(Language language) {
  return pick(language, "最も急ぐもの", "Most urgent");
}
std::string ctl_next_check(Language language) {
  return pick(language, "次のチェック", "Next check");
}
std::string ctl_last_check(Language language) {
  return pick(language, "前回のチェック", "Last check");
}
std::string ctl_interval(Language language) {
  return pick(language, "チェックの間隔", "Interval");
}

std::string ctl_hours(Language language, std::int64_t hours, bool locked) {
  if (language == Language::Japanese) return fmt::format("{}時間{}", hours, locked ? "（管理者が設定）" : "");
  return fmt::format("{} hour{}{}", hours, hours == 1 ? "" : "s", locked ? " (set by your administrator)" : "");
}

std::string ctl_unread_notices(Language language) {
  return pick(language, "未読のお知らせ", "Unread notices");
}
std::string ctl_problems(Language language) {
  return pick(language, "問題", "Problems");
}

std::string ctl_column_thumbprint(Language language) {
  return pick(language, "拇印", "THUMBPRINT");
}
std::string ctl_column_source(Language language) {
  return pick(language, "保存場所", "SOURCE");
}
std::string ctl_column_owner(Language language) {
  return pick(language, "所有者", "OWNER");
}
std::string ctl_column_setting(Language language) {
  return pick(language, "設定", "SETTING");
}
std::string ctl_column_value(Language language) {
  return pick(language, "値", "VALUE");
}
std::string ctl_column_origin(Language language) {
  return pick(language, "出どころ", "FROM");
}
std::string ctl_column_allowed(Language language) {
  return pick(language, "使える値", "ALLOWED");
}
std::string ctl_column_trigger(Language language) {
  return pick(language, "きっかけ", "TRIGGER");
}
std::string ctl_column_duration(Language language) {
  return pick(language, "所要時間", "TOOK");
}
std::string ctl_column_total(Language language) {
  return pick(language, "件数", "TOTAL");
}
std::string ctl_column_due(Language language) {
  return pick(language, "更新時期", "DUE");
}
std::string ctl_column_expired(Language language) {
  return pick(language, "期限切れ", "EXPIRED");
}
std::string ctl_column_unreadable(Language language) {
  return pick(language, "読み取り不可", "UNREADABLE");
}
std::string ctl_column_id(Language language) {
  return pick(language, "番号", "ID");
}

std::string ctl_origin_word(Language language, std::string_view origin) {
  return translate(language, kOrigins, origin);
}
std::string ctl_trigger_word(Language language, std::string_view trigger) {
  return translate(language, kTriggers, trigger);
}
std::string ctl_source_state_word(Language language, std::string_view state) {
  return translate(language, kSourceStates, state);
}
std::string ctl_verdict_word(Language language, std::string_view verdict) {
  return translate(language, kVerdicts, verdict);
}
std::string ctl_subject_word(Language language, std::string_view subject) {
  return translate(language, kSubjects, subject);
}
std::string ctl_unreadable_status(Language language) {
  return pick(language, "読み取り不可", "unreadable");
}
std::string ctl_machine_owner(Language language) {
  return pick(language, "このPC", "machine");
}

std::string ctl_nothing_listed(Language language) {
  return pick(language, "当てはまる証明書はありません。", "There is no such certificate.");
}
std::string ctl_no_notices(Language language) {
  return pick(language, "お知らせはありません。", "There are no notices.");
}
std::string ctl_no_runs(Language language) {
  return pick(language, "チェックの記録はまだありません。", "No check has run yet.");
}

std::string ctl_setting_now(Language language, std::string_view key, std::string_view value, std::string_view origin) {
  const std::string from = ctl_origin_word(language, origin);
  if (language == Language::Japanese) return fmt::format("{} = {}（{}）", key, harmless(value), from);
  return fmt::format("{} = {} ({})", key, harmless(value), from);
}

std::string ctl_notices_read(Language language, std::int64_t unread) {
  if (language == Language::Japanese) return fmt::format("既読にしました。未読は{}件です。", unread);
  return fmt::format("Marked as read; {} unread.", unread);
}

std::string ctl_lint_good(Language language, std::string_view file) {
  return fmt::format(fmt::runtime(language == Language::Japanese ? "{}：問題ありません。" : "{}: good."),
                     harmless(file));
}

std::string ctl_lint_sum(Language language, std::int64_t errors, std::int64_t warnings) {
  if (language == Language::Japanese) return fmt::format("誤り {}件、注意 {}件", errors, warnings);
  return fmt::format("{} error{}, {} warning{}", errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
}

std::string ctl_severity(Language language, bool error) {
  return error ? pick(language, "誤り", "error") : pick(language, "注意", "warning");
}

std::string ctl_doctor_running(Language language, std::uint32_t process) {
  if (language == Language::Japanese) return fmt::format("サービスは動いています（プロセス {}）。", process);
  return fmt::format("The service is running (process {}).", process);
}
std::string ctl_doctor_no_manager(Language language) {
  return pick(language, "このシステムにはWindowsのサービス管理がないため、調べていません。",
              "Not examined: this system has no Windows service manager.");
}
std::string ctl_doctor_reachable(Language language, std::string_view endpoint) {
  if (language == Language::Japanese) return fmt::format("サービスに接続できました（{}）。", harmless(endpoint));
  return fmt::format("The service answers at {}.", harmless(endpoint));
}
std::string ctl_doctor_versions_equal(Language language, std::string_view version) {
  if (language == Language::Japanese) return fmt::format("サービスと同じ版です（{}）。", harmless(version));
  return fmt::format("Program and service have the same version, {}.", harmless(version));
}
std::string ctl_doctor_versions_differ(Language language, std::string_view program, std::string_view service) {
  if (language == Language::Japanese) {
    return fmt::format("プログラムは版{}、サービスは版{}です。Kigenをもう一度インストールしてください。",
                       harmless(program), harmless(service));
  }
  return fmt::format("This program is version {}, the service {}: install Kigen again.", harmless(program),
                     harmless(service));
}
std::string ctl_service_unreachable(Language language) {
  return pick(language, "（接続できません）", "(not reachable)");
}

std::string ctl_cause(Language language, std::string_view text) {
  return fmt::format(fmt::runtime(language == Language::Japanese ? "原因：{}" : "Cause: {}"), text);
}
std::string ctl_remedy(Language language, std::string_view text) {
  return fmt::format(fmt::runtime(language == Language::Japanese ? "対処：{}" : "What to do: {}"), text);
}
std::string ctl_detail(Language language, std::string_view text) {
  return fmt::format(fmt::runtime(language == Language::Japanese ? "詳細：{}" : "Details: {}"), harmless(text));
}

}  // namespace kigen::text
