// The tray starts the wizard: asked for by the user, and without asking.
#include <fstream>
#include <iterator>
#include <string>

#include "common/platform/win32/utf.h"
#include "tests/tray/win32/tray_fixture.h"
#include "tray/ids.h"

namespace kigen::tray {
namespace {

using driver::eventually;
using driver::find_window;
using driver::wait_for_window;
using stand::Scene;
using stand::StandService;

// Without a wizard beside it the tray cannot renew: it says so to the service, which plans the next try.
TEST_F(TrayWindows, TriesToRenewWithoutAskingAndReportsThatItCannot) {
  serve(Scene::Fine);
  start_from_own_folder(false);
  const std::string thumbprint(64, 'a');
  ASSERT_TRUE(eventually([&] { return server_->ask([](StandService& s) { return s.subscribers() == 1U; }); }));
  server_->ask([&](StandService& s) { s.ask_to_renew(thumbprint, "customs-filing", from_unix(1'800'000'000)); });
  ASSERT_TRUE(eventually([&] { return server_->ask([](StandService& s) { return s.attempts().size() == 1U; }); }));
  const auto attempt = server_->ask([](StandService& s) { return s.attempts()[0]; });
  EXPECT_EQ(attempt.thumbprint, thumbprint);
  EXPECT_EQ(attempt.result, "KGN-1605");
  EXPECT_TRUE(attempt.unattended);
  EXPECT_FALSE(find_window(L"KigenError")) << "nobody asked, nobody is disturbed";
}

TEST_F(TrayWindows, RenewsWithoutAskingAndTellsAfterwards) {
  serve(Scene::Fine);
  start_from_own_folder(true);
  const std::string thumbprint(64, 'a');
  ASSERT_TRUE(eventually([&] { return server_->ask([](StandService& s) { return s.subscribers() == 1U; }); }));
  const auto ask = [&] {
    server_->ask([&](StandService& s) { s.ask_to_renew(thumbprint, "customs-filing", from_unix(1'800'000'000)); });
  };
  ask();
  EXPECT_TRUE(eventually([] { return balloon_text().find("was renewed without asking") != std::string::npos; }))
      << balloon_text();
  ask();  // the same attempt again: it is not started a second time
  server_->ask([](StandService& s) { s.set_scene(Scene::One); });
  ASSERT_TRUE(wait_for_window(ids::kWarningClass));
  std::ifstream in(platform::to_narrow(program_folder_ + L"wizard.txt"));
  const std::string calls((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(calls, "--silent --unattended --renew " + thumbprint + " --profile customs-filing\n");
  EXPECT_TRUE(server_->ask([](StandService& s) { return s.attempts().empty(); })) << "the wizard reports, not the tray";
}

TEST_F(TrayWindows, TellsWhenTheWizardCannotBeStartedAndKeepsTheWarning) {
  serve(Scene::One);
  start_from_own_folder(false);
  const HWND warning = wait_for_window(ids::kWarningClass);
  ASSERT_TRUE(warning);
  driver::press(warning, ids::kWarningRenew);
  const HWND error = wait_for_window(L"KigenError");
  ASSERT_TRUE(error);
  EXPECT_NE(driver::describe(error).find("KGN-1605"), std::string::npos);
  EXPECT_TRUE(find_window(ids::kWarningClass));
  EXPECT_EQ(server_->ask([](StandService& s) { return s.wizards().size(); }), 0U);
}

}  // namespace
}  // namespace kigen::tray
