// What the single values of a profile may look like. Pure predicates; each is total: any bytes in, an answer out.
#pragma once

#include <optional>
#include <string_view>

#include "common/profile/profile.h"

namespace kigen::profile {

[[nodiscard]] bool is_id(std::string_view text);             ///< [a-z][a-z0-9-]*, no '-' at the end
[[nodiscard]] bool is_field_id(std::string_view text);       ///< [a-z][a-z0-9_]*
[[nodiscard]] bool is_https_url(std::string_view text);      ///< no user, query or fragment
[[nodiscard]] bool is_path_segment(std::string_view text);   ///< unreserved characters of RFC 3986
[[nodiscard]] bool is_dotted_oid(std::string_view text);     ///< X.660: first arc 0..2, no leading zeros
[[nodiscard]] bool is_sha256_hex(std::string_view text);     ///< 64 digits, either case
[[nodiscard]] bool is_sha1_hex(std::string_view text);       ///< 40 digits, either case
[[nodiscard]] bool is_key_hash(std::string_view text);       ///< whole octets, 1 to 64 of them
[[nodiscard]] bool is_nonempty_dn(std::string_view text);    ///< RFC 4514
[[nodiscard]] bool is_host(std::string_view text);           ///< host name (RFC 1123), IPv4, or IPv6 without brackets
[[nodiscard]] bool is_host_and_port(std::string_view text);  ///< "host", "host:port", "[v6]:port"
[[nodiscard]] bool is_dns_suffix(std::string_view text);     ///< a host name without a leading dot
[[nodiscard]] bool is_cidr(std::string_view text);           ///< "10.0.0.0/8", "fd00::/8"
[[nodiscard]] bool is_subject_field(std::string_view text);  ///< "subject.CN"
[[nodiscard]] bool is_prefill(std::string_view text);        ///< a subject field, "token.serial" or "token.label"
/// https as is_https_url, with "{serial}" exactly once in its path.
[[nodiscard]] bool is_holder_url(std::string_view text);
/// Text in which braces stand only as "{profile}", "{expires}" and "{subject}".
[[nodiscard]] bool is_label_template(std::string_view text);
/// An absolute path, or one under %SystemRoot%, %ProgramFiles% or %ProgramFiles(x86)%; no "..": a bare file name would
/// load whatever lies first on the search path.
[[nodiscard]] bool is_module_path(std::string_view text);
/// An ECMAScript expression that matches in linear time: no repeated group, no back reference, at most eight repeats,
/// counts up to 64.
[[nodiscard]] bool is_bounded_regex(std::string_view text);

/// Reads what is_host_and_port accepts; the port is 443 when none is given.
[[nodiscard]] std::optional<Host> parse_host(std::string_view text);

}  // namespace kigen::profile
