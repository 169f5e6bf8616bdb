// Every page of the wizard in both languages: that it comes, that its words fit, that it can be worked by the
// keyboard's and the mouse's buttons. With KIGEN_SHOTS set, a picture of each is saved in that folder.
#include <windows.h>

#include <commctrl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <objbase.h>

#include "common/base/hex.h"
#include "common/ui/win32/dialog.h"
#include "installer/wizard/ids.h"
#include "keyboard.h"
#include "office.h"
#include "recorded_names.h"
#include "stage.h"

namespace kigen::wizard::test {
namespace {

using renewal::Step;
using renewal::StepState;
using testing::IsEmpty;
using text::Language;

class Desktop final : public testing::Environment {
 public:
  void SetUp() override {
    const INITCOMMONCONTROLSEX controls{sizeof controls, ICC_WIN95_CLASSES | ICC_STANDARD_CLASSES};
    ::InitCommonControlsEx(&controls);
    ::CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE);
    record_accessible_names();
  }
  void TearDown() override { ::CoUninitialize(); }
};
const auto* const kDesktop = testing::AddGlobalTestEnvironment(new Desktop);

class WizardPages : public testing::TestWithParam<Language> {
 protected:
  std::shared_ptr<Script> script_ = std::make_shared<Script>();

  std::unique_ptr<Stage> open(Flow::Start start = {}, Surroundings around = office()) {
    return std::make_unique<Stage>(GetParam(), std::move(start), std::move(around), script_);
  }
  /// Started from the warning for the certificate of this digit.
  std::unique_ptr<Stage> renew(char digit, Surroundings around = office()) {
    return open({std::string(64, digit), "", false}, std::move(around));
  }
  static bool ready(Stage& stage) {
    return stage.until([&stage] { return stage.enabled(ids::kNext); });
  }
  /// A renewal of the customs certificate whose job runs.
  std::unique_ptr<Stage> running() {
    auto stage = renew('a');
    EXPECT_TRUE(ready(*stage));
    stage->press(ids::kNext);
    EXPECT_TRUE(stage->until_page(Page::Connections) && ready(*stage));
    stage->press(ids::kNext);
    EXPECT_TRUE(stage->until([this] { return script_->runs() == 1; }));
    return stage;
  }
  void fail(renewal::Outcome outcome, const std::string& picture) {
    auto stage = running();
    script_->end(std::move(outcome));
    EXPECT_TRUE(stage->until_page(Page::Failure));
    look(*stage, picture);
  }
  static void look(Stage& stage, const std::string& name, HWND window = nullptr) {
    stage.shoot(name, window);
    const HWND shown = window ? window : stage.hwnd();
    EXPECT_THAT(stage.clipped(shown), IsEmpty()) << name;
    EXPECT_THAT(keyboard_faults(shown), IsEmpty()) << name;
  }
};

TEST_P(WizardPages, StartServiceAndCredentials) {
  const auto stage = open();
  ASSERT_TRUE(ready(*stage));
  EXPECT_EQ(stage->page(), Page::Start);
  look(*stage, "01-start");
  stage->press(ids::kFirstChoice + 1);
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Service));
  look(*stage, "02-service");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Credentials));
  EXPECT_FALSE(stage->enabled(ids::kNext));
  look(*stage, "05-credentials");
  stage->type(ids::kFirstField, L"ａｂｃｄｅ１２３４５");
  EXPECT_EQ(stage->text(ids::kFirstField), L"ABCDE12345");
  stage->type(ids::kFirstField + 1, L"ｱ12");
  look(*stage, "05-credentials-wrong");
  EXPECT_FALSE(stage->enabled(ids::kNext));
  stage->type(ids::kFirstField + 1, L"zyxwv98765");
  EXPECT_TRUE(stage->enabled(ids::kNext));
  look(*stage, "05-credentials-right");
  stage->key(VK_F1);
  EXPECT_EQ(stage->topic(), "credentials");
}

TEST_P(WizardPages, CertificatesOthersOnDemand) {
  const auto stage = open();
  ASSERT_TRUE(ready(*stage));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Choose));
  look(*stage, "03-choose");
  stage->press(ids::kShowAll);
  look(*stage, "03-choose-all");
}

TEST_P(WizardPages, CertificateWithItsNotices) {
  auto stage = renew('a');
  ASSERT_TRUE(ready(*stage));
  look(*stage, "04-certificate");
  stage.reset();
  Surroundings elevated = office();
  elevated.account = {"OFFICE-PC\\Administrator", "OFFICE-PC\\tantou01", true};
  stage = renew('a', elevated);
  ASSERT_TRUE(ready(*stage));
  look(*stage, "04-certificate-elevated");
  stage.reset();
  stage = renew('c');
  ASSERT_TRUE(stage->until([&] { return !stage->text(ids::kNotice).empty(); }));
  EXPECT_FALSE(stage->enabled(ids::kNext));
  look(*stage, "04-certificate-too-early");
}

