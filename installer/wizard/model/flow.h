// The wizard's course: each event changes the state and says what is to be done. Pure: no window, clock or thread; one
// thread at a time. Whoever shows it carries the actions out in their order and brings their results back as events.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "installer/wizard/model/actions.h"

namespace kigen::wizard {

/// What a page of a failure offers; the first is what most probably helps.
enum class Remedy { TryAgain, EnterAgain, ProxySettings, ChooseOther, Unblock, OpenSite, Close };
[[nodiscard]] std::vector<Remedy> remedies(const State& state);
/// https, where the token's software is; "" when that is not known.
[[nodiscard]] std::string software_site(const State& state);

class Flow {
 public:
  struct Start {
    std::string thumbprint;  ///< --renew
    std::string profile;     ///< --profile
    bool japanese = false;
  };
  explicit Flow(Start start);

  [[nodiscard]] const State& state() const noexcept { return state_; }
  [[nodiscard]] bool can_go_next(Instant now) const;
  [[nodiscard]] bool can_go_back() const;

  // What the user does.
  [[nodiscard]] Actions begin();
  [[nodiscard]] Actions next(Instant now);
  [[nodiscard]] Actions back();
  [[nodiscard]] Actions cancel();
  [[nodiscard]] Actions cancel_confirmed();
  void choose_resume(ResumeChoice choice);
  void choose_task(Task task);
  void choose_service(const std::string& profile);
  void choose_certificate(const std::string& thumbprint);
  [[nodiscard]] Actions choose_place(renewal::Place place);
  void show_all(bool all);
  /// `text` is UTF-8 and the caller's to wipe.
  void typed(std::size_t field, std::string_view text);
  [[nodiscard]] Actions test_again();
  [[nodiscard]] Actions stop_test();
  [[nodiscard]] Actions proxy_chosen(net::ProxySetting setting, TypedLogin login);
  /// Nothing: the user gave up.
  [[nodiscard]] Actions login_given(std::optional<TypedLogin> login);
  [[nodiscard]] Actions refuse_root();
  [[nodiscard]] Actions ask_now();
  [[nodiscard]] Actions take(Remedy remedy, Instant now);
  // Tokens (flow_token.cpp).
  [[nodiscard]] Actions search_again();
  [[nodiscard]] Actions stop_search();
  /// The chosen certificate is wanted, and only its token has it: fetched from there, then shown.
  [[nodiscard]] Actions fetch_certificate();
  /// From the page of a locked token.
  [[nodiscard]] Actions unblock_instead();
  [[nodiscard]] Actions open_software_site() const;
  /// `text` is UTF-8 and the caller's to wipe.
  void typed_pin(std::size_t field, std::string_view text);
  /// Nothing: the user gave up. An empty PIN: it is typed on the reader.
  [[nodiscard]] Actions pin_given(std::optional<Secret> pin);
  [[nodiscard]] Actions last_try_answered(bool yes);
  [[nodiscard]] Actions token_answered(bool look_again);
  /// Something was plugged in or out: what waits for a token looks again.
  [[nodiscard]] Actions device_came();

  // What comes back.
  [[nodiscard]] Actions loaded(Catalogue catalogue, Instant now);
  void certificate_loaded(const std::string& thumbprint, std::optional<ipc::CertificateDetail> certificate);
  [[nodiscard]] Actions abandoned(const Status& status, Instant now);
  void host_tested(unsigned run, std::size_t index, const net::HostResult& result);
  void test_ended(unsigned run);
  void job_event(const renewal::Event& event);
  [[nodiscard]] Actions asked(const renewal::Question& question);
  [[nodiscard]] Actions finished(renewal::Outcome outcome, Instant now);
  /// `certificates`: those on the tokens, as the list of certificates has them.
  [[nodiscard]] Actions tokens_found(unsigned run, Result<renewal::TokenSearch> search,
                                     std::vector<ipc::CertificateDetail> certificates, Instant now);
  [[nodiscard]] Actions holder_known(Result<renewal::TokenHolder> holder, Instant now);
  [[nodiscard]] Actions pin_set(const Status& status);

 private:
  [[nodiscard]] Actions enter(Page page);
  [[nodiscard]] Actions start_test();
  [[nodiscard]] Actions start_job(Instant now);
  [[nodiscard]] Actions stop_job(Then then);
  [[nodiscard]] Actions next_of_resume(Instant now);
  [[nodiscard]] Actions answer_yes();
  [[nodiscard]] Actions answer_credentials();
  [[nodiscard]] Actions page_after(Instant now);
  [[nodiscard]] renewal::Job make_job() const;
  [[nodiscard]] renewal::Credentials credentials() const;
  void take_profile();
  void make_fields();
  void ask_fields(const std::vector<std::string>& ids);
  void offer_job();
  void resume_job();
  void take_place();
  [[nodiscard]] Actions enter_token();
  [[nodiscard]] Actions start_search(profile::ProfilePtr profile);
  [[nodiscard]] Actions next_of_token(Instant now);
  void make_pin_form();
  [[nodiscard]] Actions set_pin();
  [[nodiscard]] Actions set_pin_now();
  void end_unblocking();
  [[nodiscard]] Actions go_on_unblocked(Instant now);
  [[nodiscard]] Actions fail(Error error, Origin origin);
  [[nodiscard]] Actions try_again(Instant now);
  [[nodiscard]] Actions enter_again(Instant now);
  [[nodiscard]] Actions ask_pin(const renewal::PinQuestion& question);
  void merge_certificates(std::vector<ipc::CertificateDetail> certificates);

  State state_;
  bool japanese_ = false;
  unsigned test_run_ = 0;
  unsigned search_run_ = 0;
  profile::ProfilePtr searching_for_;  ///< of the last search
  bool renew_if_any_ = false;          ///< an issue was preselected because there was no certificate to renew
  bool search_again_ = false;          ///< a device came while a search was under way
  std::vector<ipc::CertificateDetail> on_tokens_;  ///< of the last search, for what the service does not know
  std::optional<renewal::ConsentQuestion> consented_;
};

}  // namespace kigen::wizard
