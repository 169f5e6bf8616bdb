#include "service/ctl/words.h"

#include "common/ipc/token_source.h"
#include "common/text/ctl_text.h"
#include "common/text/tray_text.h"

namespace kigen::ctl {

std::string labelled(text::Language language, std::string_view label, std::string_view value) {
  std::string line(label);
  line += language == text::Language::Japanese ? "：" : ": ";
  line += value;
  line += '\n';
  return line;
}

std::string name_of(const ipc::CertificateSummary& certificate) {
  return certificate.identifier.empty() ? certificate.subject : certificate.identifier;
}

std::string source_word(text::Language language, const std::string& source, bool token_present) {
  if (source == ipc::kTokenDrivers) return text::place_token_drivers(language);
  const auto serial = ipc::token_serial(source);
  return serial ? text::place_token(language, "", *serial, token_present) : source;
}

std::string owner_word(text::Language language, const std::string& owner) {
  return owner == "machine" ? text::ctl_machine_owner(language) : owner;
}

std::string setting_line(text::Language language, const ipc::SettingValue& setting) {
  return text::ctl_setting_now(language, setting.key, setting.value, setting.origin) + "\n";
}

}  // namespace kigen::ctl
