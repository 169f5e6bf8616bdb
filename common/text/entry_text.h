// What the wizard says about what is typed: credentials and proxy settings. One function each, in Japanese and English;
// "&" marks the access key. No text holds what was typed. Pure: any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/text/language.h"

namespace kigen::text {

// Which characters a field takes.
[[nodiscard]] std::string characters_digits(Language language);
[[nodiscard]] std::string characters_letters(Language language);
[[nodiscard]] std::string characters_alphanumeric(Language language);
[[nodiscard]] std::string characters_printable(Language language);

// Under the field, while it is empty. `what` is one of the above.
[[nodiscard]] std::string hint_exactly(Language language, std::string_view what, std::int64_t count);
[[nodiscard]] std::string hint_range(Language language, std::string_view what, std::int64_t least, std::int64_t most);
[[nodiscard]] std::string hint_at_most(Language language, std::string_view what, std::int64_t most);
[[nodiscard]] std::string hint_upper_case(Language language);
[[nodiscard]] std::string hint_prefilled(Language language);
[[nodiscard]] std::string hint_from_token(Language language);

// Under the field, as one types.
[[nodiscard]] std::string entry_ok(Language language, std::int64_t count);
[[nodiscard]] std::string entry_too_short(Language language, std::int64_t count);
[[nodiscard]] std::string entry_too_long(Language language, std::int64_t count);
[[nodiscard]] std::string entry_half_width_katakana(Language language);
[[nodiscard]] std::string entry_japanese(Language language);
[[nodiscard]] std::string entry_space(Language language);
[[nodiscard]] std::string entry_character(Language language, std::string_view what);
[[nodiscard]] std::string entry_ends_in_space(Language language);
[[nodiscard]] std::string show_secret(Language language);
[[nodiscard]] std::string credentials_issue(Language language, std::string_view service);
[[nodiscard]] std::string credentials_renew(Language language, std::string_view service);
[[nodiscard]] std::string credentials_never_kept(Language language);

// Proxy settings.
[[nodiscard]] std::string proxy_title(Language language);
[[nodiscard]] std::string proxy_purpose(Language language);
[[nodiscard]] std::string proxy_system(Language language);
[[nodiscard]] std::string proxy_manual(Language language);
[[nodiscard]] std::string proxy_none(Language language);
[[nodiscard]] std::string proxy_host(Language language);
[[nodiscard]] std::string proxy_port(Language language);
[[nodiscard]] std::string proxy_login(Language language);
[[nodiscard]] std::string proxy_user(Language language);
[[nodiscard]] std::string proxy_password(Language language);
[[nodiscard]] std::string proxy_keep(Language language);
[[nodiscard]] std::string proxy_host_bad(Language language);
[[nodiscard]] std::string proxy_port_bad(Language language);
[[nodiscard]] std::string proxy_user_bad(Language language);
[[nodiscard]] std::string proxy_signed_in_first(Language language);

// When a proxy asks (407).
[[nodiscard]] std::string login_title(Language language);
[[nodiscard]] std::string login_purpose(Language language, std::string_view proxy);
[[nodiscard]] std::string login_realm(Language language, std::string_view realm);
[[nodiscard]] std::string login_again(Language language);
[[nodiscard]] std::string login_hint(Language language);

}  // namespace kigen::text
