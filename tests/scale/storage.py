#!/usr/bin/env python3
"""What the file system asks for many documents: the figures of docs/scale.md. Writes below --folder only.

One folder with 1,000 to 1,000,000 names: its own size, and the time to add a name, to list all, to open one
of them. Then files as quire writes them, under a temporary name, renamed, with and without fsync.
"""

import argparse
import os
import random
import shutil
import tempfile
import time
from pathlib import Path

SIZE = 27_000  # bytes of a handout


def clock(function):
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def add(folder, first, last):
    for n in range(first, last):
        os.close(os.open(f"{folder}/district-of-some-name-{n:07}.pdf", os.O_CREAT | os.O_WRONLY))


def names(folder, most):
    print(f"{'names':>9} {'folder MB':>10} {'add us':>8} {'list s':>8} {'open us':>8}")
    made = 0
    for count in (1_000, 10_000, 100_000, 1_000_000):
        if count > most:
            break
        seconds = clock(lambda: add(folder, made, count))
        each = seconds / (count - made) * 1e6
        made = count
        listing = clock(lambda: sum(1 for _ in os.scandir(folder)))
        some = [random.randrange(count) for _ in range(1000)]

        def look():
            for n in some:
                os.stat(f"{folder}/district-of-some-name-{n:07}.pdf")
        opening = clock(look) / len(some) * 1e6
        print(f"{count:9,} {folder.stat().st_size / 1e6:10.2f} {each:8.1f} {listing:8.3f} {opening:8.1f}", flush=True)


def write(folder, count, synced):
    data = os.urandom(SIZE)
    for n in range(count):
        temporary = f"{folder}/.{n}.tmp"
        fd = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        os.write(fd, data)
        if synced:
            os.fsync(fd)
        os.close(fd)
        os.rename(temporary, f"{folder}/{n}.pdf")


def writing(folder, count):
    for synced in (False, True):
        target = folder / ("synced" if synced else "unsynced")
        target.mkdir()
        seconds = clock(lambda: write(target, count, synced))
        used = sum(p.stat().st_blocks for p in target.iterdir()) * 512 / count
        print(f"{count:,} files of {SIZE:,} bytes, {'with' if synced else 'without'} fsync: {seconds / count * 1000:.3f} "
              f"ms each, {used:,.0f} bytes on the disk each", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--files", type=int, default=2_000)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="quire-storage-", dir=options.folder))
    try:
        state = os.statvfs(folder)
        print(f"file system: {state.f_frsize:,} bytes a block, {state.f_files:,} inodes, {state.f_ffree:,} free")
        (folder / "names").mkdir()
        names(folder / "names", options.names)
        writing(folder, options.files)
        print(f"removing {options.names:,} names: {clock(lambda: shutil.rmtree(folder / 'names')):.1f} s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
