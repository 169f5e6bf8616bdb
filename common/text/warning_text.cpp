// The part of tray_text.h that the icon's tip, the warning window and the balloons say.
#include <fmt/format.h>

#include "common/text/pick.h"
#include "common/text/tray_text.h"

namespace kigen::text {
namespace {

// "expires in 12 days"; the last day says "today".
std::string expires_in(std::int64_t days) {
  if (days <= 0) return "expires today";
  if (days == 1) return "expires tomorrow";
  return fmt::format("expires in {} days", days);
}

std::string expired_ago(std::int64_t days) {
  if (days <= 0) return "expired today";
  if (days == 1) return "expired yesterday";
  return fmt::format("expired {} days ago", days);
}

// 「あと12日」「本日まで」
std::string left_ja(std::int64_t days) {
  if (days <= 0) return "本日まで";
  if (days == 1) return "明日まで";
  return fmt::format("あと{}日", days);
}

std::string ago_ja(std::int64_t days) {
  if (days <= 0) return "本日";
  if (days == 1) return "昨日";
  return fmt::format("{}日前に", days);
}

}  // namespace

std::string tip_fine(Language language, std::int64_t certificates) {
  if (ja(language)) return fmt::format("Kigen：{}件の証明書に、期限の近いものはありません", certificates);
  return fmt::format("Kigen: {} certificate{}, none is about to expire", certificates, plural(certificates));
}
std::string tip_no_certificates(Language language) {
  return pick(language, "Kigen：証明書は登録されていません", "Kigen: no certificate was found");
}
std::string tip_due(Language language, std::string_view name, std::int64_t days_left) {
  if (ja(language)) return fmt::format("Kigen：{}の有効期限は{}です", name, left_ja(days_left));
  return fmt::format("Kigen: {} {}", name, expires_in(days_left));
}
std::string tip_expired(Language language, std::string_view name, std::int64_t days_ago) {
  if (ja(language)) return fmt::format("Kigen：{}は{}有効期限が切れました", name, ago_ja(days_ago));
  return fmt::format("Kigen: {} {}", name, expired_ago(days_ago));
}
std::string tip_unreachable(Language language) {
  return pick(language, "Kigen：サービスに接続していません。再接続を試みています",
              "Kigen: not connected to its service; trying again");
}

std::string certificate_of(Language language, std::string_view profile, std::string_view name) {
  if (!profile.empty()) {
    return ja(language) ? fmt::format("{}の証明書", profile) : fmt::format("The certificate for {}", profile);
  }
  return ja(language) ? fmt::format("証明書「{}」", name) : fmt::format("The certificate “{}”", name);
}

std::string headline_due(Language language, std::string_view what, std::int64_t days_left) {
  if (!ja(language)) return fmt::format("{} {}", what, expires_in(days_left));
  if (days_left <= 1) return fmt::format("{}の有効期限は{}です", what, left_ja(days_left));
  return fmt::format("{}の有効期限まで、あと{}日です", what, days_left);
}

std::string headline_expired(Language language, std::string_view what, std::int64_t days_ago,
                             std::string_view renewable_until) {
  if (ja(language)) {
    const std::string past = fmt::format("{}は{}有効期限が切れました", what, ago_ja(days_ago));
    return renewable_until.empty() ? past : fmt::format("{}。{}まで更新できます", past, renewable_until);
  }
  const std::string past = fmt::format("{} {}", what, expired_ago(days_ago));
  return renewable_until.empty() ? past : fmt::format("{}; it can still be renewed until {}", past, renewable_until);
}

std::string headline_lapsed(Language language, std::string_view what, std::int64_t days_ago) {
  if (ja(language)) return fmt::format("{}は{}有効期限が切れ、更新できる期間も過ぎました", what, ago_ja(days_ago));
  return fmt::format("{} {} and can no longer be renewed", what, expired_ago(days_ago));
}

std::string meaning_due(Language language, std::string_view date, std::string_view consequence) {
  if (ja(language)) {
    if (consequence.empty()) {
      return fmt::format("有効期限は{}です。それ以降、この証明書を求めるサービスは利用できません。", date);
    }
    return fmt::format("有効期限は{}です。それ以降は、新しい証明書が発行されるまで{}ができません。", date, consequence);
  }
  if (consequence.empty())
    return fmt::format("{}. After that, services that ask for this certificate refuse you.", date);
  return fmt::format("{}. After that you cannot {} until a new one is issued.", date, consequence);
}

std::string meaning_expired(Language language, std::string_view date, std::string_view consequence) {
  if (ja(language)) {
    if (consequence.empty()) {
      return fmt::format("有効期限は{}でした。更新が終わるまで、この証明書を求めるサービスは利用できません。", date);
    }
    return fmt::format("有効期限は{}でした。更新が終わるまで{}ができません。", date, consequence);
  }
  if (consequence.empty()) {
    return fmt::format("It expired on {}. Until it is renewed, services that ask for it refuse you.", date);
  }
  return fmt::format("It expired on {}. Until it is renewed you cannot {}.", date, consequence);
}

std::string meaning_lapsed(Language language, std::string_view date, std::string_view consequence) {
  if (ja(language)) {
    if (consequence.empty()) {
      return fmt::format("有効期限は{}でした。新しい証明書の発行を申し込む必要があります。", date);
    }
    return fmt::format("有効期限は{}でした。{}を再開するには、新しい証明書の発行を申し込む必要があります。", date,
                       consequence);
  }
  if (consequence.empty()) return fmt::format("It expired on {}. A new certificate has to be applied for.", date);
  return fmt::format("It expired on {}. To {} again, a new certificate has to be applied for.", date, consequence);
}

std::string advice_no_profile(Language language, std::string_view issuer) {
  if (ja(language)) {
    return fmt::format(
        "Kigenはこの証明書の更新方法を知りません。発行元の「{}」に、更新の手続きをお問い合わせください。", issuer);
  }
  return fmt::format("Kigen does not know how this certificate is renewed. Ask its issuer, {}, for a new one.", issuer);
}

std::string advice_lapsed(Language language, std::string_view support, std::string_view issuer) {
  if (!support.empty()) return std::string(support);
  if (ja(language)) return fmt::format("発行元の「{}」に、新規発行を申し込んでください。", issuer);
  return fmt::format("Apply to its issuer, {}, for a new certificate.", issuer);
}

std::string advice_plug_in_token(Language language, std::string_view label, std::string_view serial) {
  if (ja(language)) {
    return fmt::format("この証明書は、{}に入っています。更新の前に、挿し込んでください。",
                       place_token(language, label, serial, true));
  }
  return fmt::format("It is on the {}. Plug it in before you renew.", place_token(language, label, serial, true));
}

std::string row_token_missing(Language language, std::string_view serial) {
  if (ja(language)) return fmt::format("・USBトークン（シリアル番号 {}）を挿し込んでください", serial);
  return fmt::format(" · plug in the USB token (serial {})", serial);
}

std::string identifier_label(Language language, std::string_view label) {
  return ja(language) ? fmt::format("{}：", label) : fmt::format("{}:", label);
}
std::string name_label(Language language) {
  return pick(language, "名前", "Name");
}
std::string others_heading(Language language, std::int64_t count) {
  if (ja(language)) return fmt::format("ほかに、確認が必要な証明書が{}件あります。", count);
  return count == 1 ? "One other certificate needs attention:"
                    : fmt::format("{} other certificates need attention:", count);
}
std::string row_due(Language language, std::int64_t days_left, std::string_view date) {
  if (ja(language)) return fmt::format("{}（{}）", left_ja(days_left), date);
  return fmt::format("{}, {}", expires_in(days_left), date);
}
std::string row_expired(Language language, std::int64_t days_ago, std::string_view renewable_until) {
  if (ja(language)) {
    const std::string past = fmt::format("{}期限切れ", ago_ja(days_ago));
    return renewable_until.empty() ? past : fmt::format("{}（更新は{}まで）", past, renewable_until);
  }
  if (renewable_until.empty()) return expired_ago(days_ago);
  return fmt::format("{}, renewable until {}", expired_ago(days_ago), renewable_until);
}
std::string row_lapsed(Language language, std::int64_t days_ago) {
  if (ja(language)) return fmt::format("{}期限切れ（更新不可）", ago_ja(days_ago));
  return fmt::format("{}, no longer renewable", expired_ago(days_ago));
}
std::string button_renew_now(Language language) {
  return pick(language, "今すぐ更新(&R)", "&Renew now");
}
std::string button_renew_row(Language language, int access_key) {
  if (access_key < 1 || access_key > 9) return pick(language, "更新", "Renew");
  return ja(language) ? fmt::format("更新(&{})", access_key) : fmt::format("Renew &{}", access_key);
}
std::string renew_row_name(Language language, std::string_view what) {
  return ja(language) ? fmt::format("{}を更新", what) : fmt::format("Renew: {}", what);
}
std::string button_remind(Language language) {
  return pick(language, "後で知らせる(&L)", "Remind me &later");
}
std::string button_details(Language language) {
  return pick(language, "詳細(&D)", "&Details");
}
std::string button_close(Language language) {
  return pick(language, "閉じる(&C)", "&Close");
}
std::string remind_hour(Language language) {
  return pick(language, "1時間後(&1)", "In &1 hour");
}
std::string remind_tomorrow(Language language) {
  return pick(language, "明日(&T)", "&Tomorrow");
}
std::string remind_next_check(Language language, std::string_view when) {
  if (ja(language)) {
    return when.empty() ? "次回のチェック時(&N)" : fmt::format("次回のチェック時（{}）(&N)", when);
  }
  return when.empty() ? "At the &next check" : fmt::format("At the &next check ({})", when);
}
std::string balloon_more(Language language, std::int64_t others) {
  if (ja(language)) return fmt::format("ほかに、確認が必要な証明書が{}件あります。", others);
  return others == 1 ? "One other certificate needs attention."
                     : fmt::format("{} other certificates need attention.", others);
}

std::string balloon_renewed_title(Language language) {
  return pick(language, "証明書を更新しました", "A certificate was renewed");
}
std::string balloon_renewed(Language language, std::string_view certificate) {
  if (ja(language)) return fmt::format("{}を、Kigenが自動で更新しました。そのままお使いいただけます。", certificate);
  return fmt::format("{} was renewed without asking. There is nothing for you to do.", certificate);
}

}  // namespace kigen::text
