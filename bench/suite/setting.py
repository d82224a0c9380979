# SPDX-License-Identifier: BSL-1.0
"""Where and of what something was measured; stands in every file of results."""

import datetime
import json
import pathlib
import re
import shlex
import subprocess

from .context import ROOT, Context

FLAGS = ("-O", "-march", "-mtune", "-m", "-f", "-DNDEBUG")
MEASURED = ("include", "src", "bench", "CMakeLists.txt")


def machine() -> str:
    """The system's own name, and whether the machine is a virtual one."""
    lines = pathlib.Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    names = dict(line.split("=", 1) for line in lines if "=" in line)
    system = names.get("PRETTY_NAME", "Linux").strip('"')
    info = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    return f"virtual machine, {system}" if " hypervisor" in info else system


def cpu() -> str:
    lines = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]}, {len(names)} cores"


def commit() -> str:
    """Of what is measured: results and pages may change meanwhile."""
    def git(*words: str) -> str:
        return subprocess.run(["git", "-C", ROOT, *words], capture_output=True, text=True,
                              check=True).stdout.strip()
    try:
        changed = git("status", "--porcelain", "--", *MEASURED)
        return git("rev-parse", "--short=10", "HEAD") + ("-dirty" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def compile_command(build: pathlib.Path, source: str) -> list[str]:
    """How the build compiles a source, by the end of its name."""
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    found = [c for c in commands if c["file"].endswith(source)]
    return shlex.split(found[0]["command"])


def compiler(command: str) -> str:
    """Which it is, whatever its name: "g++ 12.2.0"."""
    said = subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"\d+\.\d+\.\d+", said)
    return f"{'clang++' if 'clang' in said else 'g++'} {version[0] if version else 'unknown'}"


def setting(context: Context) -> dict:
    command = compile_command(context.build, "peaks.cpp")
    flags = [word for word in command if word.startswith(FLAGS)]
    with context.typenet("digits", 1, "train", 1) as server:
        simd = server.about["simd"]
    return {"machine": machine(), "cpu": cpu(), "simd": simd, "compiler": compiler(command[0]),
            "flags": " ".join(flags), "commit": commit(),
            "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat()}
