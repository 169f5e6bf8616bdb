// Window classes and control ids of kigen-wizard.exe. Stable: programs that drive the window in tests use them.
#pragma once

namespace kigen::wizard::ids {

inline constexpr wchar_t kWindowClass[] = L"KigenWizard";
inline constexpr wchar_t kPageClass[] = L"KigenWizardPage";
inline constexpr wchar_t kProxyClass[] = L"KigenProxySettings";
inline constexpr wchar_t kLoginClass[] = L"KigenProxyLogin";
inline constexpr wchar_t kPinClass[] = L"KigenTokenPin";
inline constexpr unsigned kRunMessage = 0x8001;  ///< WM_APP + 1: functions wait in the queue

// The frame's own are those of common/ui/win32/task_window.h: 1 Next, 2 Cancel, 3 Back, 9 Help, 110 what the page is
// for.
inline constexpr int kNext = 1;
inline constexpr int kCancel = 2;
inline constexpr int kBack = 3;
inline constexpr int kHelp = 9;
inline constexpr int kPurpose = 110;

inline constexpr int kNotice = 150;
inline constexpr int kNoticeIcon = 151;
inline constexpr int kDetails = 210;  ///< the page's text

// Choices (what to do, an interrupted job, where to keep it): one radio button each.
inline constexpr int kFirstChoice = 120;
inline constexpr int kFirstChoiceDetail = 130;

inline constexpr int kCertificateList = 200;
inline constexpr int kCertificateEmpty = 201;
inline constexpr int kShowAll = 202;
inline constexpr int kProperties = 203;
inline constexpr int kServiceList = 204;
inline constexpr int kServiceEmpty = 205;

// Credentials: field i has its label, edit control and hint at +i.
inline constexpr int kIntro = 220;
inline constexpr int kFirstField = 240;
inline constexpr int kFirstFieldLabel = 260;
inline constexpr int kFirstFieldHint = 280;
inline constexpr int kFirstFieldMark = 180;
inline constexpr int kShowSecret = 221;
inline constexpr int kMostFields = 16;

inline constexpr int kHostHeadline = 300;
inline constexpr int kHostList = 301;
inline constexpr int kHostEmpty = 302;
inline constexpr int kAdvice = 303;
inline constexpr int kRetry = 304;
inline constexpr int kCopy = 305;
inline constexpr int kProxy = 306;

// The token: what was found, and what helps. kRetry looks again or stops.
inline constexpr int kTokenHeadline = 310;
inline constexpr int kTokenDetail = 311;
inline constexpr int kTokenList = 312;
inline constexpr int kTokenEmpty = 313;
inline constexpr int kTokenConsent = 314;
inline constexpr int kOpenSite = 315;
inline constexpr int kUnblock = 316;

inline constexpr int kFirstThumbprint = 320;  ///< four a row: label, received, label, pinned
inline constexpr int kFirstVerdict = 340;
inline constexpr int kRefuseRoot = 350;

inline constexpr int kProgressBar = 360;
inline constexpr int kElapsed = 361;
inline constexpr int kAskNow = 362;
inline constexpr int kFirstStepMark = 380;
inline constexpr int kFirstStepText = 400;
inline constexpr int kFirstStepWord = 420;

inline constexpr int kShowCertificate = 440;
inline constexpr int kCodes = 441;
inline constexpr int kCodesLabel = 442;
inline constexpr int kFirstRemedy = 450;

// Proxy settings and the proxy's own question.
inline constexpr int kProxySystem = 500;
inline constexpr int kProxyManual = 501;
inline constexpr int kProxyNone = 502;
inline constexpr int kProxyHost = 503;
inline constexpr int kProxyPort = 504;
inline constexpr int kProxyLogin = 505;
inline constexpr int kProxyUser = 506;
inline constexpr int kProxyPassword = 507;
inline constexpr int kProxyKeep = 508;
inline constexpr int kProxyShow = 509;
inline constexpr int kProxyComplaint = 510;
inline constexpr int kProxyLabel = 520;

// A new PIN: fields as those of the credentials, and the rules.
inline constexpr int kPinRules = 460;
inline constexpr int kFirstRuleMark = 470;
inline constexpr int kFirstRuleText = 480;
inline constexpr int kFirstRuleWord = 490;

// The question for a PIN.
inline constexpr int kPinToken = 540;
inline constexpr int kPinAgain = 541;
inline constexpr int kPinTries = 542;
inline constexpr int kPin = 543;
inline constexpr int kPinLabel = 544;
inline constexpr int kPinNotice = 545;
inline constexpr int kPinHint = 546;

}  // namespace kigen::wizard::ids
