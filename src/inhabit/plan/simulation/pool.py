"""The hosts of a replay and their slots: who plays where, and which hosts stand idle."""

from __future__ import annotations

from inhabit.plan.simulation.tally import Tally


class Visit:
    """A slot that one person holds: first while they are called, then while they play."""

    __slots__ = ("host", "over", "person", "playing")

    def __init__(self, person: int, host: Host) -> None:
        self.person, self.host = person, host
        self.playing = self.over = False


class Host:
    """One machine; `idle_since_s` is when its last session left."""

    __slots__ = ("idle_since_s", "ready", "stopped", "visits")

    def __init__(self) -> None:
        self.visits: dict[Visit, None] = {}
        self.ready = self.stopped = False
        self.idle_since_s = 0.0


class Pool:
    """All hosts, found by how many slots they have left.

    People go to the fullest host that still has a slot, so that the others empty and can be given back.
    """

    def __init__(self, slots: int, tally: Tally) -> None:
        self._slots = slots
        self._tally = tally
        # Only hosts that are ready and have a slot left; only numbers that occur, so a few keys at most.
        self._by_free: dict[int, dict[Host, None]] = {}
        self.ready = self.starting = self.broken = self.taken = 0

    def order(self, now_s: float) -> Host:
        """A host begins to start, and to cost."""
        self.starting += 1
        self._tally.hosts.change(now_s, 1)
        return Host()

    def open(self, host: Host, now_s: float, *, repaired: bool) -> None:
        """It can be played on from now."""
        if repaired:
            self.broken -= 1
        else:
            self.starting -= 1
        self.ready += 1
        host.ready, host.idle_since_s = True, now_s
        self._tally.ready_slots.change(now_s, self._slots)
        self._file(host)

    def fail(self, host: Host, now_s: float) -> list[Visit]:
        """It cannot be played on any more; the visits that this ends."""
        ended = list(host.visits)
        self._unfile(host)
        host.visits.clear()
        self.taken -= len(ended)
        for visit in ended:
            visit.over = True
        self._close(host, now_s)
        self.broken += 1
        return ended

    def stop(self, host: Host, now_s: float) -> None:
        """An idle host is given back, and costs no more."""
        self._unfile(host)
        self._close(host, now_s)
        host.stopped = True
        self._tally.hosts.change(now_s, -1)

    def take(self, person: int) -> Visit | None:
        """A slot of the fullest host that has one; None where all are taken."""
        if not self._by_free:
            return None
        free = min(self._by_free)
        host, _ = self._by_free[free].popitem()
        if not self._by_free[free]:
            del self._by_free[free]
        visit = Visit(person, host)
        host.visits[visit] = None
        self.taken += 1
        self._file(host)
        return visit

    def give(self, visit: Visit, now_s: float) -> None:
        """The slot is free again."""
        self._unfile(visit.host)
        del visit.host.visits[visit]
        visit.over = True
        self.taken -= 1
        visit.host.idle_since_s = now_s
        self._file(visit.host)

    def idle(self, since_s: float) -> list[Host]:
        """Ready hosts without a visit since then or longer."""
        empty = self._by_free.get(self._slots, {})
        return [host for host in empty if host.idle_since_s <= since_s]

    def _close(self, host: Host, now_s: float) -> None:
        host.ready = False
        self.ready -= 1
        self._tally.ready_slots.change(now_s, -self._slots)

    def _file(self, host: Host) -> None:
        free = self._slots - len(host.visits)
        if free:
            self._by_free.setdefault(free, {})[host] = None

    def _unfile(self, host: Host) -> None:
        free = self._slots - len(host.visits)
        if free:
            del self._by_free[free][host]
            if not self._by_free[free]:
                del self._by_free[free]
