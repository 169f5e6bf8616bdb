#!/usr/bin/env python3
"""Speed and memory of the service beside its peers, on the same certificates, in one run and one table.

Nothing here is a test with a clock: figures are printed with what they should reach. Answers are compared exactly with
what is known beforehand; a wrong answer ends the run with status 1.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/faults"))
import rig  # noqa: E402

import renewal  # noqa: E402
import wizard_start  # noqa: E402

ROWS = []


def row(figure, kigen, peer, ratio, goal, reached):
    ROWS.append((figure, kigen, peer, ratio, goal, {True: "yes", False: "NO", None: ""}[reached]))
    print(f"   {figure}: {kigen} | {peer} | {ratio} | {goal} | {ROWS[-1][5]}", flush=True)


def table():
    heads = ("figure", "Kigen", "peer", "ratio", "must reach", "reached")
    widths = [max(len(str(r[i])) for r in [heads, *ROWS]) for i in range(len(heads))]
    print()
    for r in [heads, tuple("-" * w for w in widths), *ROWS]:
        print("| " + " | ".join(str(c).ljust(w) for c, w in zip(r, widths)) + " |")


def memory(service):
    values = {}
    for line in pathlib.Path(f"/proc/{service.process.pid}/smaps_rollup").read_text().splitlines():
        words = line.split()
        if words[0] in ("Rss:", "Anonymous:"):
            values[words[0][:-1]] = int(words[1]) / 1024
    return values["Rss"], values["Anonymous"]


def expected(folder):
    return sorted(pathlib.Path(f"{folder}.answer").read_text().split())


def due(pipe):
    return sorted(c["thumbprint_sha256"] for c in rig.list_all(pipe, due_within_days=28, limit=1000))


def connect(service):
    while True:
        try:
            return service.connect(limit=120)
        except OSError:
            time.sleep(0.0005)


def wait_scanned(pipe):
    while True:
        sources = pipe.call("status")["sources"]
        if sources and all(s["last_scan"] for s in sources):
            return
        time.sleep(0.002)


def first_scan(service, folder):
    """From the start of the program with an empty database to the exact answer."""
    started = time.monotonic()
    service.start(wait=False)
    with connect(service) as pipe:
        wait_scanned(pipe)
        answer = due(pipe)
    seconds = time.monotonic() - started
    if answer != expected(folder):
        sys.exit(f"wrong answer: {len(answer)} due, {len(expected(folder))} known")
    return seconds


def certinfo(folder, names):
    started = time.monotonic()
    for at in range(0, len(names), 20_000):
        subprocess.run(["certinfo", "-expiry", *names[at:at + 20_000]], cwd=folder, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=False)
    return time.monotonic() - started


def scans(folder, count, rounds):
    names = [p.name for p in folder.iterdir()]
    certinfo(folder, names[:100])
    ours, theirs = [], []
    for _ in range(rounds):
        with rig.Service() as service:
            service.configure(folder)
            ours.append(first_scan(service, folder))
        theirs.append(certinfo(folder, names))
    mine, peer = statistics.median(ours), statistics.median(theirs)
    row(f"first scan and answer, {count:,}", f"{mine:.2f} s, {mine / count * 1e6:.1f} µs a file",
        f"certinfo {peer:.2f} s, {peer / count * 1e6:.1f} µs", f"{mine / peer:.2f}", "≤ 1", mine <= peer)


def rescans(folder, count):
    """In one process: the scan alone, as the service runs it."""
    with tempfile.TemporaryDirectory(prefix="kigen-bench-") as data:
        text = subprocess.run([str(rig.BIN / "kigen-measure-scan"), str(folder), data], check=True, capture_output=True,
                              text=True).stdout
    print("\n".join("     " + line for line in text.splitlines()))
    per_file = {}
    for line in text.splitlines():
        for start, what in (("first scan", "first scan"), ("rescan", "nothing changed"), ("one changed", "one changed")):
            if line.startswith(start):
                per_file.setdefault(what, []).append(float(line[len(start):].split()[2]))
    first = statistics.median(per_file["first scan"])
    for what, share in (("nothing changed", 0.05), ("one changed", 0.06)):
        value = statistics.median(per_file[what])
        row(f"rescan, {what}, {count:,}", f"{value:.2f} µs a file", f"first scan {first:.2f} µs",
            f"{value / first:.3f}", f"≤ {share}", value / first <= share)


def starts(folder, count, goal_ms, rounds, rss_goal, anonymous_goal):
    with rig.Service() as service:
        service.configure(folder)
        first_scan(service, folder)
        time.sleep(1)
        after_scan = memory(service)
        assert service.stop() == 0
        times = []
        for _ in range(rounds):
            started = time.monotonic()
            service.start(wait=False)
            with connect(service) as pipe:
                total = pipe.call("status")["total"]
                times.append(time.monotonic() - started)
                if total != count:
                    sys.exit(f"wrong answer: {total} certificates after the start, {count} known")
                pipe.call("check.run")
                rss, anonymous = memory(service)
            assert service.stop() == 0
        value = statistics.median(times) * 1e3
        row(f"start to first answer, {count:,}", f"{value:.0f} ms", "certmonger 10,600 ms with 1,000 (known)",
            "", f"≤ {goal_ms} ms", value <= goal_ms)
        row(f"resident memory, {count:,}", f"{rss:.1f} MB ({after_scan[0]:.1f} after the first scan)", "certmonger 15.2 MB with 1,000 (known)", "",
            f"≤ {rss_goal} MB", max(rss, after_scan[0]) <= rss_goal)
        row(f"anonymous memory, {count:,}", f"{anonymous:.1f} MB ({after_scan[1]:.1f} after the first scan)", "certmonger 7.7 MB with 1,000 (known)", "",
            f"≤ {anonymous_goal} MB", max(anonymous, after_scan[1]) <= anonymous_goal)


def activity(pid):
    ticks = sum(int(x) for x in pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])
    switches = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        for line in (task / "status").read_text().splitlines():
            if "ctxt_switches" in line:
                switches += int(line.split()[1])
    return ticks, switches


def idle(folder, seconds):
    with rig.Service() as service:
        service.configure(folder)
        first_scan(service, folder)
        with service.connect() as pipe:
            pipe.call("check.run")
        time.sleep(3)
        before = activity(service.process.pid)
        time.sleep(seconds)
        after = activity(service.process.pid)
        ticks, switches = after[0] - before[0], after[1] - before[1]
        row(f"idle for {seconds} s with 1,000", f"{ticks} ticks, {switches} context switches", "", "", "0 and 0",
            ticks == 0 and switches == 0)


def checks(sizes):
    costs = {}
    for count in sizes:
        with tempfile.TemporaryDirectory(prefix="kigen-bench-") as folder:
            text = subprocess.run([str(rig.BIN / "kigen-bench-check"), folder, str(count), "100"], check=True,
                                  capture_output=True, text=True).stdout
        figures = json.loads(text)
        costs[count] = figures["check_us"]
        row(f"check, {count:,} rows, 100 due", f"{figures['check_us']:.0f} µs", f"bare SQL {figures['bare_us']:.0f} µs",
            f"{figures['ratio']:.2f}", "≤ 3", figures["ratio"] <= 3)
        row(f"  its record on the disk, {count:,}", f"{figures['record_us']:.0f} µs", "", "", "(flushed, not in the ratio)", None)
    return costs


def pipe():
    text = subprocess.run([str(rig.BIN / "kigen-bench-ipc")], check=True, capture_output=True, text=True).stdout
    print("\n".join("     " + line for line in text.splitlines()))
    lines = [line.split() for line in text.splitlines()]
    for words in lines:
        if words and words[0] == "ratio":
            ratio = float(words[words.index("p99") + 1])
            row(f"request and answer, {words[1]} client(s), p99", "see above", "bare echo", f"{ratio:.2f}", "≤ 4", ratio <= 4)


def fleet():
    """Simulated, not measured: the same figures on every machine."""
    text = subprocess.run([str(rig.BIN / "kigen-bench-fleet")], check=True, capture_output=True, text=True).stdout
    goals = {"always on": 1.5, "outage": 3, "outage, Retry-After 120": 3}
    for line in text.splitlines():
        variant = json.loads(line)
        goal = goals.get(variant["variant"])
        mean = variant["mean"] if goal else variant["mean_on"]
        ratio = variant["peak"] / mean
        row(f"RA load of {variant['pcs']:,} PCs, {variant['variant']}", f"peak {variant['peak']} requests in an hour",
            f"mean {mean:.0f}" + ("" if goal else " in the hours when PCs are on"), f"{ratio:.2f}",
            f"≤ {goal}" if goal else "", ratio <= goal if goal else None)


def renewals(binaries, rounds):
    kigen, script = renewal.measure(binaries, rounds)
    row("renewal end to end, silent", f"{kigen:.2f} s", f"openssl and curl {script:.2f} s", f"{kigen / script:.2f}", "≤ 1",
        kigen <= script)


def tokens():
    """Signatures of a key on a token, through OpenSSL's provider and the worker process, beside the bare calls."""
    text = subprocess.run([str(rig.BIN / "kigen-bench-token")], check=True, capture_output=True, text=True).stdout
    for line in text.splitlines():
        figures = json.loads(line)
        over = (figures["worker_us"] - figures["bare_us"]) / 1000
        row(f"token: {figures['signatures']:,} signatures, {figures['key']}", f"{figures['worker_us']:.0f} µs",
            f"bare C_Sign {figures['bare_us']:.0f} µs", f"{over:.3f} ms more", "≤ 0.3 ms more", over <= 0.3)


