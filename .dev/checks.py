#!/usr/bin/env python3
"""Checks of the tree that no compiler makes: layers, where Windows headers stand, the coroutine trap, file names.

Prints each finding as file:line: reason, and ends with status 1 when there is one.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = {".cpp", ".h"}

# What a folder may include, by the first one or two parts of the path. Inward only: nothing stands twice in a circle.
COMMON = ["common/base", "common/text", "common/x509", "common/toml", "common/profile", "common/settings",
          "common/platform", "common/ipc", "common/keys", "common/net", "common/est", "common/ui"]
ALLOWED = {
    "common/base": ["common/base"],
    "common/text": ["common/base", "common/text"],
    "common/x509": ["common/base", "common/x509"],
    "common/toml": ["common/base", "common/toml"],
    "common/profile": ["common/base", "common/toml", "common/profile"],
    "common/settings": ["common/base", "common/toml", "common/settings"],
    "common/platform": ["common/base", "common/platform"],
    "common/ipc": ["common/base", "common/platform", "common/ipc"],
    "common/keys": ["common/base", "common/x509", "common/platform", "common/keys"],
    "common/net": ["common/base", "common/platform", "common/profile", "common/keys", "common/net"],
    "common/est": ["common/base", "common/x509", "common/keys", "common/net", "common/est"],
    "common/ui": ["common/base", "common/text", "common/platform", "common/ui"],
    "db": ["common/base", "db"],
    "service": COMMON[:-1] + ["db", "service"],
    "tray": COMMON + ["tray"],
    "installer": COMMON + ["installer"],
    "tests": COMMON + ["db", "service", "tray", "installer", "tests"],
}
# service/check decides and knows no shell; service/ctl is a client of the pipe and knows nothing of the server.
NARROWER = {
    "service/check": ["common/base", "service/check"],
    "service/pipe": ["common/base", "common/ipc", "common/platform", "service/pipe"],
    "service/ctl": [c for c in COMMON if c != "common/ui"] + ["service/ctl"],
}
WINDOWS_HEADER = re.compile(
    r"^(windows|winsock2|ws2tcpip|winbase|winnt|wincrypt|ncrypt|sspi|security|dpapi|bcrypt|commctrl|commdlg|shellapi|shlobj|shlwapi|"
    r"shobjidl|objbase|ole2|oleauto|oleacc|uxtheme|dwmapi|sddl|aclapi|accctrl|wtsapi32|winsvc|winreg|userenv|"
    r"winhttp|wininet|dbt|initguid|knownfolders|propsys|propkey|winioctl|tlhelp32|psapi|powrprof|uiautomation)\.h$", re.I)
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')


def sources():
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True,
                            capture_output=True, text=True).stdout.splitlines()
    return [ROOT / name for name in listed if pathlib.Path(name).suffix in SOURCE and (ROOT / name).exists()]


def rule_for(relative):
    two = "/".join(relative.parts[:2])
    return NARROWER.get(two) or ALLOWED.get(two) or ALLOWED.get(relative.parts[0])


def inside(path, folders):
    return any(path.startswith(folder + "/") for folder in folders)


def check_includes(relative, lines):
    allowed = rule_for(relative)
    in_win32 = "win32" in relative.parts
    seen = set()
    for number, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        kind, name = found.groups()
        if name in seen:
            yield number, f"{name} is included twice"
        seen.add(name)
        if WINDOWS_HEADER.match(name) and not in_win32:
            yield number, f"<{name}> belongs into a win32/ folder"
        if kind == '"' and allowed is not None and "/" in name and not inside(name, allowed):
            yield number, f'"{name}" points outward from {"/".join(relative.parts[:2])}'
        if kind == '"' and "/win32/" in name and not in_win32 and relative.parts[0] != "tests":
            if "#if" not in "".join(lines[max(0, number - 4):number]):
                yield number, f'"{name}" is Windows only, this file is not'


# GCC 12 destroys twice what a capturing lambda coroutine captured inside a co_await expression, and miscompiles a
# co_await in a conditional expression or in a braced list.
CAPTURING_COROUTINE = re.compile(r"\[[^\]\s][^\]]*\]\s*(\([^)]*\))?\s*(mutable\s*)?(noexcept\s*)?->\s*(asio::|boost::asio::)?awaitable")
CONDITIONAL = re.compile(r"\?[^;]*co_await|co_await[^;]*\?[^;:]*:")
BRACED = re.compile(r"[\w>]\s*\{[^{};]*co_await[^{};]*\}\s*[;,)]")


def check_coroutines(text):
    if "co_await" not in text and "awaitable" not in text:
        return
    code = re.sub(r"//[^\n]*", "", re.sub(r'"(\\.|[^"\\\n])*"', '""', text))
    for pattern, reason in ((CAPTURING_COROUTINE, "a capturing lambda coroutine: use a named one with by-value parameters"),
                            (CONDITIONAL, "co_await in a conditional expression"),
                            (BRACED, "co_await in a braced list")):
        for found in pattern.finditer(code):
            yield code.count("\n", 0, found.start()) + 1, reason


def main():
    findings = []
    for path in sources():
        relative = path.relative_to(ROOT)
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        if not re.fullmatch(r"[a-z0-9_]+\.(cpp|h)", path.name):
            findings.append((relative, 1, "file names are snake_case"))
        if path.suffix == ".h" and not any(line.strip() == "#pragma once" for line in lines[:40]):
            findings.append((relative, 1, "#pragma once is missing"))
        findings += [(relative, n, r) for n, r in check_includes(relative, lines)]
        findings += [(relative, n, r) for n, r in check_coroutines(text)]
    for relative, number, reason in findings:
        print(f"{relative}:{number}: {reason}")
    print(f"checks: {len(findings)} finding(s)")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
