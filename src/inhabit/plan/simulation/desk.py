"""Who gets which slot, and when: the rules of the house, on SimPy's time.

Nothing is random here: what each person would do (how long they play, wait, or take to answer) was drawn
before, so that two policies can be compared on the same people.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import simpy

from inhabit.plan.simulation.pool import Host, Pool, Visit
from inhabit.plan.simulation.scenario import Scenario
from inhabit.plan.simulation.tally import Outcome, Tally


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who comes, in order: when, and what each would do, in seconds."""

    at_s: list[float]
    plays_s: list[float]
    patience_s: list[float]
    answer_s: list[float]


class Desk:
    """Lets people in, has them wait, calls them, and sends them home; the queue is first come, first
    served.
    """

    def __init__(self, env: simpy.Environment, scenario: Scenario, people: People, tally: Tally) -> None:
        self._env, self._scenario, self._people, self._tally = env, scenario, people, tally
        self._queue: OrderedDict[int, None] = OrderedDict()
        # Read back from the clock: a wait of nothing must not become one of a rounding error.
        self._came_s = list(people.at_s)
        self.pool = Pool(scenario.hosts.slots, tally)

    @property
    def needed(self) -> int:
        """Slots that are held, and people who wait for one."""
        return self.pool.taken + len(self._queue)

    def arrive(self, person: int) -> None:
        """Somebody comes: plays at once, waits, or is refused."""
        self._came_s[person] = self._env.now
        visit = self.pool.take(person)
        if visit is not None:
            self._begin(visit)
        elif self._scenario.room is not None and len(self._queue) >= self._scenario.room:
            self._tally.outcomes[person] = Outcome.REFUSED
        else:
            self._queue[person] = None
            self._tally.waiting.change(self._env.now, 1)
            if self._scenario.patience is not None:
                self._after(self._people.patience_s[person], lambda: self._give_up(person))

    def open(self, host: Host, *, repaired: bool) -> None:
        """A host is ready: the first who wait are called."""
        self.pool.open(host, self._env.now, repaired=repaired)
        self._call()

    def fail(self, host: Host) -> None:
        """A host fails: who plays there or was called there is interrupted."""
        for visit in self.pool.fail(host, self._env.now):
            self._tally.outcomes[visit.person] = Outcome.INTERRUPTED
            if visit.playing:
                self._tally.sessions.change(self._env.now, -1)
            else:
                self._note_wait(visit.person)

    def _call(self) -> None:
        claim = self._scenario.claim
        while self._queue and (visit := self.pool.take(next(iter(self._queue)))) is not None:
            self._queue.popitem(last=False)
            self._tally.waiting.change(self._env.now, -1)
            if claim is None:
                self._begin(visit)
            else:
                self._hold(visit, claim.grace_s)

    def _hold(self, visit: Visit, grace_s: float) -> None:
        answer_s = self._people.answer_s[visit.person]
        claims = answer_s <= grace_s
        self._after(min(answer_s, grace_s), lambda: self._claimed(visit) if claims else self._lapse(visit))

    def _claimed(self, visit: Visit) -> None:
        if not visit.over:
            self._begin(visit)

    def _lapse(self, visit: Visit) -> None:
        if not visit.over:
            self._tally.outcomes[visit.person] = Outcome.LAPSED
            self._note_wait(visit.person)
            self._free(visit)

    def _begin(self, visit: Visit) -> None:
        visit.playing = True
        self._tally.outcomes[visit.person] = Outcome.BEGAN
        self._note_wait(visit.person)
        self._tally.sessions.change(self._env.now, 1)
        self._after(self._people.plays_s[visit.person], lambda: self._end(visit))

    def _end(self, visit: Visit) -> None:
        if not visit.over:
            self._tally.sessions.change(self._env.now, -1)
            self._free(visit)

    def _free(self, visit: Visit) -> None:
        self.pool.give(visit, self._env.now)
        self._call()

    def _give_up(self, person: int) -> None:
        if person in self._queue:
            del self._queue[person]
            self._tally.waiting.change(self._env.now, -1)
            self._tally.outcomes[person] = Outcome.ABANDONED
            self._note_wait(person)

    def _note_wait(self, person: int) -> None:
        self._tally.waits_s[person] = self._env.now - self._came_s[person]

    def _after(self, delay_s: float, then: Callable[[], None]) -> None:
        # A callback rather than a process: a session is one event of SimPy's instead of three.
        timeout = self._env.timeout(delay_s)
        timeout.callbacks.append(lambda _event: then())
