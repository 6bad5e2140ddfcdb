"""What has a mind of its own: birds, deer, sheep and foxes. The four-legged share one skeleton of
proportions."""

from __future__ import annotations

import math
from dataclasses import dataclass

from inhabit.core.cast import Thing
from inhabit.sim.birds import bird
from inhabit.sim.paints import DARK, FAWN, FUR, WHITE, WOOD
from inhabit.sim.parts import Body, Point
from inhabit.sim.stances import PASSING_S

TROT_HZ, GALLOP_HZ = 1.3, 2.2


@dataclass(frozen=True, slots=True)
class Beast:
    """Metres at a scale of 1: height of the back, half length, girth, leg width, neck length and rise (rad),
    head."""

    back: float
    half: float
    girth: float
    leg: float
    neck: float
    rise: float
    head: float
    snout: float


_DEER = Beast(back=1.05, half=0.44, girth=0.235, leg=0.058, neck=0.52, rise=0.95, head=0.112, snout=0.24)
_SHEEP = Beast(back=0.80, half=0.30, girth=0.25, leg=0.048, neck=0.24, rise=0.35, head=0.115, snout=0.20)
_FOX = Beast(back=0.50, half=0.30, girth=0.130, leg=0.036, neck=0.22, rise=0.70, head=0.112, snout=0.22)


