#!/usr/bin/env python3
"""Kigen's HTTPS client through real proxies: squid with each scheme, as a Linux program and as a Windows one under Wine.

Needs KIGEN_BUILD with native-asan/bin/kigen-http-probe and windows/bin/kigen-http-probe.exe, and root for squid's and
winbindd's own users. The last line is "N passed, N failed[, N skipped]".
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import squid_rig as rig  # noqa: E402

WRONG = "wrong Passw0rd"
NTLM_USER = f"{rig.HOST}\\{rig.USER}"
INTERNET = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings"


class Cases:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, name, output, *expected):
        missing = [text for text in expected if text not in output]
        leaked = [secret for secret in (rig.PASSWORD, WRONG) if secret in output]
        if missing or leaked:
            self.failed += 1
            print(f"FAIL {name}: without {missing}, leaked {leaked}, in: {output.strip()}", flush=True)
        else:
            self.passed += 1
            print(f"ok   {name}", flush=True)

    def skip(self, name, why):
        self.skipped += 1
        print(f"skip {name}: {why}", flush=True)


class Probe:
    """The program under test; `wine` is the environment of a prefix, or None for the Linux one."""

    def __init__(self, build, server, wine=None):
        self.server, self.wine = server, wine
        self.words = ["wine", str(build / "windows/bin/kigen-http-probe.exe")] if wine else [
            str(build / "native-asan/bin/kigen-http-probe")]

    def __call__(self, proxy, *logins, url=None, env=None):
        anchor = "Z:" + str(self.server.anchor).replace("/", "\\") if self.wine else str(self.server.anchor)
        words = [*self.words, url or self.server.url, anchor, proxy, *(user for user, _ in logins)]
        clean = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
        done = subprocess.run(words, input="".join(password + "\n" for _, password in logins), text=True, timeout=120,
                              capture_output=True, env={**clean, **(self.wine or {}), **(env or {})})
        return done.stdout


def passwords(cases, name, probe, squid, user):
    good, bad = (user, rig.PASSWORD), (user, WRONG)
    cases.check(f"{name}: right password", probe(squid.address, good), "asked", "status 200 the server")
    cases.check(f"{name}: wrong password", probe(squid.address, bad), "KGN-2013", "phase=proxy", f"proxy={squid.address}")
    cases.check(f"{name}: wrong, then right", probe(squid.address, bad, good), "again", "status 200 the server")
    cases.check(f"{name}: nobody to ask", probe(squid.address), "KGN-2012", "schemes=")


def plain_schemes(cases, where, probe, squids):
    passwords(cases, f"{where} Basic", probe, squids["basic"], rig.USER)
    passwords(cases, f"{where} Digest", probe, squids["digest"], rig.USER)
    cases.check(f"{where} Basic: the realm is told", probe(squids["basic"].address), f"asked {rig.REALM}")
    cases.check(f"{where} open proxy", probe(squids["open"].address), "status 200 the server")
    cases.check(f"{where} a proxy that forbids", probe(squids["closed"].address), "KGN-2011", "status=403", "host=127.0.0.1")
    cases.check(f"{where} no proxy there", probe(f"127.0.0.1:{rig.free_port()}"), "KGN-2010", "phase=proxy")
    cases.check(f"{where} no proxy", probe("none"), "status 200 the server")
    nobody = f"https://127.0.0.1:{rig.free_port()}/"
    cases.check(f"{where} a server that the proxy cannot reach", probe(squids["open"].address, url=nobody), "KGN-2011",
                "status=50")


def linux_cases(cases, probe, squids):
    plain_schemes(cases, "linux", probe, squids)
    proxy = "http://" + squids["open"].address
    cases.check("linux https_proxy", probe("system", env={"https_proxy": proxy}), "status 200")
    dead = {"https_proxy": f"http://127.0.0.1:{rig.free_port()}"}
    cases.check("linux https_proxy without a proxy", probe("system", env=dead), "KGN-2010")
    cases.check("linux no_proxy", probe("system", env={**dead, "no_proxy": "127.0.0.1"}), "status 200")
    cases.check("linux https_proxy of another kind", probe("system", env={"https_proxy": "socks5://x:1"}), "KGN-2014")
    if "ntlm" in squids:
        output = probe(squids["bound"].address, (NTLM_USER, rig.PASSWORD))
        cases.check("linux NTLM and Negotiate are told to be missing", output, "KGN-2012", "schemes=Negotiate, NTLM")
        cases.check("linux all schemes: Digest is taken", probe(squids["all"].address, (rig.USER, rig.PASSWORD)), "status 200")


def connection_settings(pac=None, proxy="", bypass=""):
    """Windows's DefaultConnectionSettings: version, counter, flags, proxy, bypass list, address of a script."""
    flags = 1 | (2 if proxy else 0) | (4 if pac else 0)
    blob = b"".join(n.to_bytes(4, "little") for n in (0x46, 1, flags))
    for text in (proxy, bypass, pac or ""):
        blob += len(text).to_bytes(4, "little") + text.encode()
    return (blob + bytes(32)).hex()


