#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The programs that measure answer as the suite expects.

usage: servers_test.py FOLDER-OF-PROGRAMS
"""

import pathlib
import subprocess
import sys
import tempfile

from suite.servers import Server

PROGRAMS = pathlib.Path(sys.argv[1])


def check_steps(folder: str, work: str, threads: int) -> None:
    with Server([PROGRAMS / "bench_digits_1", work, threads, folder, 2]) as server:
        assert server.about["name"] == "typenet", server.about
        assert server.about["simd"] and server.about["version"], server.about
        # Parameters and Adam's two moments at least.
        assert 3 * 4 * 3_274_634 / 2**20 < server.about["mebibytes"] < 300, server.about
        for count in (1, 3):
            times = server.time(count)
            assert len(times) == count, times
            assert all(0 < time < 60000 for time in times), times


def check_stages(folder: str) -> None:
    with Server([PROGRAMS / "bench_digits_1", "stages", 1, folder, 1]) as server:
        stages = server.about["stages"]
        # The network's own number, forward.
        assert sum(stage["forward"]["multiply_adds"] for stage in stages) == 13_883_904
        assert all(stage["forward"]["bytes"] > 0 for stage in stages), stages
        steps = server.time(2)
        assert [len(step) for step in steps] == [2 * len(stages)] * 2, steps


def check_failure(folder: str) -> None:
    """A program that ends says why."""
    with Server([PROGRAMS / "bench_digits_1", "train", 1, f"{folder}/nowhere", 1]) as server:
        try:
            server.wait_until_warm()
        except RuntimeError as wrong:
            assert "nowhere" in str(wrong), wrong
        else:
            raise AssertionError("a folder that is not there gives no error")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PROGRAMS / "bench_write_digits", folder, "28", "28", "1", "10", "200"], check=True)
        for work, threads in (("train", 1), ("train", 2), ("infer", 1), ("infer", 2)):
            check_steps(folder, work, threads)
        check_stages(folder)
        check_failure(folder)
    print("the programs answer")


if __name__ == "__main__":
    main()
