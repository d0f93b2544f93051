"""A batch under bad rows, crashes, hangs, kills, signals, rivals and a full disk: small and quick.

`make test-endurance` runs the same trials at full size.
"""

import signal
import sys
from pathlib import Path

import harness
from harness import test

sys.path.insert(0, str(Path(__file__).resolve().parent / "faults"))

import batch_faults as faults  # noqa: E402


def program():
    return harness.program()


@test(slow=True)
def bad_rows_a_crash_and_a_hang_cost_their_own_documents_alone():
    faults.bad_rows_a_crash_and_a_hang(program(), 200, bad_share=50, max_time=2, sample=5)


@test(slow=True)
def a_batch_killed_at_any_moment_leaves_whole_files_and_is_completed():
    faults.killed_at_random(program(), 60, 4)


@test(slow=True)
def sigterm_ends_a_batch_within_two_seconds_with_a_manifest():
    faults.interrupted(program(), 400, signal.SIGTERM, 143)


@test(slow=True)
def sigint_ends_a_batch_within_two_seconds_with_a_manifest():
    faults.interrupted(program(), 400, signal.SIGINT, 130)


@test
def a_share_that_is_run_again_after_a_merge_can_be_merged_again():
    faults.merged_twice(program(), 12)


@test(slow=True)
def two_batches_at_one_folder_do_not_mix():
    faults.two_at_one_folder(program(), 10)


@test(slow=True)
def a_full_disk_keeps_what_was_there():
    said = faults.disk_full(program(), 60)
    if said.startswith("NOT TRIED"):
        print(f"note: a full disk: {said}")
