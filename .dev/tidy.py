#!/usr/bin/env python3
"""clang-tidy over every source of a build folder; what was clean before is not read again.

Usage: tidy.py BUILD_DIR [--jobs N] [--cache DIR] [PATH_PREFIX ...]
"""
import argparse
import bisect
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MINGW = ["--target=x86_64-w64-windows-gnu",
         "-isystem/usr/lib/gcc/x86_64-w64-mingw32/12-posix/include/c++",
         "-isystem/usr/lib/gcc/x86_64-w64-mingw32/12-posix/include/c++/x86_64-w64-mingw32",
         "-isystem/usr/x86_64-w64-mingw32/include"]

GCC_ONLY = ("-Wno-restrict", "-Wno-subobject-linkage", "-Wno-maybe-uninitialized", "-Wa,-mbig-obj", "-Og")
INCLUDED = re.compile(r'#include "(/.*\.cpp)"')
# The analyzer walks 225,000 states of a function unless told; behind Asio's templates the later ones cost half the time
# and find nothing.
ANALYZER = [f"--extra-arg={word}" for word in ("-Xclang", "-analyzer-config", "-Xclang", "max-nodes=40000")]


def wanted(source, windows, prefixes):
    name = os.path.relpath(source, ROOT)
    return (not name.startswith(("..", "build/")) and "third_party" not in name and name.endswith(".cpp")
            # The Windows build is read for what only it compiles; the rest is read natively.
            and (not windows or "/win32/" in name) and name.startswith(tuple(prefixes) or ""))


def units(entries, windows, prefixes, folder):
    """What is compiled as one is read as one: nine tenths of the time go into headers. One after the other in one file, since
    some checks look into the main file only."""
    for entry in entries:
        batch = "/Unity/" in entry["file"]
        sources = INCLUDED.findall(pathlib.Path(entry["file"]).read_text()) if batch else [entry["file"]]
        sources = [source for source in sources if wanted(source, windows, prefixes)]
        if len(sources) == 1:
            yield {**entry, "file": sources[0], "sources": sources}
        elif sources:
            names = [os.path.relpath(source, ROOT) for source in sources]
            file = folder / top(names[0]) / (hashlib.sha256("\0".join(names).encode()).hexdigest()[:16] + ".cpp")
            prepare(file.parent)
            file.write_text("".join(read_source(source) for source in sources))
            yield {**entry, "file": str(file), "sources": sources}


