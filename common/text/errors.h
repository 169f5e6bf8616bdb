// What a person reads of an Error: title, cause and remedy for every code of common/base/error_codes.def.
// Pure: any thread. Results are UTF-8.
#pragma once

#include <string>

#include "common/base/error.h"
#include "common/text/language.h"

namespace kigen::text {

struct ErrorText {
  std::string title;   ///< what happened: one sentence without its full stop
  std::string cause;   ///< why; names the file, key or host of error.args where given
  std::string remedy;  ///< what to do
};

/// The arguments come from files, certificates and peers: control characters and text direction marks are dropped,
/// long values cut. The technical detail is not in it: show it beside the code where there is room. An argument "cause"
/// ("KGN-2005") gives cause and remedy in the words of that error.
[[nodiscard]] ErrorText error_text(Language language, const Error& error);

/// "KGN-1001" and, where an RA had a code for it, that code beside it: "KGN-3002 · 0x05/-6" (argument "ra_code").
[[nodiscard]] std::string error_code_text(const Error& error);

/// One paragraph for consoles and logs: "KGN-1001: title. cause remedy".
[[nodiscard]] std::string error_paragraph(Language language, const Error& error);

}  // namespace kigen::text
