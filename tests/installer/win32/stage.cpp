#include "stage.h"

#include <windows.h>

#include <commctrl.h>

#include <cstdlib>
#include <utility>

#include "common/platform/win32/utf.h"
#include "common/ui/win32/controls.h"
#include "picture.h"

namespace kigen::wizard::test {
namespace {

const Instant kNow = *from_rfc3339("2026-11-20T01:00:00Z");

class FixedClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return kNow; }
};

class MadeUpPc final : public Backend {
 public:
  MadeUpPc(Surroundings around, std::shared_ptr<ui::UiQueue> queue)
      : around_(std::move(around)), queue_(std::move(queue)) {}

  void list(std::function<void(Listing)> done) override {
    queue_->post([this, done] {
      done({around_.service_missing, around_.certificates, around_.profiles, around_.account});
    });
  }
  void find(const std::string& thumbprint, std::function<void(std::optional<ipc::CertificateDetail>)> done) override {
    std::optional<ipc::CertificateDetail> found;
    for (const auto& item : around_.certificates) {
      if (item.thumbprint_sha256 != thumbprint) continue;
      found.emplace();
      found->summary = item;
      found->key_algorithm = "RSA";
      found->key_bits = 2048;
    }
    queue_->post([done, found] { done(found); });
  }
  void wizard_started(const std::string&) override {}
  void test(std::vector<profile::Host> hosts, profile::ProfilePtr /*profile*/, std::chrono::milliseconds,
            std::function<void(std::size_t, const net::HostResult&)> on_host, std::function<void()> done) override {
    for (std::size_t i = 0; i < hosts.size(); ++i) {
      net::HostResult result;
      result.host = hosts[i];
      result.elapsed = std::chrono::milliseconds{38};
      if (around_.hosts_fail && i % 2 == 1) {
        result.error = Error(ErrorCode::HostTimedOut, "203.0.113.7: no answer");
        result.elapsed = std::chrono::seconds{10};
      } else {
        result.connected = "203.0.113.5";
      }
      queue_->post([on_host, i, result] { on_host(i, result); });
    }
    queue_->post(done);
  }
  void stop_test() override {}

 private:
  Surroundings around_;
  std::shared_ptr<ui::UiQueue> queue_;
};

HWND find_control(HWND window, int id) {
  struct Search {
    int id;
    HWND found;
  } search{id, nullptr};
  ::EnumChildWindows(
      window,
      [](HWND child, LPARAM parameter) -> BOOL {
        auto& wanted = *reinterpret_cast<Search*>(parameter);
        if (::GetDlgCtrlID(child) != wanted.id || !::IsWindowVisible(child)) return TRUE;
        wanted.found = child;
        return FALSE;
      },
      reinterpret_cast<LPARAM>(&search));
  return search.found;
}

bool text_fits(HWND control) {
  wchar_t name[32] = {};
  ::GetClassNameW(control, name, 32);
  const std::wstring kind = name;
  if (kind != L"Static" && kind != L"Button") return true;
  const std::wstring words = ui::text_of(control);
  if (words.empty()) return true;
  RECT area{};
  ::GetClientRect(control, &area);
  const auto font = reinterpret_cast<HFONT>(::SendMessageW(control, WM_GETFONT, 0, 0));
  const bool button = kind == L"Button";
  const LONG type = ::GetWindowLongW(control, GWL_STYLE) & BS_TYPEMASK;
  const bool box = button && (type == BS_AUTOCHECKBOX || type == BS_AUTORADIOBUTTON);
  const int margin = box ? 16 : 0;
  const ui::Size wanted = ui::measure_text(control, font, words, button && !box ? 0 : area.right - margin);
  return wanted.width + margin <= area.right && wanted.height <= area.bottom;
}

}  // namespace

