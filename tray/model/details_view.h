// The details pane as paragraphs: what the certificate is, why it has its status, what happens next and when. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/ipc/messages.h"
#include "tray/model/context.h"

namespace kigen::tray {

struct DetailLine {
  enum class Kind { Headline, Heading, Field, Text };
  Kind kind = Kind::Text;
  std::string label;  ///< Field only
  std::string text;
  friend bool operator==(const DetailLine&, const DetailLine&) = default;
};
using Details = std::vector<DetailLine>;

/// The chain as Windows built it for a certificate of this user; nothing for others.
struct Chain {
  enum class State { Trusted, UntrustedRoot, Partial, Revoked };
  std::vector<std::string> names;  ///< the certificate's issuer first, the root last
  State state = State::Trusted;
};

[[nodiscard]] Details details_to_choose(const Context& context);
/// Until `explain` has answered: what the list knows.
[[nodiscard]] Details details_while_loading(const Context& context, const ipc::CertificateSummary& certificate);
[[nodiscard]] Details details_of(const Context& context, const ipc::Explanation& explanation,
                                 const std::optional<Chain>& chain);
[[nodiscard]] Details details_of(const Context& context, const ipc::UnreadableItem& item);
/// Why the details could not be had.
[[nodiscard]] Details details_of(const Context& context, const Error& error);

/// The whole text, "label<TAB>text" a line: for the clipboard and the tests.
[[nodiscard]] std::string plain_text(const Details& details);

}  // namespace kigen::tray
