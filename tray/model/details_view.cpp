#include "tray/model/details_view.h"

#include "common/text/errors.h"
#include "common/text/phrase.h"
#include "common/text/tray_text.h"
#include "tray/model/words.h"

namespace kigen::tray {
namespace {

using Kind = DetailLine::Kind;

class Writer {
 public:
  explicit Writer(const Context& context) : context_(context) {}

  void headline(std::string text) { lines_.push_back({Kind::Headline, {}, std::move(text)}); }
  void heading(std::string text) { lines_.push_back({Kind::Heading, {}, std::move(text)}); }
  void text(std::string text) { lines_.push_back({Kind::Text, {}, std::move(text)}); }
  /// Nothing is said about what is not there.
  void field(std::string label, std::string text) {
    if (!text.empty()) lines_.push_back({Kind::Field, std::move(label), std::move(text)});
  }
  [[nodiscard]] text::Language language() const { return context_.language; }
  [[nodiscard]] const Context& context() const { return context_; }
  [[nodiscard]] Details take() { return std::move(lines_); }

 private:
  const Context& context_;
  Details lines_;
};

std::string status_and_days(const Context& context, const ipc::CertificateSummary& item) {
  std::string word = text::status_word(context.language, item.status);
  if (item.status == "superseded" || item.status == "gone" || item.status == "not_yet_valid") return word;
  const std::string days = text::days_left_cell(context.language, item.status, item.days_left);
  return context.language == text::Language::Japanese ? word + "（" + days + "）" : word + " (" + days + ")";
}

std::string chain_words(const Context& context, const std::string& leaf, const Chain& chain) {
  std::string path = leaf;
  for (const std::string& name : chain.names) path += " ← " + name;
  switch (chain.state) {
    case Chain::State::Trusted:
      return text::chain_complete(context.language, path);
    case Chain::State::UntrustedRoot:
      return text::chain_untrusted(context.language, path);
    case Chain::State::Partial:
      return text::chain_partial(context.language, path);
    case Chain::State::Revoked:
      return text::chain_revoked(context.language, path);
  }
  return path;
}

// Groups of two digits, as certificate windows show thumbprints.
std::string spaced(const std::string& hex) {
  std::string result;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    if (i > 0 && i % 2 == 0) result += ' ';
    result += hex[i];
  }
  return result;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string result;
  for (const std::string& part : parts) result += (result.empty() ? "" : ", ") + part;
  return result;
}

void write_next(Writer& out, const std::vector<NextStep>& steps) {
  out.heading(text::details_next(out.language()));
  if (steps.empty()) out.text(text::details_nothing_next(out.language()));
  for (const NextStep& step : steps) out.text(next_step_words(out.context(), step));
}

void write_validity(Writer& out, const ipc::CertificateSummary& item) {
  out.field(text::details_validity(out.language()),
            text::validity_range(out.language(), column_time(out.context(), item.not_before),
                                 column_time(out.context(), item.not_after)));
}

void write_content(Writer& out, const ipc::CertificateDetail& detail, const std::optional<Chain>& chain) {
  const ipc::CertificateSummary& item = detail.summary;
  const text::Language language = out.language();
  out.heading(text::details_content(language));
  out.field(text::details_issued_to(language), text::harmless(item.subject));
  out.field(text::details_issued_by(language), text::harmless(item.issuer));
  if (chain) out.field(text::details_chain(language), chain_words(out.context(), short_name(item.subject), *chain));
  write_validity(out, item);
  out.field(text::details_other_names(language), text::harmless(joined(detail.subject_alt_names)));
  out.field(text::details_serial(language), item.serial);
  out.field(text::details_key(language), text::key_words(language, detail.key_algorithm, detail.key_bits));
  out.field(text::details_private_key(language), text::private_key_there(language, item.has_private_key));
  out.field(text::details_thumbprint(language, "SHA-1"), spaced(item.thumbprint_sha1));
  out.field(text::details_thumbprint(language, "SHA-256"), spaced(item.thumbprint_sha256));
  if (!detail.superseded_by.empty()) out.field(text::details_replaced_by(language), spaced(detail.superseded_by));
  for (const ipc::Place& place : detail.places) {
    const std::string words = place_words(language, place.source, place.token_present, place.token_label);
    if (!place.gone) out.field(text::details_place(language), place.item.empty() ? words : words + " · " + place.item);
  }
}

void write_error(Writer& out, const Error& error) {
  const text::ErrorText words = text::error_text(out.language(), error);
  out.field(text::details_why(out.language()), words.cause);
  out.field(text::details_remedy(out.language()), words.remedy);
  out.field(text::details_system_said(out.language()), text::harmless(error.detail));
}

}  // namespace

Details details_to_choose(const Context& context) {
  return {{Kind::Text, {}, text::details_choose(context.language)}};
}

Details details_while_loading(const Context& context, const ipc::CertificateSummary& certificate) {
  Writer out(context);
  out.headline(certificate_words(context, certificate));
  out.field(text::details_status(context.language), status_and_days(context, certificate));
  out.text(text::details_loading(context.language));
  return out.take();
}

Details details_of(const Context& context, const ipc::Explanation& explanation, const std::optional<Chain>& chain) {
  const ipc::CertificateSummary& item = explanation.certificate.summary;
  Writer out(context);
  out.headline(certificate_words(context, item));
  const std::string label = context.profiles->identifier_label(item.profile, context.language);
  if (!label.empty()) out.field(label, item.identifier);
  out.field(text::details_status(context.language), status_and_days(context, item));
  out.field(text::details_why(context.language), reason_words(context, explanation.why));
  if (explanation.last) {
    out.field(text::details_last_attempt(context.language), reason_words(context, *explanation.last));
  }
  write_next(out, explanation.next);
  const std::string support = context.profiles->support(item.profile, context.language);
  if (!support.empty()) {
    out.heading(text::details_support(context.language));
    out.text(support);
  }
  write_content(out, explanation.certificate, chain);
  return out.take();
}

Details details_of(const Context& context, const ipc::UnreadableItem& item) {
  Writer out(context);
  out.headline(text::unreadable_headline(context.language));
  out.field(text::details_place(context.language), place_words(context.language, item.source, true));
  out.field(text::details_item(context.language), text::harmless(item.item));
  out.field(text::details_status(context.language), error_words(context, item.error));
  write_error(out, item.error);
  return out.take();
}

Details details_of(const Context& context, const Error& error) {
  Writer out(context);
  out.headline(error_words(context, error));
  write_error(out, error);
  return out.take();
}

std::string plain_text(const Details& details) {
  std::string text;
  for (const DetailLine& line : details) {
    if (!line.label.empty()) text += line.label + '\t';
    text += line.text + "\r\n";
  }
  return text;
}

}  // namespace kigen::tray
