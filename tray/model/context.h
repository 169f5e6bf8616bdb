// What every view-model needs to speak: the language, the time, the user's calendar and the names of the profiles.
// Values and references only; lives for one call.
#pragma once

#include <map>
#include <string>

#include "common/base/time.h"
#include "common/ipc/messages.h"
#include "common/text/language.h"

namespace kigen::tray {

/// The profiles as the service told them, by id.
class Profiles {
 public:
  Profiles() = default;
  explicit Profiles(const ipc::ProfilesResult& result);

  /// Each "" when the profile is unknown or says nothing.
  [[nodiscard]] std::string name(const std::string& id, text::Language language) const;
  [[nodiscard]] std::string consequence(const std::string& id, text::Language language) const;
  [[nodiscard]] std::string identifier_label(const std::string& id, text::Language language) const;
  [[nodiscard]] std::string support(const std::string& id, text::Language language) const;

 private:
  [[nodiscard]] const ipc::ProfileInfo* find(const std::string& id) const;
  std::map<std::string, ipc::ProfileInfo, std::less<>> by_id_;
};

struct Context {
  text::Language language = text::Language::English;
  Instant now{};
  const LocalCalendar* calendar = nullptr;
  const Profiles* profiles = nullptr;
};

/// The common name of an RFC 4514 name, else its organisation, else the name itself; harmless to show.
[[nodiscard]] std::string short_name(const std::string& distinguished_name);
/// What its profile calls it by, else its short name; harmless to show.
[[nodiscard]] std::string name_of(const ipc::CertificateSummary& certificate);
/// A store's, folder's or token's name as people read it; a token by its label too where there is room for it.
[[nodiscard]] std::string place_words(text::Language language, const std::string& source, bool token_present,
                                      const std::string& token_label = {});
/// "The certificate for customs filing".
[[nodiscard]] std::string certificate_words(const Context& context, const ipc::CertificateSummary& certificate);

}  // namespace kigen::tray