class Wine:
    def __init__(self, folder):
        self.prefix = str(folder / "wine")
        self.env = {"WINEPREFIX": self.prefix, "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "winemenubuilder.exe=d;mscoree,mshtml=d",
                    "DISPLAY": ""}
        self.shell('fresh_prefix "$1"')

    def shell(self, text):
        subprocess.run(["bash", "-c", ". .dev/lib.sh; . .dev/wine.sh; " + text, "wine", self.prefix], cwd=ROOT, check=False,
                       stdin=subprocess.DEVNULL)

    def settings(self, **values):
        subprocess.run(["wine", "reg", "add", INTERNET + r"\Connections", "/v", "DefaultConnectionSettings", "/t", "REG_BINARY",
                        "/d", connection_settings(**values), "/f"], env={**os.environ, **self.env}, check=True,
                       capture_output=True)


def windows_cases(cases, probe, squids, wine):
    plain_schemes(cases, "windows", probe, squids)
    script = 'function FindProxyForURL(url, host) {{ return "PROXY {}"; }}'
    pac = rig.PacServer(script.format(squids["basic"].address))
    wine.settings(pac=pac.url)
    cases.check("windows PAC leads to the proxy", probe("system", (rig.USER, rig.PASSWORD)), "asked", "status 200")
    cases.check("windows PAC was fetched", str(pac.asked > 0), "True")
    direct = rig.PacServer('function FindProxyForURL(url, host) { return "DIRECT"; }')
    wine.settings(pac=direct.url)
    cases.check("windows PAC says direct", probe("system"), "status 200")
    wine.settings(pac=f"http://127.0.0.1:{rig.free_port()}/none.pac")
    cases.check("windows PAC that is not there", probe("system"), "KGN-2014", "reason=PAC http://127.0.0.1")
    wine.settings(pac=rig.PacServer("this is no script (").url)
    cases.check("windows PAC that is no script", probe("system"), "KGN-2014")
    wine.settings(proxy=squids["basic"].address)
    cases.check("windows fixed proxy", probe("system", (rig.USER, rig.PASSWORD)), "asked", "status 200")
    wine.settings(proxy=f"127.0.0.1:{rig.free_port()}", bypass="127.0.0.*")
    cases.check("windows bypass list", probe("system"), "status 200")
    if "ntlm" not in squids:
        return cases.skip("windows NTLM and Negotiate", "no winbindd without root")
    passwords(cases, "windows NTLM", probe, squids["ntlm"], NTLM_USER)
    passwords(cases, "windows Negotiate", probe, squids["negotiate"], NTLM_USER)
    cases.check("windows all schemes", probe(squids["all"].address, (NTLM_USER, rig.PASSWORD)), "status 200")


def start_squids(folder, processes, with_winbindd):
    squids = {"basic": rig.Squid(folder, processes, "basic", ["basic"]),
              "digest": rig.Squid(folder, processes, "digest", ["digest"]),
              "open": rig.Squid(folder, processes, "open", []),
              "closed": rig.Squid(folder, processes, "closed", [], allow="http_access deny all")}
    if with_winbindd:
        rig.start_winbindd(folder, processes)
        squids["ntlm"] = rig.Squid(folder, processes, "ntlm", ["ntlm"])
        squids["negotiate"] = rig.Squid(folder, processes, "negotiate", ["negotiate"])
        squids["bound"] = rig.Squid(folder, processes, "bound", ["negotiate", "ntlm"])
        squids["all"] = rig.Squid(folder, processes, "all", ["negotiate", "ntlm", "digest", "basic"])
    return squids


def main():
    if shutil.which("squid") is None:
        print("skip: no squid\n0 passed, 0 failed, 1 skipped")
        return 0
    root = os.getuid() == 0
    if root and os.environ.get("KIGEN_PROXY_NAMESPACE") != "1":
        os.environ["KIGEN_PROXY_NAMESPACE"] = "1"
        os.execvp("unshare", ["unshare", "--mount", sys.executable, *sys.argv])
    build = pathlib.Path(os.environ.get("KIGEN_BUILD", ROOT / "build"))
    cases, processes = Cases(), rig.Processes()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kigen-proxies-"))
    folder.chmod(0o755)
    try:
        server = rig.HttpsServer(folder)
        squids = start_squids(folder, processes, root and shutil.which("winbindd") is not None)
        linux_cases(cases, Probe(build, server), squids)
        if (build / "windows/bin/kigen-http-probe.exe").exists() and shutil.which("wine"):
            wine = Wine(folder)
            try:
                windows_cases(cases, Probe(build, server, wine.env), squids, wine)
            finally:
                wine.shell('end_prefix "$1"')
        else:
            cases.skip("windows", "no Windows build or no Wine")
    finally:
        processes.end()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{cases.passed} passed, {cases.failed} failed" + (f", {cases.skipped} skipped" if cases.skipped else ""))
    return 1 if cases.failed else 0


if __name__ == "__main__":
    sys.exit(main())
