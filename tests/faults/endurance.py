#!/usr/bin/env python3
"""make test-endurance: the trials of batch_faults.py at full size. Takes some minutes."""

import argparse
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import batch_faults as faults  # noqa: E402

TRIALS = [
    ("10,000 handouts, 1 % bad rows, a crash, a hang", faults.bad_rows_a_crash_and_a_hang, (10000, 100, 10, 200)),
    ("500 handouts, killed at 50 random moments", faults.killed_at_random, (500, 50)),
    ("SIGTERM", faults.interrupted, (2000, signal.SIGTERM, 143)),
    ("SIGINT", faults.interrupted, (2000, signal.SIGINT, 130)),
    ("two runs at one folder", faults.two_at_one_folder, (200,)),
    ("a full disk", faults.disk_full, (500,)),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quire", type=Path, required=True)
    parser.add_argument("only", nargs="*", help="trials whose name contains one of these")
    options = parser.parse_args()
    passed = failed = 0
    for name, function, arguments in TRIALS:
        if options.only and not any(word in name for word in options.only):
            continue
        print(f"{name} ...", flush=True)
        started = time.monotonic()
        try:
            said = function(options.quire.resolve(), *arguments)
            passed += 1
        except AssertionError as fault:
            said = f"FAILED: {fault}"
            failed += 1
        print(f"    {said} ({time.monotonic() - started:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
