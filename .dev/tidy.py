#!/usr/bin/env python3
"""clang-tidy over every translation unit of a build folder; a unit that was clean before is not read again.

Usage: tidy.py BUILD_DIR [--jobs N] [--cache DIR] [PATH_PREFIX ...]
"""
import argparse
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MINGW = ["--target=x86_64-w64-windows-gnu",
         "-isystem/usr/lib/gcc/x86_64-w64-mingw32/12-posix/include/c++",
         "-isystem/usr/lib/gcc/x86_64-w64-mingw32/12-posix/include/c++/x86_64-w64-mingw32",
         "-isystem/usr/x86_64-w64-mingw32/include"]

GCC_ONLY = ("-Wno-restrict", "-Wno-subobject-linkage", "-Wa,-mbig-obj")
INCLUDED = re.compile(r'#include "(/.*\.cpp)"')
# The analyzer walks 225,000 states of a function unless told; behind Asio's templates the later ones cost half the time
# and find nothing.
ANALYZER = [f"--extra-arg={word}" for word in ("-Xclang", "-analyzer-config", "-Xclang", "max-nodes=40000")]


def translation_units(entries):
    """What is compiled in a batch is read one by one: each file has to stand on its own."""
    for entry in entries:
        if "/Unity/" not in entry["file"]:
            yield entry
            continue
        for source in INCLUDED.findall(pathlib.Path(entry["file"]).read_text()):
            yield {**entry, "file": source}


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
    return (MINGW if windows else []) + kept


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


def configuration(name):
    # A folder's .clang-tidy adds to the one above it.
    folders = [ROOT / folder for folder in pathlib.Path(name).parents]
    return b"".join((folder / ".clang-tidy").read_bytes() for folder in folders if (folder / ".clang-tidy").exists())


def tidy(entry, windows, cache):
    flags = arguments(entry, windows)
    name = os.path.relpath(entry["file"], ROOT)
    config = configuration(name)
    words = hashlib.sha256(config + here(os.fsencode("\0".join([name, *flags])))).hexdigest()
    list_of_files = cache / f"{words}.files"
    if is_as_it_was(list_of_files):
        return name, True, ""
    digest, files = read_as(entry, flags, config)
    mark = cache / digest if digest else None
    run = None
    if not mark or not mark.exists():
        run = subprocess.run(["clang-tidy", "--quiet", *ANALYZER, entry["file"], "--", *flags], cwd=entry["directory"],
                             capture_output=True, text=True)
        if run.returncode != 0 or not mark:
            return name, run.returncode == 0, run.stdout + (run.stderr if run.returncode else "")
        mark.touch()
    list_of_files.write_text(json.dumps(files))
    return name, True, run.stdout if run else ""


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
    wanted = []
    for entry in translation_units(entries):
        name = os.path.relpath(entry["file"], ROOT)
        if name.startswith("..") or "third_party" in name or name.startswith("build/") or not name.endswith(".cpp"):
            continue
        # The Windows build is read for what only it compiles; the rest is read natively.
        if windows and "/win32/" not in name:
            continue
        if options.prefixes and not name.startswith(tuple(options.prefixes)):
            continue
        wanted.append(entry)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for name, good, text in pool.map(lambda e: tidy(e, windows, cache), wanted):
            if not good:
                failed += 1
                print(f"-- {name}\n{text}", flush=True)
    print(f"clang-tidy: {len(wanted)} translation unit(s), {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