Stage::Stage(text::Language language, Flow::Start start, Surroundings around, std::shared_ptr<Script> script,
             std::shared_ptr<Drawer> drawer)
    : language_(language) {
  start.japanese = language == text::Language::Japanese;
  WizardParts parts;
  parts.make_backend = [around](std::shared_ptr<ui::UiQueue> queue) {
    return std::make_unique<MadeUpPc>(around, std::move(queue));
  };
  parts.make_engine = [script]() -> Result<std::unique_ptr<renewal::Engine>> {
    return std::unique_ptr<renewal::Engine>(std::make_unique<ScriptedEngine>(script));
  };
  parts.make_desk = [drawer, desk = around.desk]() -> std::unique_ptr<renewal::TokenDesk> {
    if (desk) return desk();
    return std::make_unique<ScriptedDesk>(drawer);
  };
  parts.clock = std::make_shared<FixedClock>();
  parts.calendar = std::make_shared<FixedOffsetCalendar>(std::chrono::hours{9});
  parts.kept_proxy = [] { return net::ProxySetting(); };
  parts.keep_proxy = [](const net::ProxySetting&) {};
  parts.help = [this](const std::string& topic) { topic_ = topic; };
  parts.open_site = [this](const std::string& url) { site_ = url; };
  window_ = std::make_unique<WizardWindow>(std::move(start), language, std::move(parts));
  window_->open();
}

Stage::~Stage() {
  window_->destroy();
  MSG message{};
  while (::PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE)) ::DispatchMessageW(&message);
}

bool Stage::until(const std::function<bool()>& condition, std::chrono::seconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    MSG message{};
    while (::PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE)) {
      ::TranslateMessage(&message);
      ::DispatchMessageW(&message);
    }
    constexpr DWORD kGlanceMs = 20;
    if (!condition()) ::MsgWaitForMultipleObjects(0, nullptr, FALSE, kGlanceMs, QS_ALLINPUT);
  }
  return true;
}

bool Stage::until_page(Page page) {
  return until([this, page] { return this->page() == page; });
}

void Stage::press(HWND window, int id) {
  if (const HWND control = find_control(window, id); control && ::IsWindowEnabled(control))
    ::SendMessageW(control, BM_CLICK, 0, 0);
  // What the page did may wait in the queue.
  (void)until([] { return ::GetQueueStatus(QS_POSTMESSAGE) == 0; });
}

void Stage::press(int id) {
  press(hwnd(), id);
}

void Stage::type(int id, const std::wstring& text) {
  const HWND edit = find_control(hwnd(), id);
  ::SetFocus(edit);
  ::SendMessageW(edit, EM_SETSEL, 0, -1);
  for (const wchar_t c : text) ::SendMessageW(edit, WM_CHAR, c, 1);
}

void Stage::type_each(int id, const std::function<wchar_t(std::size_t)>& character, std::size_t length) {
  const HWND edit = find_control(hwnd(), id);
  ::SetFocus(edit);
  for (std::size_t i = 0; i < length; ++i) ::SendMessageW(edit, WM_CHAR, character(i), 1);
}

bool Stage::enabled(int id) {
  const HWND control = find_control(hwnd(), id);
  return control && ::IsWindowEnabled(control);
}

std::wstring Stage::text(int id) {
  const HWND control = find_control(hwnd(), id);
  return control ? ui::text_of(control) : std::wstring();
}

std::vector<std::string> Stage::clipped(HWND window) {
  std::vector<std::string> found;
  ::EnumChildWindows(
      window,
      [](HWND child, LPARAM parameter) -> BOOL {
        if (::IsWindowVisible(child) && !text_fits(child))
          reinterpret_cast<std::vector<std::string>*>(parameter)->push_back(
              std::to_string(::GetDlgCtrlID(child)) + ": " + platform::to_narrow(ui::text_of(child)));
        return TRUE;
      },
      reinterpret_cast<LPARAM>(&found));
  return found;
}

void Stage::key(WORD code) {
  MSG message{};
  message.hwnd = hwnd();
  message.message = WM_KEYDOWN;
  message.wParam = code;
  (void)window_->translate(message);
}

void Stage::shoot(const std::string& name, HWND window) {
  const char* folder = std::getenv("KIGEN_SHOTS");
  if (!folder) return;
  const HWND shown = window ? window : hwnd();
  // The second time round everything that was invalid has been painted.
  ::RedrawWindow(shown, nullptr, nullptr, RDW_INVALIDATE | RDW_ERASE | RDW_ALLCHILDREN | RDW_UPDATENOW);
  (void)until([] { return ::GetQueueStatus(QS_PAINT) == 0; });
  const std::string suffix = language_ == text::Language::Japanese ? "-ja.png" : "-en.png";
  save_picture(shown, platform::to_wide(std::string(folder) + "\\" + name + suffix));
}

HWND find_top(const wchar_t* window_class) {
  const HWND found = ::FindWindowW(window_class, nullptr);
  return found && ::IsWindowVisible(found) ? found : nullptr;
}

}  // namespace kigen::wizard::test
