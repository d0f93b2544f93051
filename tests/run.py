#!/usr/bin/env python3
"""Tests of the whole program: renders layouts and looks at what came out.

A test is a function in tests/suite_*.py that is named with a sentence and decorated with @test. Cases
are in tests/cases/<topic>/NAME.yaml with the dumps they must give beside them (NAME.frames, NAME.tags,
NAME.bound, NAME.txt) or the diagnostics (NAME.err). See tests/README.md.
"""

import argparse
import importlib
import sys
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import harness  # noqa: E402


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quire", required=True, type=Path)
    parser.add_argument("--quick", action="store_true", help="leave out the slow tests")
    parser.add_argument("--update", action="store_true", help="show and accept golden differences")
    parser.add_argument("--unit-log", type=Path, help="counts of the unit tests, added to ours")
    parser.add_argument("only", nargs="*", help="run only tests whose name contains one of these")
    options = parser.parse_args()
    harness.configure(options.quire.resolve(), options.update)
    for path in sorted(HERE.glob("suite_*.py")):
        importlib.import_module(path.stem)
    passed = failed = 0
    for entry in harness.TESTS:
        if (entry.slow and options.quick) or (
                options.only and not any(o in entry.name for o in options.only)):
            continue
        started = time.monotonic()
        try:
            entry.run()
            passed += 1
        except AssertionError as failure:
            failed += 1
            print(f"FAILED  {entry.name}\n    " + str(failure).replace("\n", "\n    "))
        except Exception:  # a broken test is a failed test
            failed += 1
            print(f"FAILED  {entry.name}\n" + traceback.format_exc())
        seconds = time.monotonic() - started
        if seconds > 5:
            print(f"slow    {entry.name}: {seconds:.1f} s")
    if options.unit_log:
        unit_passed, unit_failed = map(int, options.unit_log.read_text().split())
        passed, failed = passed + unit_passed, failed + unit_failed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
