"""Things people say, written down freely and not by the grammar, with what a fair reader would expect.

Each is (kind, text, expectation). An expectation names, per attribute, the range that the reading must
fall in; `biome` and `style` by name; `nothing` that nothing may move. All are said in a mild world at
ten in the morning (Attributes()).
"""

from __future__ import annotations

Expectation = dict[str, object]

NIGHT, DARK, EVENING = (20.0, 4.5), (18.3, 5.5), (17.2, 21.5)
DAWN, DUSK, NOON = (4.5, 7.5), (17.0, 20.5), (10.5, 14.5)
SOME, MUCH, FULL, LITTLE, NONE = (0.2, 1.0), (0.5, 1.0), (0.75, 1.0), (0.1, 0.6), (0.0, 0.15)

WILD: list[tuple[str, str, Expectation]] = [
    ("directive", "make it rain", {"rain": MUCH}),
    ("directive", "turn to night", {"hour": NIGHT}),
    ("directive", "snow, please", {"snow": MUCH}),
    ("directive", "like a woodcut", {"style": "print"}),
    ("directive", "like a black and white film", {"style": "noir"}),
    ("directive", "clear it up", {"cloud": NONE, "rain": NONE}),
    ("directive", "a bit later", {"hour": (10.4, 13.0)}),
    ("directive", "less fog", {"fog": (0.0, 0.05)}),
    ("directive", "I want to see the northern night sky", {"hour": NIGHT}),
    ("directive", "bring on the blizzard!", {"snow": FULL}),
    ("directive", "nightfall", {"hour": DARK}),
    ("directive", "dunes", {"biome": "desert"}),
    ("directive", "can it be cyberpunk?", {"style": "neon"}),
    ("directive", "monochrome", {"style": "noir"}),
    ("directive", "volcanic wasteland", {"biome": "ember"}),
    ("directive", "downpour now", {"rain": FULL}),
    ("directive", "make the sun go down", {"hour": DUSK}),
    ("directive", "it's pouring", {"rain": MUCH}),
    ("directive", "the snow should stop falling", {"snow": NONE}),
    ("directive", "dry weather", {"rain": NONE}),
    ("directive", "thunder!", {"rain": MUCH}),
    ("directive", "a light sprinkle of rain would be nice", {"rain": LITTLE}),
    ("directive", "could we have some mist over the water", {"fog": SOME}),
    ("directive", "get me out of this fog", {"fog": NONE}),
    ("directive", "make it foggy as hell", {"fog": MUCH}),
    ("directive", "blow harder, wind", {"wind": MUCH}),
    ("directive", "strong gusts", {"wind": MUCH}),
    ("directive", "not a breath of wind", {"wind": NONE}),
    ("directive", "cover the whole sky with clouds", {"cloud": MUCH}),
    ("directive", "blue sky", {"cloud": (0.0, 0.3)}),
    ("directive", "put me on a mountain", {"relief": MUCH}),
    ("directive", "take me into the woods", {"trees": MUCH}),
    ("directive", "sahara desert", {"biome": "desert"}),
    ("directive", "autumn leaves everywhere", {"biome": "autumn"}),
    ("directive", "lava", {"biome": "ember"}),
    ("directive", "the swiss alps", {"biome": "alpine"}),
    ("directive", "green hills", {"biome": "meadow"}),
    ("directive", "eighties synthwave vibe", {"style": "neon"}),
    ("directive", "old black and white movie", {"style": "noir"}),
    ("directive", "make it look like a painting by monet", {"style": "painted"}),
    ("directive", "japanese woodblock print", {"style": "print"}),
    ("directive", "show it as a vintage poster", {"style": "print"}),
    ("directive", "watercolor", {"style": "painted"}),
    ("directive", "sunrise!", {"hour": DAWN}),
    ("directive", "set the clock to noon", {"hour": NOON}),
    ("directive", "it's 9pm", {"hour": (20.0, 22.0)}),
    ("directive", "make it midnight and let the stars shine", {"hour": (21.5, 2.0)}),
    ("directive", "three hours later", {"hour": (12.0, 14.0)}),
    ("directive", "an hour earlier", {"hour": (8.5, 9.6)}),
    ("directive", "it is too dark in here", {"hour": (10.3, 15.0)}),
    ("directive", "way more trees", {"trees": (0.55, 1.0)}),
    ("directive", "fewer trees please", {"trees": (0.0, 0.3)}),
    ("directive", "flood this valley", {"water": FULL}),
    ("directive", "I'd love a lake", {"water": MUCH}),
    ("directive", "take me to the seaside", {"water": MUCH}),
    ("directive", "flatten everything", {"relief": (0.0, 0.2)}),
    ("directive", "higher mountains", {"relief": (0.6, 1.0)}),
    ("directive", "rainy night with neon", {"rain": MUCH, "hour": NIGHT, "style": "neon"}),
    ("directive", "no more rain but keep the fog", {"rain": NONE}),
    ("directive", "turn the rain into snow", {"snow": SOME, "rain": NONE}),
    ("directive", "sunset with a few clouds", {"hour": DUSK, "cloud": (0.1, 0.6)}),
    ("directive", "MAKE IT STORMY!!!", {"rain": MUCH, "wind": MUCH}),
    ("directive", "mkae it snwo", {"snow": MUCH}),
    ("directive", "let there be ligth rain", {"rain": LITTLE}),
    ("directive", "winter wonderland", {"snow": SOME}),
    ("directive", "golden hour", {"hour": (15.5, 19.0)}),
    ("directive", "give me a moody dark forest", {"trees": MUCH}),
    ("directive", "sunny afternoon please", {"hour": (12.5, 17.0), "cloud": (0.0, 0.3)}),
    ("directive", "heavy snowfall at dusk", {"snow": FULL, "hour": DUSK}),
    ("directive", "drizzle", {"rain": LITTLE}),
    ("directive", "add a dragon", {"nothing": True}),
    ("directive", "a castle on the hill over there", {"understood": False}),
    ("directive", "spawn ten zombies", {"nothing": True}),
    ("directive", "what's your name?", {"nothing": True}),
    ("directive", "play some jazz", {"nothing": True}),
    ("directive", "asdf qwer zxcv", {"nothing": True}),
    ("directive", "give me a sword", {"nothing": True}),
    ("directive", "hello there", {"nothing": True}),
    ("directive", "I want to ride a horse", {"nothing": True}),
    ("directive", "put a lighthouse by the shore", {"understood": False}),
    ("prompt", "a misty alpine lake at dawn, in neon style",
     {"fog": SOME, "biome": "alpine", "water": MUCH, "hour": DAWN, "style": "neon"}),
    ("prompt", "endless dunes under a blazing noon sun", {"biome": "desert", "hour": NOON}),
    ("prompt", "a forest in autumn, light rain", {"biome": "autumn", "trees": MUCH, "rain": LITTLE}),
    ("prompt", "black and white film of a stormy coast", {"style": "noir", "water": MUCH, "rain": MUCH}),
    ("prompt", "winter night in the mountains, heavy snow", {"hour": NIGHT, "snow": FULL, "relief": MUCH}),
    ("prompt", "rolling green meadows on a sunny morning", {"biome": "meadow", "hour": (6.0, 11.5)}),
    ("prompt", "an island at sunset", {"water": MUCH, "hour": DUSK}),
    ("prompt", "a volcanic landscape glowing in the dark", {"biome": "ember", "hour": DARK}),
    ("prompt", "a cyberpunk desert at midnight", {"style": "neon", "biome": "desert", "hour": (21.5, 2.0)}),
    ("prompt", "peaceful lake surrounded by pine trees, foggy morning",
     {"water": MUCH, "trees": MUCH, "fog": SOME, "hour": (5.5, 11.0)}),
    ("prompt", "Woodcut print of snowy peaks", {"style": "print", "snow": SOME, "relief": MUCH}),
    ("prompt", "noir, rain, night", {"style": "noir", "rain": MUCH, "hour": NIGHT}),
    ("prompt", "the prairie before a thunderstorm, oil painting", {"biome": "meadow", "style": "painted"}),
    ("prompt", "a wide flat plain with not a single tree", {"relief": (0.0, 0.25), "trees": NONE}),
    ("prompt", "deep jungle after the rain", {"trees": FULL}),
    ("prompt", "You wake up in a valley between high mountains. It is early morning and a thin mist "
     "hangs over the river. There is no wind.",
     {"relief": MUCH, "hour": (4.5, 10.0), "fog": SOME, "wind": NONE}),
    ("prompt", "scorched earth, embers in the air, red dusk", {"biome": "ember", "hour": DUSK}),
    ("prompt", "risograph poster of a moonlit sea", {"style": "print", "hour": NIGHT, "water": MUCH}),
    ("prompt", "golden autumn afternoon by the river", {"biome": "autumn", "water": SOME}),
    ("prompt", "starry night over the desert", {"hour": NIGHT, "biome": "desert"}),
]  # fmt: skip


def meets(
    expected: Expectation, targets: dict[str, float], biome: str | None, style: str | None, understood: float
) -> bool:
    """Whether a reading is what a fair reader would expect. Ranges of the hour may run over midnight."""
    if expected.get("nothing"):
        return not targets and biome is None and style is None and understood < 0.5
    for name, wanted in expected.items():
        match name:
            case "biome":
                good = biome == wanted
            case "style":
                good = style == wanted
            case "understood":
                good = (understood > 0.5) == wanted
            case _:
                good = name in targets and _within(targets[name], *wanted)  # pyright: ignore
        if not good:
            return False
    return True


def _within(value: float, low: float, high: float) -> bool:
    return low <= value <= high if low <= high else value >= low or value <= high
