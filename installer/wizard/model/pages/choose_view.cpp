#include "installer/wizard/model/pages/choose_view.h"

#include "common/ipc/token_source.h"
#include "common/text/dates.h"
#include "common/text/phrase.h"
#include "common/text/task_text.h"
#include "common/text/token_text.h"
#include "common/text/tray_text.h"
#include "common/text/wizard_text.h"

namespace kigen::wizard {
namespace {

std::string short_obstacle(text::Language language, Obstacle obstacle) {
  switch (obstacle) {
    case Obstacle::None:
      return text::service_ready(language);
    case Obstacle::NotComplete:
      return text::obstacle_short_not_complete(language);
    case Obstacle::NotIssuedHere:
      return text::obstacle_short_not_issued(language);
    default:
      return text::obstacle_short_no_profile(language);
  }
}

std::string status_and_days(const Context& context, const ipc::CertificateSummary& item) {
  if (item.status.empty()) return text::relative_days(context.language, item.days_left);
  return text::status_word(context.language, item.status);
}

}  // namespace

std::vector<Line> resume_lines(const Context& context, const State& state) {
  const text::Language language = context.language;
  const renewal::OpenJob* job = offered_job(state);
  if (!job) return {};
  const auto profile = find_profile(state, job->profile);
  const std::string service = profile ? service_name(context, profile) : text::harmless(job->profile);
  const std::string date = text::moment_in_sentence(language, job->started, context.now, *context.calendar);
  std::vector<Line> lines;
  const auto say = [&lines](std::string text) { lines.push_back({Line::Kind::Text, {}, std::move(text)}); };
  say(job->kind == renewal::Kind::Issue ? text::resume_issue(language, service, date)
                                        : text::resume_renewal(language, service, date));
  if (job->stored) {
    say(text::resume_stored(language));
  } else if (job->next >= renewal::Step::Send) {
    say(text::resume_sent(language));
  }
  if (job_asks_credentials(state)) say(text::resume_needs(language));
  if (job->not_before && *job->not_before > context.now)
    say(text::resume_not_before(language,
                                text::moment_in_sentence(language, *job->not_before, context.now, *context.calendar)));
  return lines;
}

std::vector<Choice> resume_choices(const Context& context) {
  return {{text::resume_go_on(context.language), {}},
          {text::resume_start_over(context.language), {}},
          {text::resume_leave(context.language), {}}};
}

std::vector<Choice> task_choices(const Context& context, const State& state) {
  const text::Language language = context.language;
  std::vector<Choice> choices;
  for (const Task task : tasks(state)) {
    switch (task) {
      case Task::Renew:
        choices.push_back({text::task_renew(language), text::task_renew_detail(language)});
        break;
      case Task::Issue:
        choices.push_back({text::task_issue(language), text::task_issue_detail(language)});
        break;
      case Task::ChangePin:
        choices.push_back({text::task_change_pin(language), text::task_change_pin_detail(language)});
        break;
      case Task::Unblock:
        choices.push_back({text::task_unblock(language), text::task_unblock_detail(language)});
        break;
    }
  }
  return choices;
}

std::vector<Choice> place_choices(const Context& context, const State& state) {
  const text::Language language = context.language;
  const std::string software =
      state.profile && state.profile->token ? text::harmless(state.profile->token->software) : std::string();
  return {{text::place_pc(language), text::place_pc_detail(language, state.found.account.name)},
          {text::place_token(language), text::place_token_detail(language, software)}};
}

std::vector<std::string> service_cells(const Context& context, const profile::Profile& profile) {
  return {in_language(context, profile.name), short_obstacle(context.language, obstacle_to_issue(profile))};
}

Mark service_mark(const profile::Profile& profile) {
  return obstacle_to_issue(profile) == Obstacle::None ? Mark::Ok : Mark::Other;
}

std::string service_notice(const Context& context, const State& state) {
  if (!state.profile) return {};
  return obstacle_text(context, state, obstacle_to_issue(*state.profile));
}

std::string place_words(const Context& context, const State& state, const ipc::CertificateSummary& item) {
  const auto serial = ipc::token_serial(item.source);
  if (!serial) return text::this_pc(context.language);
  std::string place = text::token_place(context.language, text::harmless(*serial));
  if (!token_away(state, item)) return place;
  const std::string away = text::token_away_word(context.language);
  return context.language == text::Language::Japanese ? place + "（" + away + "）" : place + " (" + away + ")";
}

std::vector<std::string> choice_cells(const Context& context, const State& state, const ipc::CertificateSummary& item) {
  return {text::harmless(item.identifier), short_issuer(item.issuer),
          text::short_date(context.language, item.not_after, context.now, *context.calendar),
          status_and_days(context, item), place_words(context, state, item)};
}

std::string choose_empty(const Context& context, const State& state) {
  if (!state.loaded || state.token.searching) return text::wizard_looking(context.language);
  return state.found.certificates.empty() ? text::wizard_choose_empty_all(context.language)
                                          : text::wizard_choose_empty(context.language);
}

std::string obstacle_text(const Context& context, const State& state, Obstacle obstacle) {
  const text::Language language = context.language;
  const auto date = [&context](std::optional<Instant> instant) {
    return instant ? text::long_date(context.language, *instant, *context.calendar) : std::string();
  };
  switch (obstacle) {
    case Obstacle::None:
      return {};
    case Obstacle::NoProfile:
      return text::obstacle_no_profile(language);
    case Obstacle::NotComplete:
      return text::obstacle_not_complete(language);
    case Obstacle::NotIssuedHere:
      return text::obstacle_not_issued(language);
    case Obstacle::PrivateKeyAway:
      return text::obstacle_key_away(language);
    case Obstacle::NotYet:
      return text::obstacle_not_yet(language, date(renewal_opens(state)));
    case Obstacle::Lapsed:
      return text::obstacle_lapsed(language, date(renewal_closes(state)));
    case Obstacle::Replaced:
      return text::obstacle_replaced(language);
    case Obstacle::Gone:
      return text::obstacle_gone(language);
  }
  return {};
}

}  // namespace kigen::wizard