def prepare(folder):
    """clang-tidy looks for its configuration in the folders above a file, so they are here too."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, place in ((ROOT / ".clang-tidy", folder.parent), (ROOT / folder.name / ".clang-tidy", folder)):
        if file.exists():
            shutil.copy(file, place)


@functools.cache
def read_source(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    return text if text.endswith("\n") else text + "\n"


def in_its_source(text, unit):
    """What is said of a batch, said of the file that it is about."""
    starts = [1]
    for source in unit["sources"]:
        starts.append(starts[-1] + read_source(source).count("\n"))

    def place(found):
        line = int(found.group(1))
        number = bisect.bisect_right(starts, line) - 1
        return f"{unit['sources'][min(number, len(unit['sources']) - 1)]}:{line - starts[number] + 1}:"
    return re.sub(re.escape(unit["file"]) + r":(\d+):", place, text) if len(unit["sources"]) > 1 else text


def arguments(entry, windows):
    words = shlex.split(entry["command"])
    if pathlib.Path(words[0]).name == "ccache":
        words = words[1:]
    kept, skip = [], False
    for word in words[1:]:
        if skip:
            skip = False
        elif word in ("-o", "-MF", "-MT", "-MQ", "-c"):
            skip = True
        elif word != "-MD" and not word.startswith(("-fsanitize", "-fno-sanitize")) and word not in GCC_ONLY:
            kept.append(word)
    # A file of a batch finds what lies beside it.
    beside = sorted({f"-iquote{os.path.dirname(source)}" for source in entry["sources"]}) if len(entry["sources"]) > 1 else []
    return (MINGW if windows else []) + beside + kept


def here(text):
    """The same in every checkout."""
    return text.replace(os.fsencode(ROOT), b"")


@functools.cache
def content(path):
    try:
        return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()
    except OSError:
        return ""


def read_as(entry, flags, config):
    """What the compiler would see decides: comments outside of headers and other files do not. Returns a digest of that
    and the content of each file that was read for it, by path below ROOT or absolute."""
    with tempfile.NamedTemporaryFile() as list_of_files:
        seen = subprocess.run(["clang++", "-E", "-P", "-MD", "-MF", list_of_files.name, *flags, entry["file"]],
                              cwd=entry["directory"], capture_output=True)
        if seen.returncode != 0:
            return None, {}
        names = pathlib.Path(list_of_files.name).read_text().split(":", 1)[1].replace("\\\n", " ").split()
    files = {}
    for name in names:
        path = pathlib.Path(os.path.abspath(os.path.join(entry["directory"], name)))
        short = str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
        files[short] = content(short)
    digest = hashlib.sha256(config)
    digest.update(pathlib.Path(entry["file"]).read_bytes())
    digest.update(here(seen.stdout))
    return digest.hexdigest(), files


def is_as_it_was(list_of_files):
    """Nothing that was read when the unit was clean has changed: known without a compiler."""
    try:
        files = json.loads(list_of_files.read_text())
    except (OSError, ValueError):
        return False
    return all(content(path) == was for path, was in files.items())


@functools.cache
def configuration(folder):
    """A folder's .clang-tidy adds to the one above it."""
    files = [ROOT / folder / ".clang-tidy", ROOT / ".clang-tidy"]
    return "".join(file.read_text() for file in files if file.exists())


def top(name):
    return name.split("/")[0]


def tidy(entry, windows, cache):
    flags = arguments(entry, windows)
    names = [os.path.relpath(source, ROOT) for source in entry["sources"]]
    [config] = {configuration(top(name)) for name in names}
    words = hashlib.sha256(here(os.fsencode("\0".join([config, *names, *flags])))).hexdigest()
    list_of_files = cache / f"{words}.files"
    if is_as_it_was(list_of_files):
        return names, True, ""
    digest, files = read_as(entry, flags, config.encode())
    mark = cache / digest if digest else None
    run = None
    if not mark or not mark.exists():
        run = subprocess.run(["clang-tidy", "--quiet", *ANALYZER, entry["file"], "--", *flags], cwd=entry["directory"],
                             capture_output=True, text=True)
        if run.returncode != 0 or not mark:
            return names, run.returncode == 0, in_its_source(run.stdout + (run.stderr if run.returncode else ""), entry)
        mark.touch()
    list_of_files.write_text(json.dumps(files))
    return names, True, in_its_source(run.stdout, entry) if run else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--cache", default=os.path.expanduser("~/.cache/kigen/tidy"))
    parser.add_argument("prefixes", nargs="*")
    options = parser.parse_intermixed_args()
    cache = pathlib.Path(options.cache)
    cache.mkdir(parents=True, exist_ok=True)
    entries = json.loads((pathlib.Path(options.build) / "compile_commands.json").read_text())
    windows = any("mingw32" in entry["command"] for entry in entries[:1])
    failed = read = 0
    folder = pathlib.Path(options.build).resolve() / "tidy"
    shutil.rmtree(folder, ignore_errors=True)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for names, good, text in pool.map(lambda unit: tidy(unit, windows, cache),
                                          list(units(entries, windows, options.prefixes, folder))):
            read += len(names)
            if not good:
                failed += 1
                print(f"-- {names[0]}{f' and {len(names) - 1} more' if len(names) > 1 else ''}\n{text}", flush=True)
    print(f"clang-tidy: {read} file(s), {failed} group(s) with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
