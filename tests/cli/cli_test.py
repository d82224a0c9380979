#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""typenet's program as a person or a script meets it: cli_test.py --program PATH --example PATH
--several PATH MODULE..., each module one of the files beside this one.

What needs the real MNIST takes its folder from TYPENET_DATA and is skipped without.
"""

import argparse
import os
import sys
import unittest

sys.dont_write_bytecode = True  # the source tree stays as it is

from program import ProgramTest  # noqa: E402 pylint: disable=wrong-import-position

if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--program", required=True, help="the executable typenet")
    options.add_argument("--example", required=True, help="the executable own_network")
    options.add_argument("--several", required=True, help="the executable several_networks")
    options.add_argument("modules", nargs="+", help="files beside this one, without .py")
    paths, others = options.parse_known_args()
    ProgramTest.program = os.path.abspath(paths.program)
    ProgramTest.example = os.path.abspath(paths.example)
    ProgramTest.several = os.path.abspath(paths.several)
    unittest.main(module=None, argv=[sys.argv[0], *paths.modules, *others])
