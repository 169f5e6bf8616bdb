"""A real squid and a real winbindd for one test run, in a private folder and on loopback only.

What they read of /etc and /run is replaced inside a mount namespace of this process's own: nothing outside changes.
"""
import hashlib
import http.server
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import threading
import time

REALM = "kigen squid"
HOST = "PXHOST"  # the domain of NTLM's users
USER, PASSWORD = "alice", "right Passw0rd"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, what, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(what + " did not come")
        time.sleep(0.02)


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class HttpsServer:
    """What the proxies lead to; its certificate is for 127.0.0.1 and issued by an authority made here."""

    def __init__(self, folder):
        self.anchor = folder / "root.der"
        run = lambda *words: subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
        run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem", "-days", "2",
            "-subj", "/CN=Proxy Test Root")
        run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=x")
        (folder / "san").write_text("subjectAltName=IP:127.0.0.1\n")
        run("x509", "-req", "-in", "server.csr", "-CA", "root.pem", "-CAkey", "root.key", "-days", "2", "-extfile", "san",
            "-out", "server.pem")
        run("x509", "-in", "root.pem", "-outform", "der", "-out", "root.der")

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                body = b"the server"
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem", folder / "server.key")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"https://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class PacServer:
    def __init__(self, script):
        self.script, self.asked = script, 0
        rig = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                rig.asked += 1
                body = rig.script.encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/x-ns-proxy-autoconfig")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/proxy.pac"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Processes:
    """Started here, ended here, each by its own id."""

    def __init__(self):
        self.all = []

    def start(self, words, log, **more):
        with open(log, "ab") as out:
            self.all.append(subprocess.Popen(words, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                                             start_new_session=True, **more))
        return self.all[-1]

    def end(self):
        for process in reversed(self.all):
            if process.poll() is None:
                os.killpg(process.pid, 15)
        for process in self.all:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()


def own_mounts(folder):
    """Private /etc/passwd, /etc/group, /etc/samba and /run/samba. Needs a mount namespace of its own."""
    etc = folder / "etc"
    (etc / "samba").mkdir(parents=True)
    passwd = pathlib.Path("/etc/passwd").read_text()
    (etc / "passwd").write_text(passwd + f"{USER}:x:64321:65534:test:/nonexistent:/usr/sbin/nologin\n")
    groups = []
    for line in pathlib.Path("/etc/group").read_text().splitlines():
        groups.append(line + ("proxy" if line.endswith(":") else ",proxy") if line.startswith("winbindd_priv:") else line)
    (etc / "group").write_text("\n".join(groups) + "\n")
    state = folder / "samba"
    for name in ("private", "lock", "state", "cache", "pid", "ncalrpc"):
        (state / name).mkdir(parents=True)
    (etc / "samba/smb.conf").write_text(f"""[global]
workgroup = WG
server role = standalone server
netbios name = {HOST}
interfaces = lo
bind interfaces only = yes
private dir = {state}/private
lock directory = {state}/lock
state directory = {state}/state
cache directory = {state}/cache
pid directory = {state}/pid
ncalrpc dir = {state}/ncalrpc
log file = {folder}/samba.log
""")
    for source, target in ((etc / "passwd", "/etc/passwd"), (etc / "group", "/etc/group"), (etc / "samba", "/etc/samba")):
        subprocess.run(["mount", "--bind", str(source), target], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run/samba"], check=True)
    os.makedirs("/run/samba/winbindd", mode=0o755)
    return state


def start_winbindd(folder, processes):
    state = own_mounts(folder)
    subprocess.run(["smbpasswd", "-s", "-a", USER], input=f"{PASSWORD}\n{PASSWORD}\n", text=True, check=True,
                   capture_output=True)
    processes.start(["winbindd", "--foreground", "--no-process-group"], folder / "winbindd.log")
    wait_for(lambda: subprocess.run(["wbinfo", "-p"], capture_output=True).returncode == 0, "winbindd")
    login = subprocess.run(["wbinfo", "-a", f"{HOST}\\{USER}%{PASSWORD}"], capture_output=True, text=True)
    if login.returncode != 0:
        raise RuntimeError("winbindd does not know its user: " + login.stdout + login.stderr)
    privileged = state / "state/winbindd_privileged"
    shutil.chown(privileged, group="winbindd_priv")
    privileged.chmod(0o750)


class Squid:
    SCHEMES = {
        "basic": "auth_param basic program /usr/lib/squid/basic_ncsa_auth {folder}/htpasswd\nauth_param basic realm {realm}\n",
        "digest": "auth_param digest program /usr/lib/squid/digest_file_auth -c {folder}/digest\n"
                  "auth_param digest realm {realm}\nauth_param digest children 2\n",
        "ntlm": "auth_param ntlm program /usr/bin/ntlm_auth --helper-protocol=squid-2.5-ntlmssp\nauth_param ntlm children 4\n",
        "negotiate": "auth_param negotiate program /usr/bin/ntlm_auth --helper-protocol=gss-spnego\n"
                     "auth_param negotiate children 4\n",
    }

    def __init__(self, folder, processes, name, schemes, allow="http_access allow ok"):
        self.port = free_port()
        home = folder / f"squid-{name}"
        home.mkdir()
        hashed = subprocess.run(["openssl", "passwd", "-apr1", "-stdin"], input=PASSWORD + "\n", text=True, check=True,
                                capture_output=True).stdout.strip()
        (home / "htpasswd").write_text(f"{USER}:{hashed}\n")
        ha1 = hashlib.md5(f"{USER}:{REALM}:{PASSWORD}".encode()).hexdigest()
        (home / "digest").write_text(f"{USER}:{REALM}:{ha1}\n")
        auth = "".join(self.SCHEMES[scheme].format(folder=home, realm=REALM) for scheme in schemes)
        acl = "acl ok proxy_auth REQUIRED\n" if schemes else "acl ok src 127.0.0.1\n"
        (home / "squid.conf").write_text(f"""{auth}{acl}{allow}
http_access deny all
http_port 127.0.0.1:{self.port}
pid_filename {home}/squid.pid
cache_log {home}/cache.log
access_log stdio:{home}/access.log
coredump_dir {home}
cache deny all
pinger_enable off
netdb_filename none
visible_hostname kigen.test
shutdown_lifetime 0 seconds
""")
        if os.getuid() == 0:
            for path in (home, *home.iterdir()):
                shutil.chown(path, "proxy", "proxy")
        self.process = processes.start(["squid", "-N", "-f", str(home / "squid.conf")], home / "squid.out")
        wait_for(lambda: answers(self.port) or self.process.poll() is not None, "squid")
        if self.process.poll() is not None:
            raise RuntimeError((home / "squid.out").read_text(errors="replace"))

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"
