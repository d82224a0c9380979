# SPDX-License-Identifier: BSL-1.0
"""A program's command line as its own help tells it."""

import re
import subprocess


def output(program, *arguments):
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout


def commands(program):
    found = re.findall(r"^  ([a-z]+)  ", output(program, "--help"), re.MULTILINE)
    assert len(found) > 4, found
    return found


def flags(program, *command):
    """The long flags, each with the name of its value, "FILE" or "a|b", or ""."""
    found = dict(re.findall(r"^ +(?:-\w,)?(--[a-z0-9-]+)(?: ([A-Z]+|[a-z-]+(?:\|[a-z-]+)+))?",
                            output(program, *command, "--help"), re.MULTILINE))
    assert "--help" in found, found
    return found
