# SPDX-License-Identifier: BSL-1.0
"""Starting a program as several ranks of OpenMPI on this machine."""

import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))

import files  # noqa: E402,F401: its folder is known only now
from mpirun import environment  # noqa: E402
from program import Outcome, ProgramTest, hear_interrupts  # noqa: E402

START_RANKS = str(pathlib.Path(__file__).resolve().parents[2] / "src/cluster/start_ranks.sh")
LONGEST = 120  # seconds, of a run that should take a few


def start(command):
    return subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            preexec_fn=hear_interrupts)


def outcome_of(process):
    out, err = process.communicate(timeout=LONGEST)
    return Outcome(subprocess.CompletedProcess([], process.returncode, out, err))


def run(command):
    return outcome_of(start(command))


def rank_processes(mpirun, program, count):
    """The process of each rank; those of other machines are here, too."""
    def children(of):
        with open(f"/proc/{of}/task/{of}/children", encoding="ascii") as listed:
            for child in map(int, listed.read().split()):
                yield child
                yield from children(child)

    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        found = {}
        for child in children(mpirun.pid):
            try:
                if os.path.samefile(f"/proc/{child}/exe", program):
                    with open(f"/proc/{child}/environ", encoding="utf-8") as told:
                        words = dict(w.split("=", 1) for w in told.read().split("\0") if "=" in w)
                    found[int(words["OMPI_COMM_WORLD_RANK"])] = child
            except (OSError, KeyError):
                continue
        if len(found) == count:
            return found
        time.sleep(0.05)
    raise RuntimeError(f"expected {count} ranks, found {found}")


def wait_for(path):
    """Until a file is there: the run is under way then."""
    end = time.monotonic() + LONGEST
    while not os.path.exists(path):
        if time.monotonic() > end:
            raise RuntimeError(f"{path} was not written")
        time.sleep(0.05)


class RanksTest(ProgramTest):
    """`several`, another program, is set by cluster_test.py, as `program` is."""

    several = None