def creature(thing: Thing) -> Body:
    """The body of a creature as it holds itself now."""
    return {"bird": bird, "deer": _deer, "sheep": _sheep, "fox": _fox}[thing.kind](thing)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the parts of a beast hang now."""

    shoulder: Point
    rump: Point
    throat: Point
    head: Point
    nose: Point
    nod: float


def _stand(body: Body, thing: Thing, beast: Beast, coat: int, hoof: int) -> _Frame:
    """Legs, trunk, neck and head; what makes a kind is added by its own function."""
    ease = min(thing.elapsed_s / PASSING_S, 1.0)
    ease = ease * ease * (3.0 - 2.0 * ease)
    # Each animal keeps its own time.
    own = 0.61 * thing.identity
    t = thing.elapsed_s + own
    amount = _mixed(thing, {"walk": 0.42, "run": 0.85}, 0.0, ease)
    hop = _mixed(thing, {"run": 1.0}, 0.0, ease)
    running = thing.doing == "run" or (thing.before == "run" and ease < 1.0)
    at = math.tau * (GALLOP_HZ if running else TROT_HZ) * t
    rock = 0.10 * hop * math.sin(at)
    up = beast.back + 0.16 * beast.back * hop * max(math.sin(at + 0.6), 0.0) - 0.02
    shoulder = (0.0, up + beast.half * rock, beast.half)
    rump = (0.0, up - beast.half * rock, -beast.half)
    for row, (root, phases) in enumerate(
        ((shoulder, (0.0, 0.5 - 0.35 * hop)), (rump, (0.5 + 0.1 * hop, 0.0 - 0.25 * hop)))
    ):
        for side, phase in zip((-1.0, 1.0), phases, strict=True):
            _leg(body, beast, coat, hoof, root, side, at + math.tau * phase, amount, back=row)
    waist = _low(_between(rump, shoulder, 0.42), 0.86 * beast.girth)
    body.limb(coat, _low(rump, 0.90 * beast.girth), waist, 0.94 * beast.girth, 0.80 * beast.girth)
    body.limb(coat, waist, _low(shoulder, 0.98 * beast.girth), 0.80 * beast.girth, 1.04 * beast.girth)
    graze = _mixed(thing, {"graze": 1.0}, 0.0, ease)
    alert = _mixed(thing, {"look": 1.0, "idle": 0.25}, 0.0, ease)
    chew = 0.05 * math.sin(5.0 * t) * graze
    turn = alert * 0.7 * math.sin(0.8 * t + own) + 0.25 * graze * math.sin(0.5 * t)
    rise = beast.rise + 0.25 * alert - 0.45 * hop + rock
    drop = -math.asin(min(0.78 * beast.back / (beast.neck + 0.75 * beast.back), 1.0))
    rise += (drop - rise) * graze
    reach = beast.neck * (1.0 + 0.55 * graze)
    base = _low(_moved(shoulder, 0.0, 0.0, 0.4 * beast.girth), 0.5 * beast.girth)
    head = (
        base[0] + reach * math.cos(rise) * math.sin(0.6 * turn),
        max(base[1] + reach * math.sin(rise), 0.9 * beast.head),
        base[2] + reach * math.cos(rise) * math.cos(0.6 * turn),
    )
    nod = -0.35 - 0.55 * graze + chew
    nose = (
        head[0] + beast.snout * math.cos(nod) * math.sin(turn),
        max(head[1] + beast.snout * math.sin(nod), 0.05),
        head[2] + beast.snout * math.cos(nod) * math.cos(turn),
    )
    return _Frame(shoulder, rump, base, head, nose, turn)


def _mixed(thing: Thing, values: dict[str, float], other: float, ease: float) -> float:
    """A number that belongs to what the thing does, passing over from what it did before."""
    was, now = values.get(thing.before, other), values.get(thing.doing, other)
    return was + (now - was) * ease


def _leg(
    body: Body,
    beast: Beast,
    coat: int,
    hoof: int,
    root: Point,
    side: float,
    at: float,
    amount: float,
    *,
    back: int,
) -> None:
    """One leg of two bones whose foot stays on the ground while it carries."""
    swing = amount * math.sin(at)
    lift = max(math.cos(at), 0.0) * amount
    length = root[1] - 0.4 * beast.girth
    x, hip = side * 0.58 * beast.girth, _low(root, 0.85 * beast.girth)
    hip = (x, hip[1], hip[2] - (0.02 if back else -0.05))
    foot = (
        x,
        max(0.035 + 0.30 * length * lift, 0.035),
        hip[2] + 0.62 * length * math.sin(swing) + (-0.04 if back else 0.03),
    )
    bend = (-1.0 if back else 1.0) * (0.05 + 0.25 * lift) * length
    knee = (x, 0.5 * (hip[1] + foot[1]) + 0.02, 0.5 * (hip[2] + foot[2]) + bend)
    body.limb(coat, hip, knee, (2.1 if back else 1.7) * beast.leg, 0.95 * beast.leg)
    body.limb(hoof, knee, foot, 0.85 * beast.leg, 0.70 * beast.leg)


def _low(at: Point, down: float) -> Point:
    return at[0], at[1] - down, at[2]


def _moved(a: Point, x: float, y: float, z: float) -> Point:
    return a[0] + x, a[1] + y, a[2] + z


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share


def _face(body: Body, f: _Frame, beast: Beast, coat: int, nose: int) -> None:
    body.limb(coat, f.throat, f.head, 0.66 * beast.girth, 0.84 * beast.head)
    body.limb(coat, f.head, _between(f.head, f.nose, 0.8), beast.head, 0.55 * beast.head)
    body.limb(nose, _between(f.head, f.nose, 0.85), f.nose, 0.52 * beast.head, 0.40 * beast.head)


def _ears(body: Body, f: _Frame, paint: int, wide: float, tall: float, out: float) -> None:
    ct, st = math.cos(f.nod), math.sin(f.nod)
    for side in (-1.0, 1.0):
        root = _moved(f.head, side * wide * ct, 0.6 * wide, -side * wide * st)
        body.limb(
            paint,
            root,
            _moved(root, side * out * ct, tall, -side * out * st - 0.02),
            0.42 * wide,
            0.12 * wide,
        )


def _deer(thing: Thing) -> Body:
    body = Body()
    f = _stand(body, thing, _DEER, FAWN, WOOD)
    _face(body, f, _DEER, FAWN, DARK)
    _ears(body, f, FAWN, 0.10, 0.10, 0.12)
    body.limb(WHITE, _moved(f.rump, 0.0, -0.10, -0.20), _moved(f.rump, 0.0, -0.20, -0.28), 0.09, 0.05)
    if thing.wardrobe != 1:
        # Antlers: a beam that curves out and forward, with three tines.
        ct, st = math.cos(f.nod), math.sin(f.nod)
        for side in (-1.0, 1.0):

            def out(x: float, y: float, z: float, side: float = side) -> Point:
                return f.head[0] + side * x * ct + z * st, f.head[1] + y, f.head[2] - side * x * st + z * ct

            body.limb(WOOD, out(0.05, 0.09, -0.02), out(0.20, 0.30, -0.12), 0.030, 0.025)
            body.limb(WOOD, out(0.20, 0.30, -0.12), out(0.26, 0.58, -0.02), 0.025, 0.014)
            body.limb(WOOD, out(0.13, 0.20, -0.08), out(0.17, 0.32, 0.12), 0.022, 0.012)
            body.limb(WOOD, out(0.22, 0.40, -0.10), out(0.38, 0.52, -0.14), 0.020, 0.012)
    return body


def _sheep(thing: Thing) -> Body:
    body = Body()
    coat = DARK if thing.colour == 5 else WHITE
    f = _stand(body, thing, _SHEEP, coat, DARK)
    # Wool in tufts.
    for x, y, z, wide in (
        (0.0, -0.14, 0.26, 0.25), (0.0, -0.10, 0.02, 0.27), (0.0, -0.13, -0.26, 0.26), (0.14, -0.24, 0.16,
        0.19),
        (-0.14, -0.24, 0.16, 0.19), (0.15, -0.25, -0.12, 0.20), (-0.15, -0.25, -0.12, 0.20),
    ):  # fmt: skip
        body.ball(coat, (x, f.shoulder[1] + y, z), wide, tone=0.1)
    body.limb(coat, f.throat, f.head, 0.17, 0.10)
    body.limb(DARK, f.head, f.nose, 0.115, 0.065)
    body.ball(coat, _moved(f.head, 0.0, 0.09, -0.03), 0.11, tone=0.1)
    _ears(body, f, DARK, 0.12, -0.02, 0.12)
    return body


def _fox(thing: Thing) -> Body:
    body = Body()
    f = _stand(body, thing, _FOX, FUR, DARK)
    _face(body, f, _FOX, FUR, DARK)
    body.limb(WHITE, _low(f.throat, 0.03), _moved(f.head, 0.0, -0.09, 0.02), 0.075, 0.055)
    _ears(body, f, FUR, 0.075, 0.15, 0.02)
    sway = 0.10 * math.sin(3.0 * thing.elapsed_s + thing.identity)
    lift = 0.12 if thing.doing == "run" else -0.12
    root, middle = _moved(f.rump, 0.0, -0.08, -0.10), _moved(f.rump, sway, -0.06 + lift, -0.42)
    body.limb(FUR, root, middle, 0.055, 0.115)
    body.limb(FUR, middle, _moved(middle, 0.5 * sway, 0.5 * lift, -0.16), 0.115, 0.09)
    body.limb(
        WHITE,
        _moved(middle, 0.5 * sway, 0.5 * lift, -0.16),
        _moved(middle, sway, 0.8 * lift, -0.32),
        0.088,
        0.025,
    )
    return body
