// The wizard's course: each event changes the state and says what is to be done. Pure: no window, clock or thread; one
// thread at a time. Whoever shows it carries the actions out in their order and brings their results back as events.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "installer/wizard/model/state.h"

namespace kigen::wizard {

/// → loaded()
struct LoadCatalogue {};
/// → certificate_loaded()
struct LoadCertificate {
  std::string thumbprint;
};
/// The service may take its warning of this certificate away.
struct TellStarted {
  std::string thumbprint;
};
/// → host_tested(), test_ended(), with the same `run`
struct TestHosts {
  unsigned run = 0;
  std::vector<profile::Host> hosts;
  profile::ProfilePtr profile;  ///< whose forbidden networks forbid even that
};
struct StopTest {};
/// → job_event(), asked(), finished()
struct RunJob {
  renewal::Job job;
};
/// The engine is told to stop; its outcome still comes.
struct StopJob {};
/// To the question that is open.
struct Reply {
  renewal::Answer answer;
};
/// → abandoned()
struct Abandon {
  std::string job_id;
};
/// A dialog. → login_given()
struct AskLogin {
  renewal::ProxyLoginQuestion question;
};
/// The user wants this login kept for the next time.
struct KeepLogin {
  net::ProxyAddress proxy;
  net::ProxyLogin login;
};
struct KeepProxy {
  net::ProxySetting setting;
};
/// A dialog that says what stays. → cancel_confirmed() or nothing
struct AskToCancel {
  renewal::Aftermath stays{};
};
/// A dialog. → proxy_chosen() or nothing
struct ShowProxySettings {};
struct Close {};

using Action = std::variant<LoadCatalogue, LoadCertificate, TellStarted, TestHosts, StopTest, RunJob, StopJob, Reply,
                            Abandon, AskLogin, KeepLogin, KeepProxy, AskToCancel, ShowProxySettings, Close>;
using Actions = std::vector<Action>;

/// What a page of a failure offers; the first is what most probably helps.
enum class Remedy { TryAgain, EnterAgain, ProxySettings, ChooseOther, Close };
[[nodiscard]] std::vector<Remedy> remedies(const State& state);

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

  // What comes back.
  [[nodiscard]] Actions loaded(Catalogue catalogue, Instant now);
  void certificate_loaded(const std::string& thumbprint, std::optional<ipc::CertificateDetail> certificate);
  [[nodiscard]] Actions abandoned(const Status& status, Instant now);
  void host_tested(unsigned run, std::size_t index, const net::HostResult& result);
  void test_ended(unsigned run);
  void job_event(const renewal::Event& event);
  [[nodiscard]] Actions asked(const renewal::Question& question);
  [[nodiscard]] Actions finished(renewal::Outcome outcome, Instant now);

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

  State state_;
  bool japanese_ = false;
  unsigned test_run_ = 0;
  std::optional<renewal::ConsentQuestion> consented_;
};

}  // namespace kigen::wizard
