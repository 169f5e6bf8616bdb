#include "common/net/proxy_text.h"
#include "common/net/system_proxy.h"
#include "common/net/win32/winhttp.h"
#include "common/platform/win32/utf.h"

namespace kigen::net {

namespace {

/// The "Internet Options" of this user; where they say nothing, what `netsh winhttp` set for the machine.
struct Settings {
  bool detect = false;
  UniqueGlobalText script, proxy, bypass;
};

Settings read_settings() {
  Settings settings;
  WINHTTP_CURRENT_USER_IE_PROXY_CONFIG user{};
  if (::WinHttpGetIEProxyConfigForCurrentUser(&user) != FALSE) {
    settings.detect = user.fAutoDetect != FALSE;
    settings.script.reset(user.lpszAutoConfigUrl);
    settings.proxy.reset(user.lpszProxy);
    settings.bypass.reset(user.lpszProxyBypass);
  }
  if (settings.detect || settings.script || settings.proxy) return settings;
  WINHTTP_PROXY_INFO machine{};
  if (::WinHttpGetDefaultProxyConfiguration(&machine) != FALSE) {
    settings.proxy.reset(machine.lpszProxy);
    settings.bypass.reset(machine.lpszProxyBypass);
  }
  return settings;
}

std::string text_of(const UniqueGlobalText& text) {
  return text ? platform::to_narrow(text.get()) : std::string();
}

ProxyRoute route_of(const std::string& proxies, const std::string& bypass, const Url& url) {
  if (in_bypass_list(bypass, url.host)) return {std::nullopt};
  auto route = parse_proxy_list(proxies);
  return route.empty() ? ProxyRoute{std::nullopt} : route;
}

/// What a script says, found by WPAD or at an address. Nothing with `error` set when there is none or it fails.
std::optional<ProxyRoute> ask_script(HINTERNET session, const std::wstring& url, const wchar_t* script, DWORD& error) {
  WINHTTP_AUTOPROXY_OPTIONS options{};
  if (script != nullptr) {
    options.dwFlags = WINHTTP_AUTOPROXY_CONFIG_URL;
    options.lpszAutoConfigUrl = script;
  } else {
    options.dwFlags = WINHTTP_AUTOPROXY_AUTO_DETECT;
    options.dwAutoDetectFlags = WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A;
  }
  WINHTTP_PROXY_INFO info{};
  error = 0;
  if (::WinHttpGetProxyForUrl(session, url.c_str(), &options, &info) == FALSE) {
    error = ::GetLastError();
    if (error != ERROR_WINHTTP_LOGIN_FAILURE) return std::nullopt;
    // The script itself is behind a login: with the signed-in user's, and only then.
    options.fAutoLogonIfChallenged = TRUE;
    if (::WinHttpGetProxyForUrl(session, url.c_str(), &options, &info) == FALSE) {
      error = ::GetLastError();
      return std::nullopt;
    }
    error = 0;
  }
  const UniqueGlobalText proxy(info.lpszProxy);
  const UniqueGlobalText bypass(info.lpszProxyBypass);
  if (info.dwAccessType != WINHTTP_ACCESS_TYPE_NAMED_PROXY || !proxy) return ProxyRoute{std::nullopt};
  // WinHTTP's own form, or the script's words.
  const std::string text = text_of(proxy);
  if (auto route = parse_pac_answer(text)) return std::move(*route);
  return parse_proxy_list(text);
}

Result<ProxyRoute> checked(ProxyRoute route) {
  if (route.empty()) return Error(ErrorCode::ProxySettingUnusable).with("reason", "no way out that can be used");
  return route;
}

}  // namespace

Result<ProxyRoute> system_route(const Url& url) {
  const Settings settings = read_settings();
  if (settings.detect || settings.script) {
    const UniqueWinHttp session(
        ::WinHttpOpen(L"Kigen", WINHTTP_ACCESS_TYPE_NO_PROXY, WINHTTP_NO_PROXY_NAME, WINHTTP_NO_PROXY_BYPASS, 0));
    if (session) ::WinHttpSetTimeouts(session.get(), 5'000, 5'000, 5'000, 10'000);
    // A script needs no path and no query of ours.
    Url origin = url;
    origin.target = "/";
    const std::wstring wide = platform::to_wide(to_text(origin));
    DWORD error = 0;
    if (settings.detect) {
      if (auto route = ask_script(session.get(), wide, nullptr, error)) return checked(std::move(*route));
    }
    if (settings.script) {
      if (auto route = ask_script(session.get(), wide, settings.script.get(), error)) return checked(std::move(*route));
      return Error(ErrorCode::ProxySettingUnusable, platform::describe_windows_error(error))
          .with("reason", "PAC " + text_of(settings.script));
    }
  }
  return route_of(text_of(settings.proxy), text_of(settings.bypass), url);
}

}  // namespace kigen::net
