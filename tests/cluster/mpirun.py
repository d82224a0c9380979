# SPDX-License-Identifier: BSL-1.0
"""How OpenMPI is asked for ranks, here or on two machines that network namespaces make of this one.
The suite of benchmarks asks so, too."""

import os
import subprocess

MPIRUN = ["mpirun", "--quiet", "--oversubscribe", "--bind-to", "none"]


def environment():
    kept = {k: v for k, v in os.environ.items() if k != "TYPENET_DATA"}
    return kept | {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}


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
        with open(self.agent, "w", encoding="ascii") as script:
            script.write(f"""#!/bin/sh
case $1 in
{cases}esac
shift
exec ip netns exec $name unshare --uts sh -c "hostname $host; $*"
""")
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

    def limit(self, bits_per_second):
        """The most that the cable carries each way. What a link may send at once is what it sends in
        a millisecond, at least a packet of the largest size, 64 KiB."""
        burst = max(65536, bits_per_second // 8000)
        for name in self.names:
            self.inside(name, "tc", "qdisc", "replace", "dev", "eth0", "root", "tbf", "rate",
                        f"{bits_per_second}bit", "burst", str(burst), "latency", "50ms")

    def cut(self):
        self.inside(self.names[0], "ip", "link", "set", "eth0", "down")

    def remove(self):
        for name in self.names:
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