def wizard(windows_programs):
    """Printed only: under Wine, where starting any program costs a good part of it."""
    seconds, peak = wizard_start.measure(windows_programs)
    row("wizard: start to first window (Wine)", f"{seconds:.2f} s", "", "", "(printed)", None)
    row("wizard: peak memory (Wine)", f"{peak:.1f} MB", "", "", "(printed)", None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--windows-bin", help="programs for Wine: measures the wizard too")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    rig.BIN = pathlib.Path(options.bin)
    sizes = [1_000, 10_000] if options.quick else [1_000, 10_000, 100_000]
    work = pathlib.Path(tempfile.mkdtemp(prefix="kigen-bench-"))
    try:
        folders = {}
        for count in sizes:
            folders[count] = work / str(count)
            rig.certificates(folders[count], count)
        for count in sizes:
            scans(folders[count], count, 3 if count > 50_000 else 5)
        for count in sizes:
            rescans(folders[count], count)
        starts(folders[1_000], 1_000, 100, 7, 12, 6)
        if not options.quick:
            starts(folders[100_000], 100_000, 300, 5, 32, 20)
        checks([10_000] if options.quick else [10_000, 1_000_000])
        pipe()
        fleet()
        renewals(options.bin, 5 if options.quick else 15)
        tokens()
        if options.windows_bin:
            wizard(options.windows_bin)
        idle(folders[1_000], 10 if options.quick else 60)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    table()


if __name__ == "__main__":
    os.environ.setdefault("TZ", "UTC")
    main()
