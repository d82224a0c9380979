# SPDX-License-Identifier: BSL-1.0
"""One training by several ranks: the same bits as by one, and an end with one sentence when a rank
dies, falls silent, or is not like the others."""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time
import unittest

from mpirun import MPIRUN, Machines
from ranks import (START_RANKS, RanksTest, files, outcome_of, rank_processes, run, start,
                   wait_for)

STEPS = 4
TIMEOUT = 3  # seconds that a rank may stay silent
LONG = ("--steps", "1500", "--accumulate", "4", "--checkpoint-every", "50")


class SameBits(RanksTest):
    def check(self, program, network, data, *options):
        """One process, 2 ranks and 4 leave the same file, and so does a run that goes on with
        another number of ranks."""
        described = subprocess.run([program, "describe", "--json"], capture_output=True, text=True,
                                   check=True).stdout
        if network not in json.loads(described)["networks"]:
            self.skipTest(f"the program is compiled without {network}")

        def train(name, ranks, *how):
            model = self.path(name)
            start_with = [*MPIRUN, "-n", str(ranks)] if ranks > 1 else []
            told = self.expect_success(run(
                [*start_with, program, "train", "--data", data, "--validation", "0", "--threads",
                 "1", "--checkpoint", model, *how]))
            self.assertEqual(told.out.count("data: "), 1, told)
            return files.read(model)

        new = ("--network", network, "--steps", str(STEPS), "--accumulate", "4",
               "--checkpoint-every", str(STEPS // 2), *options)
        whole = train("whole", 1, *new)
        self.assertEqual(json.loads(files.read_safetensors(self.path("whole"))[0]["settings"])
                         ["accumulate"], 4)
        self.assertEqual(train("two", 2, *new), whole)
        self.assertEqual(train("four", 4, *new), whole)
        self.assertEqual(files.read_safetensors(self.path("two.1"))[0]["step"], str(STEPS // 2))
        self.assertEqual(train("resumed", 4, "--resume", self.path("two.1")), whole)
        self.assertEqual(train("alone", 1, "--resume", self.path("four.1")), whole)

    def test_digits(self):
        self.check(self.program, "digits",
                   files.write_arrays(self.path("data"), (28, 28, 1), classes=10),
                   "--clip-norm", "0.5", "--average", "0.5")

    def test_resnet8(self):
        self.check(self.program, "resnet8",
                   files.write_arrays(self.path("data"), (32, 32, 3), classes=10),
                   "--weight-decay", "0.001")

    def test_autoencoder(self):
        self.check(self.program, "autoencoder", files.write_arrays(self.path("data"), (640,)))

    def test_small_ones(self):
        for network, classes in (("signs", 2), ("squeeze", None)):
            with self.subTest(network):
                self.check(self.several, network,
                           files.write_arrays(self.path(network), (8, 8, 1), classes=classes))

    def test_two_machines(self):
        machines = Machines(self.folder)
        self.addCleanup(machines.remove)
        if machines.why_not:
            self.skipTest(machines.why_not)
        data = files.write_arrays(self.path("data"), (8, 8, 1), classes=2)
        how = [self.several, "train", "--data", data, "--validation", "0", "--steps", "20",
               "--accumulate", "2", "--checkpoint"]
        self.expect_success(run([*how, self.path("alone")]))
        told = self.expect_success(run(machines.command(*how, self.path("both"))))
        self.assertEqual(files.read(self.path("both")), files.read(self.path("alone")))
        for rank, host in enumerate(("a", "b")):
            self.assertRegex(told.out, rf"\nrank {rank} on \S+: \d+ % computing, \d+ % exchang", told)


class Telling(RanksTest):
    def test_log_and_report(self):
        data = files.write_arrays(self.path("data"), (8, 8, 1), classes=2)
        log, page = self.path("log"), self.path("page.html")
        told = self.expect_success(run(
            [*MPIRUN, "-n", "2", self.several, "train", "--data", data, "--validation", "0",
             "--steps", "6", "--accumulate", "4", "--log", log, "--log-every", "1", "--report",
             page]))
        self.assertIn("6 steps of 4 x 16 images, seed 1, 2 ranks of ", told.out)
        with open(log, encoding="utf-8") as lines:
            events = [json.loads(line) for line in lines]
        self.assertEqual((events[0]["ranks"], events[0]["accumulate"], events[0]["batch"]),
                         (2, 4, 16))
        self.assertEqual([e["step"] for e in events if e["event"] == "step"], list(range(1, 7)))
        times = [e for e in events if e["event"] == "rank"]
        self.assertEqual([e["rank"] for e in times], [0, 1])
        for one in times:
            for what in ("computing", "exchanging", "waiting"):
                self.assertGreaterEqual(one[what], 0)
            self.assertGreater(one["computing"], 0)
        words = files.read(page).decode()
        for one in times:
            self.assertIn(f"rank {one['rank']} on {one['host']}", words)
        # Losses are those of one process, to the bit.
        alone = self.path("alone")
        self.expect_success(run([self.several, "train", "--data", data, "--validation", "0",
                                 "--steps", "6", "--accumulate", "4", "--log", alone,
                                 "--log-every", "1"]))
        with open(alone, encoding="utf-8") as lines:
            others = [json.loads(line) for line in lines]
        for key in ("loss", "accuracy"):
            self.assertEqual([e[key] for e in events if e["event"] == "step"],
                             [e[key] for e in others if e["event"] == "step"])

    def test_other_commands_are_done_once(self):
        told = self.expect_success(run([*MPIRUN, "-n", "2", self.several, "describe", "--json"]))
        json.loads(told.out)


class Refusing(RanksTest):
    def setUp(self):
        super().setUp()
        self.data = files.write_arrays(self.path("data"), (8, 8, 1), classes=2)

    def train(self, *options, data=None):
        return [self.several, "train", "--data", data or self.data, "--validation", "0", "--steps",
                "2", *options]

    def test_numbers_of_ranks(self):
        for ranks, accumulate, allowed in ((3, 4, "1 or 2 or 4"), (2, 1, "1"), (4, 6, "3 or 6")):
            told = run([*MPIRUN, "-n", str(ranks),
                        *self.train("--accumulate", str(accumulate))])
            self.expect_failure(told, 2, f"expected 1", f"{allowed} for steps over {accumulate} ",
                                f"found {ranks}")

    def test_wrong_usage_is_said_once(self):
        self.expect_failure(run([*MPIRUN, "-n", "3", *self.train("--steps", "many")]), 2,
                            "--steps: expected")

    def test_ranks_that_differ(self):
        other = files.write_arrays(self.path("other"), (8, 8, 1), classes=2, train=301)
        usual = self.train("--accumulate", "2")
        for words, different in (
                ("the seed of rank 1 on ", self.train("--accumulate", "2", "--seed", "2")),
                ("the setting l2 of rank 1 on ", self.train("--accumulate", "2", "--l2", "0.5")),
                ("the digest of the data of rank 1 on ",
                 self.train("--accumulate", "2", data=other)),
                ("the network of rank 1 on ",
                 self.train("--accumulate", "2", "--network", "place"))):
            with self.subTest(words):
                if "place" in different:
                    different[different.index(self.data)] = self.place()
                self.expect_failure(run([*MPIRUN, "-n", "1", *usual, ":", "-n", "1", *different]),
                                    1, words)

    def place(self):
        """The data of a network that finds two numbers for each image."""
        folder = files.write_arrays(self.path("place"), (8, 8, 1))
        for part, count in (("train", 300), ("test", 20)):
            files.write(os.path.join(folder, part + "_targets.npy"),
                        files.npy((count, 2), bytes(8 * count), "<f4"))
        return folder

    def test_data_that_one_rank_lacks(self):
        usual = self.train("--accumulate", "2")
        lost = self.train("--accumulate", "2", data=self.path("nowhere"))
        self.expect_failure(run([*MPIRUN, "-n", "1", *usual, ":", "-n", "1", *lost]), 1,
                            "rank 1 on ", "nowhere: expected a folder")


class Failing(RanksTest):
    """Runs that would last for minutes are disturbed after their first checkpoint."""

    def setUp(self):
        super().setUp()
        self.data = files.write_arrays(self.path("data"), (8, 8, 1), classes=2)

    def train(self, *options):
        return [self.several, "train", "--data", self.data, "--validation", "0", "--threads", "1",
                "--rank-timeout", str(TIMEOUT), *options]

    def begun(self, ranks, command=None):
        self.model = self.path(f"model{len(os.listdir(self.folder))}")
        process = start((command or [*MPIRUN, "-n", str(ranks)]) +
                        self.train(*LONG, "--checkpoint", self.model))
        self.addCleanup(process.kill)
        wait_for(self.model)
        return process

    def expect_whole(self):
        """What was kept goes on, on fewer ranks, to the same end as if nothing had been."""
        step = int(files.read_safetensors(self.model)[0]["step"])
        self.assertTrue(0 < step < int(LONG[1]), step)
        self.expect_success(run([*MPIRUN, "-n", "2", *self.train("--resume", self.model)]))
        alone = self.path("alone")
        if not os.path.exists(alone):
            self.expect_success(run(self.train(*LONG, "--checkpoint", alone)))
        self.assertEqual(files.read(self.model), files.read(alone))

    def test_killed(self):
        process = self.begun(4, [START_RANKS, "4"])
        os.kill(rank_processes(process, self.several, 4)[1], signal.SIGKILL)
        told = outcome_of(process)
        self.assertEqual(told.code, 128 + signal.SIGKILL, told)
        self.assertRegex(told.err, r"\Aerror: rank 1 on \S+ was ended by signal 9 \(Killed\); [^\n]*\n\Z",
                         told)
        self.expect_whole()

    def test_silent(self):
        for rank in (0, 2):
            with self.subTest(rank=rank):
                process = self.begun(4)
                silent = rank_processes(process, self.several, 4)[rank]
                os.kill(silent, signal.SIGSTOP)
                told = outcome_of(process)
                self.assertEqual(told.code, 1, told)
                self.assertRegex(told.err, rf"\Aerror: [^\n]*nothing was heard of rank {rank} on \S+ "
                                           rf"for {TIMEOUT} s[^\n]*\n", told)
        self.expect_whole()

    def test_asked_to_stop(self):
        for command, asked in ((None, signal.SIGUSR1), ([START_RANKS, "2"], signal.SIGINT)):
            with self.subTest(asked):
                process = self.begun(2, command)
                process.send_signal(asked)
                told = outcome_of(process)
                self.assertEqual((told.code, told.err), (128 + signal.SIGUSR1, ""), told)
                last = re.search(r"\nstopped after step (\d+) of 1500\n", told.out)
                self.assertEqual(files.read_safetensors(self.model)[0]["step"], last[1])

    def test_full_disk(self):
        told = run([*MPIRUN, "-n", "2", *self.train("--steps", "2", "--accumulate", "2",
                                                    "--checkpoint", "/dev/full/model")])
        self.expect_failure(told, 1, "/dev/full")

    def test_cut_cable(self):
        machines = Machines(self.folder)
        self.addCleanup(machines.remove)
        if machines.why_not:
            self.skipTest(machines.why_not)
        process = self.begun(2, machines.command())
        ranks = rank_processes(process, self.several, 2)
        machines.cut()
        told = outcome_of(process)
        self.assertNotEqual(told.code, 0, told)
        self.assertRegex(told.err, r"\Aerror: nothing was heard of rank 1 on node-b for [^\n]*\n", told)
        # The other machine finds out by itself.
        end = time.monotonic() + 3 * TIMEOUT
        while any(os.path.exists(f"/proc/{one}") for one in ranks.values()):
            self.assertLess(time.monotonic(), end, "a rank is still there")
            time.sleep(0.1)
        self.expect_whole()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--several", required=True)
    known, rest = parser.parse_known_args()
    RanksTest.program, RanksTest.several = known.program, known.several
    unittest.main(argv=[sys.argv[0], *rest])
