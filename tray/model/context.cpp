#include "tray/model/context.h"

#include "common/base/distinguished_name.h"
#include "common/ipc/token_source.h"
#include "common/text/phrase.h"
#include "common/text/tray_text.h"

namespace kigen::tray {

Profiles::Profiles(const ipc::ProfilesResult& result) {
  for (const ipc::ProfileInfo& profile : result.profiles) by_id_.insert_or_assign(profile.id, profile);
}

const ipc::ProfileInfo* Profiles::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &found->second;
}

std::string Profiles::name(const std::string& id, text::Language language) const {
  const ipc::ProfileInfo* profile = find(id);
  if (!profile) return {};
  return language == text::Language::Japanese ? profile->name_ja : profile->name_en;
}

std::string Profiles::consequence(const std::string& id, text::Language language) const {
  const ipc::ProfileInfo* profile = find(id);
  if (!profile) return {};
  return language == text::Language::Japanese ? profile->consequence_ja : profile->consequence_en;
}

std::string Profiles::identifier_label(const std::string& id, text::Language language) const {
  const ipc::ProfileInfo* profile = find(id);
  if (!profile) return {};
  return language == text::Language::Japanese ? profile->identifier_label_ja : profile->identifier_label_en;
}

std::string Profiles::support(const std::string& id, text::Language language) const {
  const ipc::ProfileInfo* profile = find(id);
  if (!profile) return {};
  return language == text::Language::Japanese ? profile->support_ja : profile->support_en;
}

std::string short_name(const std::string& distinguished_name) {
  for (const char* type : {"CN", "O", "OU", "emailAddress"}) {
    const std::optional<std::string> value = attribute_value(distinguished_name, type);
    if (value && !value->empty()) return text::harmless(*value);
  }
  return text::harmless(distinguished_name);
}

std::string name_of(const ipc::CertificateSummary& certificate) {
  if (certificate.identifier.empty()) return short_name(certificate.subject);
  return text::harmless(certificate.identifier);
}

std::string place_words(text::Language language, const std::string& source, bool token_present,
                        const std::string& token_label) {
  if (source == "CurrentUser\\My") return text::place_user_store(language);
  if (source == "LocalMachine\\My") return text::place_machine_store(language);
  if (source == ipc::kTokenDrivers) return text::place_token_drivers(language);
  if (const auto serial = ipc::token_serial(source)) {
    return text::place_token(language, text::harmless(token_label), text::harmless(*serial), token_present);
  }
  return source;
}

std::string certificate_words(const Context& context, const ipc::CertificateSummary& certificate) {
  return text::certificate_of(context.language, context.profiles->name(certificate.profile, context.language),
                              name_of(certificate));
}

}  // namespace kigen::tray
