#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""typenet's program as a person or a script meets it: cli_test.py --program PATH --example PATH
--several PATH.

What needs the real MNIST takes its folder from TYPENET_DATA and is skipped without.
"""

import argparse
import os
import sys
import unittest

sys.dont_write_bytecode = True  # the source tree stays as it is

# pylint: disable=wrong-import-position,unused-import
from asking import Asking  # noqa: E402,F401
from bad_input import BadInput  # noqa: E402,F401
from good_input import GoodInput  # noqa: E402,F401
from inputs import Inputs  # noqa: E402,F401
from known_networks import KnownNetworks  # noqa: E402,F401
from own_files import OwnFiles  # noqa: E402,F401
from own_network import OwnNetwork  # noqa: E402,F401
from picture_folder import BadPictureFolder, PictureFolder  # noqa: E402,F401
from program import ProgramTest  # noqa: E402
from resuming import Resuming  # noqa: E402,F401
from several_networks import SeveralNetworks  # noqa: E402,F401
from streams import Streams  # noqa: E402,F401
from watching import Watching  # noqa: E402,F401

if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--program", required=True, help="the executable typenet")
    options.add_argument("--example", required=True, help="the executable own_network")
    options.add_argument("--several", required=True, help="the executable several_networks")
    paths, others = options.parse_known_args()
    ProgramTest.program = os.path.abspath(paths.program)
    ProgramTest.example = os.path.abspath(paths.example)
    SeveralNetworks.several = os.path.abspath(paths.several)
    unittest.main(argv=[sys.argv[0], *others])
