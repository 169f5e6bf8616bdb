// Window classes, control ids and messages of kigen-tray.exe. Stable: programs that drive the windows in tests use
// them.
#pragma once

namespace kigen::tray::ids {

// Top-level windows, by class name.
inline constexpr wchar_t kHostClass[] = L"KigenTray";  ///< hidden; takes the commands below as WM_COMMAND
inline constexpr wchar_t kWarningClass[] = L"KigenWarning";
inline constexpr wchar_t kMainClass[] = L"KigenMain";
inline constexpr wchar_t kIntervalClass[] = L"KigenInterval";
inline constexpr wchar_t kAboutClass[] = L"KigenAbout";
/// Held by the one tray of a session.
inline constexpr wchar_t kMutex[] = L"Local\\KigenTray";
// Windows inside them.
inline constexpr wchar_t kWarningRowsClass[] = L"KigenWarningRows";
inline constexpr wchar_t kCertificatesClass[] = L"KigenCertificates";
inline constexpr wchar_t kNoticesClass[] = L"KigenNotices";

// Messages to the host window.
inline constexpr unsigned kTrayMessage = 0x8001;      ///< WM_APP + 1: the icon's callback (LOWORD(lParam): the event)
inline constexpr unsigned kRunMessage = 0x8002;       ///< WM_APP + 2: functions wait in the queue
inline constexpr unsigned kShowMainMessage = 0x8003;  ///< WM_APP + 3: a second start asks for the main window
inline constexpr unsigned kIconId = 1;

// Timers of the host window.
inline constexpr unsigned kScreenTimer = 1;  ///< has the person a free screen again?
inline constexpr unsigned kDayTimer = 2;     ///< to midnight
inline constexpr unsigned kTokenTimer = 3;

// Commands of the icon's menu; the host takes them as WM_COMMAND too.
inline constexpr int kOpenMain = 101;
inline constexpr int kCheckNow = 102;
inline constexpr int kChangeInterval = 103;
inline constexpr int kStartWizard = 104;
inline constexpr int kAbout = 105;
inline constexpr int kExit = 106;
inline constexpr int kLanguageSystem = 107;
inline constexpr int kLanguageJapanese = 108;
inline constexpr int kLanguageEnglish = 109;
inline constexpr int kCopy = 110;

// Warning window.
inline constexpr int kWarningIcon = 200;
inline constexpr int kWarningHeadline = 201;
inline constexpr int kWarningMeaning = 202;
inline constexpr int kWarningAdvice = 203;
inline constexpr int kWarningIdentifierLabel = 204;
inline constexpr int kWarningIdentifier = 205;
inline constexpr int kWarningDetails = 206;
inline constexpr int kWarningRenew = 207;
inline constexpr int kWarningRemind = 208;
inline constexpr int kWarningClose = 2;  ///< IDCANCEL: Esc closes
inline constexpr int kWarningOthers = 210;
inline constexpr int kRemindHour = 211;
inline constexpr int kRemindTomorrow = 212;
inline constexpr int kRemindNextCheck = 213;
/// Row n (from 0) of the other certificates, inside kWarningRowsClass: mark, title, detail and Renew.
inline constexpr int kRowMark = 1000;
inline constexpr int kRowTitle = 2000;
inline constexpr int kRowDetail = 3000;
inline constexpr int kRowRenew = 4000;

// Main window.
inline constexpr int kTabs = 300;
inline constexpr int kNextCheck = 301;
inline constexpr int kMainCheckNow = 302;
inline constexpr int kMainMenu = 303;
inline constexpr int kProgressBar = 304;
inline constexpr int kProgressText = 305;
inline constexpr int kProgressHide = 306;
inline constexpr int kStatusBar = 307;
inline constexpr int kTabLine = 308;
inline constexpr int kSplitLine = 309;
inline constexpr int kFilterLabel = 310;
inline constexpr int kFilter = 311;
inline constexpr int kCertificateList = 312;
inline constexpr int kCertificateEmpty = 313;
inline constexpr int kDetails = 314;
inline constexpr int kRenewSelected = 315;
inline constexpr int kNoticeList = 320;
inline constexpr int kNoticeEmpty = 321;
inline constexpr int kNoticeText = 322;
inline constexpr int kMarkRead = 323;
inline constexpr int kMarkAllRead = 324;

// Interval dialog.
inline constexpr int kIntervalIntro = 400;
inline constexpr int kIntervalLabel = 401;
inline constexpr int kIntervalEdit = 402;
inline constexpr int kIntervalHours = 403;
inline constexpr int kIntervalSlider = 404;
inline constexpr int kIntervalMessage = 405;
inline constexpr int kIntervalMark = 406;
inline constexpr int kIntervalLow = 407;
inline constexpr int kIntervalHigh = 408;
inline constexpr int kOk = 1;      ///< IDOK
inline constexpr int kCancel = 2;  ///< IDCANCEL

// About.
inline constexpr int kAboutIcon = 500;
inline constexpr int kAboutName = 501;
inline constexpr int kAboutPurpose = 502;
inline constexpr int kAboutVersion = 503;
inline constexpr int kAboutService = 504;
inline constexpr int kAboutAccount = 505;
inline constexpr int kAboutLicences = 506;

}  // namespace kigen::tray::ids
