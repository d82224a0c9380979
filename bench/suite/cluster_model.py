# SPDX-License-Identifier: BSL-1.0
"""How long a step takes that ranks share, each on a machine of its own.

A rank computes its minibatches and updates its share of the parameters, then sends to each other rank
its part of the gradients, and later of the parameters:

    step = minibatches/ranks * minibatch + update/ranks
           + 2 (ranks - 1) latency + 2 (ranks - 1)/ranks * bytes/bandwidth

All links carry as much both ways, and the switch between them carries all of it. Every message costs
the whole latency, as if none were under way with another: with many ranks, more than it will take.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Link:
    latency: float  # seconds, of a message
    bandwidth: float  # bytes a second, each way

    def exchange(self, ranks: int, size: float) -> float:
        """Seconds in which `size` bytes of gradients are added among ranks and come back."""
        return 2 * (ranks - 1) * (self.latency + size / ranks / self.bandwidth)


def link_of(small: float, large: float, size: float) -> Link:
    """From the seconds that two ranks take to exchange a few bytes, and `size` bytes."""
    return Link(small / 2, size / (large - small))


@dataclasses.dataclass(frozen=True)
class Work:
    minibatch: float  # seconds
    update: float  # seconds, of all parameters
    size: int  # bytes of the parameters

    def step(self, link: Link, ranks: int, minibatches: int) -> float:
        computing = minibatches / ranks * self.minibatch + self.update / ranks
        return computing + (link.exchange(ranks, self.size) if ranks > 1 else 0)

    def efficiency(self, link: Link, ranks: int) -> float:
        """Of one minibatch a rank: how much of the ranks' time is what one rank alone would need."""
        alone = self.step(link, 1, ranks)
        return alone / (ranks * self.step(link, ranks, ranks))


def work_of(two: float, four: float, size: int) -> Work:
    """From the seconds of steps over two and four minibatches by one rank."""
    minibatch = (four - two) / 2
    return Work(minibatch, max(0.0, two - 2 * minibatch), size)
