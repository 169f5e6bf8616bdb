// Window class and control ids of kigen-wizard.exe. Stable: programs that drive the window in tests use them.
#pragma once

namespace kigen::wizard::ids {

inline constexpr wchar_t kWindowClass[] = L"KigenWizard";
inline constexpr unsigned kRunMessage = 0x8001;  ///< WM_APP + 1: functions wait in the queue

inline constexpr int kNext = 1;    ///< IDOK: Enter
inline constexpr int kCancel = 2;  ///< IDCANCEL: Esc
inline constexpr int kBack = 3;

inline constexpr int kFirstStep = 100;  ///< 100 to 103
inline constexpr int kPurpose = 110;
inline constexpr int kNotice = 111;
inline constexpr int kNoticeIcon = 112;

inline constexpr int kCertificateList = 200;
inline constexpr int kCertificateEmpty = 201;
inline constexpr int kShowAll = 202;

inline constexpr int kDetails = 210;

inline constexpr int kHostHeadline = 300;
inline constexpr int kHostList = 301;
inline constexpr int kHostEmpty = 302;
inline constexpr int kAdvice = 303;
inline constexpr int kRetry = 304;
inline constexpr int kCopy = 305;

}  // namespace kigen::wizard::ids