TEST_P(WizardPages, PlaceAndPassword) {
  const auto stage = renew('b');
  ASSERT_TRUE(ready(*stage));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Place));
  look(*stage, "06-place");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Credentials));
  look(*stage, "05-password");
}

TEST_P(WizardPages, ConnectionsAndProxySettings) {
  auto stage = renew('a');
  ASSERT_TRUE(ready(*stage));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Connections) && ready(*stage));
  look(*stage, "07-connections");
  stage.reset();
  Surroundings blocked = office();
  blocked.hosts_fail = true;
  stage = renew('a', blocked);
  ASSERT_TRUE(ready(*stage));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Connections) && ready(*stage));
  look(*stage, "07-connections-failed");
  stage->press(ids::kProxy);
  const HWND proxy = find_top(ids::kProxyClass);
  ASSERT_TRUE(proxy);
  look(*stage, "08-proxy", proxy);
  stage->press(proxy, ids::kProxyManual);
  stage->press(proxy, ids::kProxyLogin);
  stage->press(proxy, ui::Dialog::kOk);
  ASSERT_TRUE(find_top(ids::kProxyClass)) << "without an address there is no proxy";
  look(*stage, "08-proxy-incomplete", proxy);
  stage->press(proxy, ui::Dialog::kCancel);
  EXPECT_FALSE(find_top(ids::kProxyClass));
  EXPECT_TRUE(::IsWindowEnabled(stage->hwnd()));
}

TEST_P(WizardPages, ConsentIsAskedAndGiven) {
  const auto stage = running();
  script_->ask(renewal::ConsentQuestion{"https://ra.example.jp", {"certificate"}});
  ASSERT_TRUE(stage->until_page(Page::Consent));
  look(*stage, "09-consent");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until([this] { return script_->answers().size() == 1; }));
  EXPECT_TRUE(script_->answers()[0]);
}

TEST_P(WizardPages, RootIsComparedAndRefused) {
  const auto stage = running();
  renewal::RootQuestion root;
  root.name = "netNACCS Secure Client CA";
  root.store = "user";
  root.certificate.subject = "CN=netNACCS Secure Client CA,O=NACCS,C=JP";
  root.certificate.not_before = kNow - std::chrono::days{3000};
  root.certificate.not_after = kNow + std::chrono::days{4000};
  for (std::size_t i = 0; i < 32; ++i) root.certificate.sha256[i] = static_cast<std::uint8_t>(i * 7 + 3);
  for (std::size_t i = 0; i < 20; ++i) root.certificate.sha1[i] = static_cast<std::uint8_t>(i * 11 + 5);
  root.pinned_sha256 = to_hex(root.certificate.sha256);
  script_->ask(root);
  ASSERT_TRUE(stage->until_page(Page::Root));
  look(*stage, "10-root");
  stage->press(ids::kRefuseRoot);
  ASSERT_TRUE(stage->until([this] { return script_->answers().size() == 1; }));
  EXPECT_FALSE(script_->answers()[0]);
}

TEST_P(WizardPages, ProgressWaitingAndCancelling) {
  const auto stage = running();
  for (const Step step : {Step::Prepare, Step::Consent, Step::Roots})
    script_->say(renewal::StepChanged{step, StepState::Done});
  script_->say(renewal::StepChanged{Step::Key, StepState::Running});
  script_->say(renewal::SystemMayAsk{});
  ASSERT_TRUE(stage->until([&] { return !stage->text(ids::kNotice).empty(); }));
  look(*stage, "11-progress-key-use");
  script_->say(renewal::StepChanged{Step::Key, StepState::Done});
  script_->say(renewal::StepChanged{Step::Request, StepState::Done});
  script_->say(renewal::StepChanged{Step::Send, StepState::Running});
  script_->say(renewal::WaitingForRa{kNow + std::chrono::seconds{150}});
  ASSERT_TRUE(stage->until([&] { return stage->enabled(ids::kAskNow); }));
  look(*stage, "11-progress-waiting");
  stage->press(ids::kCancel);
  const HWND question = find_top(ui::QuestionDialog::kClass);
  ASSERT_TRUE(question);
  look(*stage, "12-cancel", question);
  stage->press(question, ui::Dialog::kOk);
  ASSERT_TRUE(stage->until_page(Page::Failure));
  look(*stage, "12-cancelled");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until([this] { return script_->runs() == 2; }));
  EXPECT_EQ(script_->resumed(), "job-1");
}

TEST_P(WizardPages, AsksTheRaNow) {
  const auto stage = running();
  script_->say(renewal::StepChanged{Step::Send, StepState::Running});
  script_->say(renewal::WaitingForRa{kNow + std::chrono::hours{2}});
  ASSERT_TRUE(stage->until([&] { return stage->enabled(ids::kAskNow); }));
  stage->press(ids::kAskNow);
  ASSERT_TRUE(stage->until([this] { return script_->runs() == 2; }));
  EXPECT_EQ(stage->page(), Page::Progress);
}

