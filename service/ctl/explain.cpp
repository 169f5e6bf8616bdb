#include "common/text/phrase.h"
#include "common/text/reasons.h"
#include "common/text/tray_text.h"
#include "service/ctl/commands.h"
#include "service/ctl/words.h"

namespace kigen::ctl {
namespace {

std::string places_text(const Context& context, const std::vector<ipc::Place>& places) {
  const auto language = context.language();
  std::string out;
  for (const auto& place : places) {
    std::string where =
        text::harmless(place.item.empty() ? source_word(language, place.source, place.token_present) : place.item);
    where += " (" + owner_word(language, text::harmless(place.owner)) + ")";
    out += labelled(language, text::details_place(language), where);
  }
  return out;
}

void print_explanation(const Context& context, const ipc::Explanation& explanation) {
  const auto language = context.language();
  const auto& summary = explanation.certificate.summary;
  const auto line = [&](const std::string& label, std::string_view value) {
    return labelled(language, label, text::harmless(value));
  };
  std::string out = line(text::details_issued_to(language), summary.subject);
  out += line(text::details_issued_by(language), summary.issuer);
  out += line(text::details_validity(language), text::validity_range(language, context.date_time(summary.not_before),
                                                                     context.date_time(summary.not_after)));
  out += line(text::details_thumbprint(language, "SHA-256"), summary.thumbprint_sha256);
  out += places_text(context, explanation.certificate.places);
  out += line(text::details_status(language), text::status_word(language, summary.status));
  out += labelled(language, text::details_why(language),
                  text::reason_text(language, explanation.why, context.now(), context.calendar()));
  if (explanation.last) {
    out += labelled(language, text::details_last_attempt(language),
                    text::reason_text(language, *explanation.last, context.now(), context.calendar()));
  }
  out += labelled(language, text::details_next(language),
                  explanation.next.empty() ? text::details_nothing_next(language) : "");
  for (const auto& step : explanation.next) {
    out += "  " + text::next_step_text(language, step, context.now(), context.calendar()) + "\n";
  }
  context.print(out);
}

}  // namespace

ExitCode run_explain(const Context& context, const std::string& thumbprint) {
  return context.call(ipc::kExplain, {.thumbprint = thumbprint},
                      [&](const ipc::Explanation& explanation) { print_explanation(context, explanation); });
}

}  // namespace kigen::ctl
