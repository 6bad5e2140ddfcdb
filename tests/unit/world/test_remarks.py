"""What a world says of words it cannot follow: what it cannot show, and what it does instead."""

from __future__ import annotations

from inhabit.core.attributes import Attributes
from inhabit.core.known import WHOLE
from inhabit.world.locks import Verdict
from inhabit.world.remarks import of_text
from inhabit.world.state import Wish

HERE = Attributes()


def words(text: str, wish: Wish, held: tuple[str, ...] = (), *, understood: bool) -> str:
    taken = Wish() if held else wish
    remark = of_text(text, wish, Verdict(taken, held), HERE, understood=understood)
    return "" if remark is None else remark.words


def test_what_is_simply_done_needs_no_words() -> None:
    assert words("make it rain", Wish({"rain": 1.0}), understood=True) == ""


def test_what_cannot_be_shown_is_said_and_what_can_be_asked_for() -> None:
    said = words("add a dragon", Wish(), understood=False)
    assert "does not know how to show “add a dragon” and leaves it out" in said
    assert "weather" in said


def test_words_in_another_language_are_told_which_one_is_heard() -> None:
    assert "listens to English" in words("haz que llueva", Wish(), understood=False)


def test_what_is_shown_in_part_is_told_which_part() -> None:
    said = words("snow and a house", Wish({"snow": 0.8, "hour": 6.5}, style="noir"), understood=False)
    assert "cannot show all of “snow and a house”: it takes noir, snow 80%, 06:30 from it." in said


def test_words_that_ask_for_nothing_are_not_passed_over() -> None:
    assert "asks for nothing that this world has" in words("turn off gravity", Wish(), understood=True)


def test_what_was_held_is_said_beside_what_was_not_understood() -> None:
    said = words("neon dragon", Wish(style="neon"), ("style",), understood=False)
    assert "takes neon" not in said and said.endswith("Style is locked: kept as painted.")


def test_what_the_networks_were_not_trained_on_is_named_and_what_is_taken_for_it() -> None:
    said = words("paint it as a Watercolor", Wish(style="painted"), understood=True)
    assert (
        said == "This world has not learnt watercolour yet: it takes painted from “paint it as a Watercolor”."
    )
    assert "has not learnt lightning yet: it leaves" in words("lightning!", Wish(), understood=False)


def test_networks_that_know_it_simply_do_it() -> None:
    wish = Wish(style="watercolour")
    remark = of_text("a watercolour", wish, Verdict(wish, ()), HERE, understood=True, known=WHOLE)
    assert remark is None


def test_long_words_are_said_back_shortened() -> None:
    assert len(words("x" * 2000, Wish(), understood=False)) < 250