TEST_P(WizardPages, ProxyLogin) {
  const auto stage = running();
  renewal::ProxyLoginQuestion question;
  question.proxy = {"proxy.kaigan.example", 8080};
  question.realm = "Kaigan Shipping internet access";
  question.again = true;
  script_->ask(question);
  ASSERT_TRUE(stage->until([] { return find_top(ids::kLoginClass) != nullptr; }));
  const HWND login = find_top(ids::kLoginClass);
  look(*stage, "13-proxy-login", login);
  stage->press(login, ui::Dialog::kCancel);
  ASSERT_TRUE(stage->until([this] { return script_->answers().size() == 1; }));
  EXPECT_TRUE(::IsWindowEnabled(stage->hwnd()));
}

renewal::Outcome renewed(Language language) {
  renewal::Outcome outcome;
  outcome.success.emplace();
  renewal::Success& success = *outcome.success;
  success.certificate.subject = "CN=ABCDE12345,OU=Trade,O=Kaigan Shipping,C=JP";
  success.certificate.issuer = "CN=netNACCS Secure Client CA,O=NACCS,C=JP";
  success.certificate.not_before = kNow;
  success.certificate.not_after = kNow + std::chrono::days{731};
  success.friendly_name = language == Language::Japanese ? "輸出入・港湾手続き（netNACCS） 期限2028-11-20"
                                                         : "Customs and port filing (netNACCS), expires 2028-11-20";
  success.where = "CurrentUser\\My";
  success.replaced.emplace();
  success.replaced->not_after = kNow + std::chrono::days{12};
  success.proof = renewal::Success::Proof::Page;
  return outcome;
}

TEST_P(WizardPages, Result) {
  const auto stage = running();
  script_->end(renewed(GetParam()));
  ASSERT_TRUE(stage->until_page(Page::Result));
  look(*stage, "14-result");
  EXPECT_EQ(stage->text(ids::kCancel), L"");
}

TEST_P(WizardPages, ResultWithNotes) {
  const auto stage = running();
  renewal::Outcome outcome = renewed(GetParam());
  outcome.success->ssl_state_cleared = true;
  outcome.success->notes.push_back(
      Error(ErrorCode::CommandFailed).with("command", "restart-browser.cmd").with("exit", "3"));
  script_->end(std::move(outcome));
  ASSERT_TRUE(stage->until_page(Page::Result));
  look(*stage, "14-result-notes");
}

TEST_P(WizardPages, FailureOfTheNetwork) {
  fail(failure(ErrorCode::RaUnreachable), "15-failure-network");
}

TEST_P(WizardPages, FailureWithTheCodeOfTheRa) {
  renewal::Outcome outcome = failure(ErrorCode::CredentialsWrong);
  outcome.failure->ra_code = "550";
  outcome.failure->tries_left = 1;
  outcome.failure->hint = {
      "パスワードと、選んだ証明書を確かめてください。続く場合は、再発行を申し込んでください。",
      "Check the password and the certificate that was chosen. If it goes on, apply for a new one."};
  fail(std::move(outcome), "15-failure-credentials");
}

TEST_P(WizardPages, FailureOfALockedAccount) {
  renewal::Outcome outcome = failure(ErrorCode::AccountLocked);
  outcome.failure->until = kNow + std::chrono::hours{13} + std::chrono::minutes{30};
  outcome.failure->hint = {"認証コード2を3回間違えました。ロックは当日の23時30分に自動で解除されます。",
                           "Authentication code 2 was wrong three times. The lock ends by itself at 23:30 today."};
  fail(std::move(outcome), "15-failure-locked");
}

TEST_P(WizardPages, InterruptedJob) {
  renewal::OpenJob job;
  job.id = "job-7";
  job.profile = "corporate-banking-expired";
  job.old.emplace();
  job.old->fill(0xbb);
  job.started = kNow - std::chrono::hours{20};
  job.next = Step::Send;
  job.asks_credentials = true;
  job.not_before = kNow + std::chrono::minutes{40};
  script_->jobs = {job};
  const auto stage = open();
  ASSERT_TRUE(stage->until_page(Page::Resume));
  look(*stage, "16-resume");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Credentials));
  stage->type(ids::kFirstField, L"open-sesame");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until([this] { return script_->runs() == 1; }));
  EXPECT_EQ(script_->resumed(), "job-7");
  EXPECT_EQ(script_->credential("password"), "open-sesame");
}

INSTANTIATE_TEST_SUITE_P(Languages, WizardPages, testing::Values(Language::Japanese, Language::English),
                         [](const auto& parameter) {
                           return parameter.param == Language::Japanese ? "Japanese" : "English";
                         });

}  // namespace
}  // namespace kigen::wizard::test
