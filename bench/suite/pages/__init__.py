# SPDX-License-Identifier: BSL-1.0
"""Pages and pictures from the files of results."""
