#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What a shell offers for unfinished commands: completion_test.py --shell NAME --program PATH.

Each shell itself reads the script that the program prints, and is asked. Exit code 77 where the
shell is not installed.
"""

import argparse
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

import definition

HERE = pathlib.Path(__file__).resolve().parent
options = None


def run(folder, *words):
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=30, check=False)
    if done.returncode or done.stderr:
        raise AssertionError(f"exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout.splitlines()


class Shell:
    """A shell in a folder, that has read a script of completions."""

    def __init__(self, script, folder):
        self.script, self.folder = script, folder

    def close(self):
        pass


class Bash(Shell):
    """bash has no command that completes a line, so its function is called as bash would. What it
    leaves to readline, files and folders, is what compgen finds."""

    def offers(self, line):
        words = re.findall(r"=|[^\s=]+", line) + ([""] if line.endswith((" ", "=")) else [])
        name, last = shlex.quote(words[0]), shlex.quote(words[-1])
        return run(self.folder, "bash", "--norc", "-c", f"""
            compopt() {{ [[ $1 == -o ]] && kind=$2; }}
            source {shlex.quote(str(self.script))}
            [[ $(complete -p {name}) =~ -F\\ ([^ ]+) ]] || exit 1
            COMP_WORDS=({" ".join(map(shlex.quote, words))}) COMP_CWORD={len(words) - 1} kind=
            ${{BASH_REMATCH[1]}}
            case $kind in
                default) COMPREPLY=($(compgen -f -- {last})) ;;
                dirnames) COMPREPLY=($(compgen -d -- {last})) ;;
            esac
            printf '%s\\n' "${{COMPREPLY[@]}}"
        """)


class Fish(Shell):
    def offers(self, line):
        found = run(self.folder, "fish", "--no-config", "-c",
                    f"source {shlex.quote(str(self.script))}; complete -C {shlex.quote(line)}")
        return [offer.split("\t")[0].rpartition("=")[2] for offer in found]


class Zsh(Shell):
    def __init__(self, script, folder):
        super().__init__(script, folder)
        self.shell = subprocess.Popen(["zsh", "-f", HERE / "capture.zsh", script], cwd=folder,
                                      text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def offers(self, line):
        self.shell.stdin.write(line + "\n")
        self.shell.stdin.flush()
        found = []
        for offer in map(str.rstrip, self.shell.stdout):
            if offer == "<end>":
                return found
            found.append(offer)
        raise AssertionError(f"zsh ended with {found}")

    def close(self):
        self.shell.communicate(timeout=30)


SHELLS = {"bash": Bash, "fish": Fish, "zsh": Zsh}


class Completion(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="typenet-test-")
        self.addCleanup(folder.cleanup)
        # A name that is no shell function's, as another network's program may have.
        self.name = "my-net.v2"
        self.program = pathlib.Path(folder.name) / self.name
        self.program.symlink_to(options.program)
        self.script = pathlib.Path(folder.name) / "script"
        self.script.write_text(definition.output(self.program, "completion", options.shell),
                               encoding="utf-8")
        self.folder = pathlib.Path(folder.name) / "here"
        self.folder.mkdir()
        (self.folder / "pictures").mkdir()
        (self.folder / "paper.png").touch()
        self.shell = SHELLS[options.shell](self.script, self.folder)
        self.addCleanup(self.shell.close)

    def offers(self, words):
        found = self.shell.offers(f"{self.name} {words}")
        return {offer.rstrip("/") for offer in found if offer.strip()}

    def test_commands(self):
        commands = set(definition.commands(self.program))
        self.assertEqual({o for o in self.offers("") if not o.startswith("-")}, commands)
        self.assertEqual(self.offers("ev"), {"eval"})
        self.assertEqual(self.offers("--"), set(definition.flags(self.program)))

    def test_flags_of_each_command(self):
        for command in definition.commands(self.program):
            with self.subTest(command):
                self.assertEqual(self.offers(f"{command} --"),
                                 set(definition.flags(self.program, command)))
        self.assertEqual(self.offers("train --seed 1 --re"), {"--recipe", "--report", "--resume"})

    def test_the_value_of_each_flag(self):
        kinds = {"FILE": {"paper.png", "pictures"}, "DIR": {"pictures"}}
        asked = set()
        for command in definition.commands(self.program):
            for flag, value in definition.flags(self.program, command).items():
                if not value or (flag, value) in asked:
                    continue
                asked.add((flag, value))
                wanted = set(value.split("|")) if "|" in value else kinds.get(value, set())
                with self.subTest(f"{command} {flag}"):
                    self.assertEqual(self.offers(f"{command} {flag} "), wanted)
        self.assertGreater(len(asked), 15)

    def test_a_value_behind_a_sign(self):
        self.assertEqual(self.offers("eval --split="), {"test", "train", "validation"})
        self.assertEqual(self.offers("eval --split=te"), {"test"})
        # The name of another command is a value here.
        self.assertEqual(self.offers("eval --split train --js"), {"--json"})

    def test_arguments(self):
        self.assertEqual(self.offers("predict pa"), {"paper.png"})
        self.assertEqual(self.offers("predict paper.png pi"), {"pictures"})
        self.assertEqual({o for o in self.offers("completion ") if not o.startswith("-")},
                         {"bash", "fish", "zsh"})
        self.assertEqual(self.offers("describe pa"), set())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--shell", required=True, choices=SHELLS)
    parser.add_argument("--program", required=True, type=os.path.abspath)
    options, others = parser.parse_known_args()
    if not shutil.which(options.shell):
        print(f"skipped: there is no {options.shell}")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], *others])
