"""How long the wizard takes to its first window under Wine, and how much memory it had at most."""
import pathlib
import statistics
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/e2e"))
import harness  # noqa: E402


def peak_megabytes(prefix):
    """VmHWM of the wizard that runs in this prefix."""
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if str(prefix) in (process / "environ").read_bytes().decode(errors="replace") \
                    and b"kigen-wizard.exe" in (process / "cmdline").read_bytes().split(b"\0")[0]:
                status = (process / "status").read_text()
                return int(status.split("VmHWM:")[1].split()[0]) / 1024
        except (OSError, IndexError):
            continue
    return 0.0


def measure(programs, rounds=5):
    """(seconds, megabytes): medians, of starts after a first one that fills Wine's caches."""
    display = harness.Display()
    with tempfile.TemporaryDirectory(prefix="kigen-bench-") as work:
        windows = harness.Windows(pathlib.Path(work), pathlib.Path(programs), display)
        try:
            seconds, peaks = [], []
            for _ in range(rounds + 1):
                started = time.monotonic()
                windows.start(windows.programs / "kigen-wizard.exe")
                windows.wait_window("KigenWizard", 60)
                seconds.append(time.monotonic() - started)
                peaks.append(peak_megabytes(windows.prefix))
                windows.restart()
            return statistics.median(seconds[1:]), statistics.median(peaks[1:])
        finally:
            windows.close()
            display.close()


if __name__ == "__main__":
    print(measure(sys.argv[1]))
