# SPDX-License-Identifier: BSL-1.0
"""The bench suite: measures typenet beside its peers, writes docs/results/*.json, and makes the
pages and pictures that show them. Needs nothing but Python's standard library; `./run bench` starts
it."""
