"""A driver that stays and takes one command after the other: a program that starts takes longer than what it is to do.

tests/support/served.h is the other side.
"""
import contextlib
import subprocess
import threading


class Served:
    def __init__(self, command, seconds, **process):
        """`seconds` is how long one command may take."""
        self.seconds = seconds
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **process)

    def do(self, *words):
        """Exit code of a command and the lines it printed."""
        # One that hangs must not hang the tests: its end closes the pipe that is read here.
        watch = threading.Timer(self.seconds, self.process.kill)
        watch.start()
        try:
            self.process.stdin.write(("\t".join(map(str, words)) + "\n").encode())
            self.process.stdin.flush()
            lines = []
            for line in self.process.stdout:
                text = line.decode("utf-8", errors="replace").rstrip("\r\n")
                if text.startswith("= "):
                    return int(text[2:]), lines
                lines.append(text)
        finally:
            watch.cancel()
        raise ConnectionError(f"the driver ended at {words}")

    def close(self, seconds=60):
        """Its exit code; one that does not end by itself is ended."""
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait(seconds)
