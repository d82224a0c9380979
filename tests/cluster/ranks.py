# SPDX-License-Identifier: BSL-1.0
"""Starting a program as several ranks of OpenMPI, here or on machines that network namespaces
make of this one, and data for it."""

import os
import pathlib
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))

import files  # noqa: E402: its folder is known only now
from program import Outcome, hear_interrupts  # noqa: E402

MPIRUN = ["mpirun", "--quiet", "--oversubscribe", "--bind-to", "none"]
LONGEST = 120  # seconds, of a run that should take a few


def environment():
    kept = {k: v for k, v in os.environ.items() if k != "TYPENET_DATA"}
    return kept | {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}


def arrays(folder, shape, classes=None, train=300, test=20):
    """A data set of noise in NumPy's arrays, in a new folder."""
    os.mkdir(folder)
    chance = random.Random(str(shape))
    size = 1
    for extent in shape:
        size *= extent
    for part, count in (("train", train), ("test", test)):
        values = [chance.gauss(0, 1) for _ in range(count * size)]
        files.write(os.path.join(folder, part + ".npy"),
                    files.npy((count, *shape), struct.pack(f"<{len(values)}f", *values), "<f4"))
        if classes:
            files.write(os.path.join(folder, part + "_labels.npy"),
                        files.npy((count,), bytes(i % classes for i in range(count))))
    return folder


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


class RanksTest(unittest.TestCase):
    """A test with a folder of its own. `program` and `several` are set by cluster_test.py."""

    program = None
    several = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="typenet-test-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def expect_success(self, outcome):
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        return outcome

    def expect_failure(self, outcome, code, *words):
        """One sentence, of one rank, with these words in it."""
        self.assertEqual(outcome.code, code, outcome)
        self.assertRegex(outcome.err, r"\Aerror: [^\n]+\n\Z", outcome)
        for word in words:
            self.assertIn(word, outcome.err)


class Machines:
    """Two network namespaces with a cable between them, each with a name and an address of its own.
    `why_not` says what is missing to have them."""

    ADDRESSES = ("10.77.0.1", "10.77.0.2")

    def __init__(self, folder):
        self.names = [f"typenet-{os.getpid()}-{end}" for end in "ab"]
        self.agent = os.path.join(folder, "agent")
        self.why_not = ""
        try:
            self._build()
        except (OSError, subprocess.CalledProcessError) as wrong:
            said = getattr(wrong, "stderr", None) or str(wrong)
            self.why_not = f"no network namespaces here: {said.strip()}"
            self.remove()

    def _build(self):
        for name in self.names:
            self.ip("netns", "add", name)
        ends = [f"tn{os.getpid()}{end}" for end in "ab"]
        self.ip("link", "add", ends[0], "type", "veth", "peer", "name", ends[1])
        for name, end, address in zip(self.names, ends, self.ADDRESSES):
            self.ip("link", "set", end, "netns", name, "name", "eth0")
            self.inside(name, "ip", "addr", "add", f"{address}/24", "dev", "eth0")
            self.inside(name, "ip", "link", "set", "eth0", "up")
            self.inside(name, "ip", "link", "set", "lo", "up")
        cases = "".join(f"{address}) name={name} host=node-{end} ;;\n"
                        for name, address, end in zip(self.names, self.ADDRESSES, "ab"))
        files.write(self.agent, f"""#!/bin/sh
case $1 in
{cases}esac
shift
exec ip netns exec $name unshare --uts sh -c "hostname $host; $*"
""".encode())
        os.chmod(self.agent, 0o755)

    @staticmethod
    def ip(*words):
        subprocess.run(["ip", *words], check=True, capture_output=True, text=True)

    def inside(self, name, *words):
        self.ip("netns", "exec", name, *words)

    def command(self, *words):
        """A rank on each machine, started from the first."""
        return ["ip", "netns", "exec", self.names[0], *MPIRUN, "--host",
                ",".join(f"{address}:1" for address in self.ADDRESSES), "--mca", "plm_rsh_agent",
                self.agent, "--mca", "btl_tcp_if_include", "eth0", "--mca", "oob_tcp_if_include",
                "eth0", "-n", "2", *words]

    def cut(self):
        self.inside(self.names[0], "ip", "link", "set", "eth0", "down")

    def remove(self):
        for name in self.names:
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
