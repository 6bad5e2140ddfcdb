"""The judge puts the simulator at the ceiling and a frozen picture on the floor, in every section."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from inhabit.evals.judge import SECTIONS, Judgement, judge
from inhabit.evals.metrics import PSNR_CAP_DB
from inhabit.evals.page import page
from inhabit.evals.probes import load
from inhabit.evals.report import PARTS, json_line, rows, table
from inhabit.evals.sim_world import SimWorld
from inhabit.evals.truth import Truth
from inhabit.evals.verdicts import KINDS
from inhabit.evals.world import CopyLastWorld
from tests.unit.evals.conftest import Silence, small

# The judges of directives are the trained ones: what is told by looks needs eyes.


@pytest.fixture(scope="module")
def judged() -> dict[str, tuple[Judgement, Silence]]:
    """The simulator and the copied frame, through everything."""
    made = {}
    for name in ("sim", "copy"):
        silence, suite = Silence(), small()
        truth = Truth(suite.size, suite.fps)
        world = SimWorld(truth) if name == "sim" else CopyLastWorld()
        made[name] = judge(world, truth, load(), suite, silence), silence
    return made


@pytest.fixture
def ceiling(judged: dict[str, tuple[Judgement, Silence]]) -> dict[str, Any]:
    return judged["sim"][0].figures


@pytest.fixture
def floor(judged: dict[str, tuple[Judgement, Silence]]) -> dict[str, Any]:
    return judged["copy"][0].figures


class TestFidelityAndControl:
    def test_the_simulator_is_the_ceiling(self, ceiling: dict[str, Any]) -> None:
        assert ceiling["fidelity"]["2"]["psnr_db"] == PSNR_CAP_DB
        assert ceiling["fidelity"]["2"]["psnr_db"] > ceiling["fidelity"]["2"]["copy_last_db"]
        assert ceiling["open_loop"]["0.2"]["psnr_db"] == PSNR_CAP_DB
        assert ceiling["sharpness"]["next_frame"] == pytest.approx(1.0)
        assert ceiling["sharpness"]["1_begun"] == pytest.approx(1.0, abs=0.05)
        for axis in ceiling["control"].values():
            assert axis["sign_accuracy"] in (1.0, pytest.approx(float("nan"), nan_ok=True))
            assert axis["correlation"] == pytest.approx(axis["probe_correlation"], abs=1e-5)

    def test_copying_is_the_floor(self, floor: dict[str, Any]) -> None:
        for part in floor["fidelity"].values():
            assert part["psnr_db"] == part["copy_last_db"] < PSNR_CAP_DB
        assert floor["open_loop"]["0.2"]["psnr_db"] == floor["open_loop"]["0.2"]["copy_last_db"]
        for axis in floor["control"].values():
            assert abs(axis["correlation"]) < 0.5


class TestDirectives:
    def test_the_simulator_obeys_and_leaves_the_rest(self, ceiling: dict[str, Any]) -> None:
        told = ceiling["directives"]
        for split in ("seen", "held_out"):
            assert told[split]["accuracy"] == told[split]["probe_accuracy"] == 1.0
        assert told["unnamed_kept"] == told["unnamed_kept_truth"] == 1.0
        assert told["obeyed_and_kept"] == told["obeyed_and_kept_truth"]

    def test_copying_is_chance(self, floor: dict[str, Any]) -> None:
        told = floor["directives"]
        for split in ("seen", "held_out"):
            assert told[split]["accuracy"] == told[split]["chance"]
        assert told["obeyed_and_kept"] == told["obeyed_and_kept_chance"] == 0.0

    def test_what_was_said_holds_in_the_simulator_and_not_in_a_copy(
        self, ceiling: dict[str, Any], floor: dict[str, Any]
    ) -> None:
        held, copied = ceiling["directives"]["held"]["8"], floor["directives"]["held"]["8"]
        assert held["accuracy"] >= 0.9 * held["probe_accuracy"] > 0.0
        assert copied["accuracy"] == copied["chance"] < held["accuracy"]
        assert ceiling["directives"]["held_10_minutes"] is None


class TestResponse:
    def test_the_simulator_answers_at_once(self, ceiling: dict[str, Any]) -> None:
        for kind in ceiling["response"]["by_kind"].values():
            assert kind["answered"] == kind["truth_answered"] == 1.0
            assert kind["first_frames"]["max"] == kind["first_frames"]["truth_max"] == 1
            assert kind["to_90_percent_frames"]["p50"] == kind["to_90_percent_frames"]["truth_p50"]

    def test_copying_never_answers(self, floor: dict[str, Any]) -> None:
        part = floor["response"]
        assert part["first_frames"] == part["to_90_percent_frames"] == part["floor_frames"]
        assert part["all"]["answered"] == 0.0 and part["all"]["truth_answered"] == 1.0


class TestRevisit:
    def test_the_simulator_shows_what_it_showed(self, ceiling: dict[str, Any]) -> None:
        part = ceiling["revisit"]["1"]
        assert part["psnr_db"] == part["truth_db"] > 30.0
        assert part["left"] == 1.0 and math.isnan(part["without_bank_db"])

    def test_copying_gets_no_prize_for_never_leaving(self, floor: dict[str, Any]) -> None:
        part = floor["revisit"]["1"]
        assert part["psnr_db"] == part["copy_db"] < part["truth_db"]
        assert part["left"] == 0.0


class TestSteadiness:
    def test_the_simulator_flickers_as_the_truth_does(self, ceiling: dict[str, Any]) -> None:
        part = ceiling["steadiness"]
        assert part["warped_error"] == pytest.approx(part["truth"])
        assert part["truth"] < 0.5 * part["copy"]
        assert part["living"]["ratio"] == pytest.approx(1.0)

    def test_copying_is_wrong_when_the_camera_moves_and_dead_when_it_does_not(
        self, floor: dict[str, Any]
    ) -> None:
        part = floor["steadiness"]
        assert part["warped_error"] == pytest.approx(part["copy"])
        assert part["living"]["ratio"] == 0.0


class TestIdentity:
    def test_the_simulator_follows_unlocked_and_stays_locked(self, ceiling: dict[str, Any]) -> None:
        part = ceiling["identity"]
        assert part["unlocked"]["changes_per_minute"] == part["unlocked"]["due_per_minute"] > 0.0
        assert part["unlocked"]["unasked_per_minute"] == 0.0
        assert part["locked"]["changes_per_minute"] == part["locked"]["truth_changes_per_minute"] == 0.0

    def test_copying_follows_nothing_and_has_no_locks(self, floor: dict[str, Any]) -> None:
        part = floor["identity"]
        assert part["unlocked"]["changes_per_minute"] < part["unlocked"]["truth_changes_per_minute"]
        assert part["locked"]["changes_per_minute"] is None


class TestDrift:
    def test_the_simulator_stays_within_the_truth(self, ceiling: dict[str, Any]) -> None:
        for run in ceiling["drift"]["runs"]:
            assert run["mean_motion"] == pytest.approx(run["truth_mean_motion"], rel=0.5)
            assert not run["frozen"]
        far = ceiling["drift"]["feature_distance"]
        assert far["mean"] < 0.5 * far["collapsed"]

    def test_copying_has_collapsed(self, floor: dict[str, Any]) -> None:
        part = floor["drift"]
        assert all(run["mean_motion"] == 0.0 and run["frozen"] for run in part["runs"])
        assert part["worst_segment_ratio"] == part["collapsed_segment_ratio"]
        far = part["feature_distance"]
        assert far["worst_over_first"] == far["collapsed_over_first"]
        assert part["range"]["motion"]["within"] == 0.0


class TestReport:
    def test_it_is_one_line_of_strict_json_and_a_table(self, floor: dict[str, Any]) -> None:
        line = json_line(floor)
        assert "\n" not in line
        read = json.loads(line)
        keys = "fidelity open_loop sharpness control directives drift revisit steadiness response identity"
        assert set(keys.split()) <= set(read)
        assert {"psnr_db", "autoencoder_db", "copy_last_db"} <= set(read["fidelity"]["1"])
        assert {"sign_accuracy", "correlation", "probe_sign_accuracy", "probe_correlation"} <= set(
            read["control"]["yaw"]
        )
        assert {"accuracy", "probe_accuracy", "chance"} <= set(read["directives"]["held_out"])
        assert {*KINDS, "unnamed_kept", "held", "held_10_minutes"} <= set(read["directives"])
        assert "worst_segment_ratio" in read["drift"]
        assert {"psnr_db", "without_bank_db", "truth_db"} <= set(read["revisit"]["1"])
        assert {"warped_error", "truth"} <= set(read["steadiness"])
        assert {"first_frames", "to_90_percent_frames"} <= set(read["response"])
        assert "changes_per_minute" in read["identity"]["unlocked"]
        assert "next frame, 2 steps, dB" in table(floor)

    def test_every_figure_has_a_ceiling_and_a_floor(self, floor: dict[str, Any]) -> None:
        bare = [row.what for row in rows(floor) if row.ceiling is None or row.floor is None]
        assert not bare
        assert {row.part for row in rows(floor)} == set(PARTS)

    def test_the_page_holds_everything_and_fetches_nothing(
        self, judged: dict[str, tuple[Judgement, Silence]]
    ) -> None:
        judgement = judged["sim"][0]
        written = page(judgement.figures, judgement.albums)
        for row in rows(judgement.figures):
            assert row.what.replace("'", "&#x27;") in written
        assert written.count("data:image/jpeg") == sum(
            len(cells) for album in judgement.albums.values() for cells in album.rows
        )
        assert "http://" not in written and "https://" not in written

    def test_pictures_witness_the_figures(self, judged: dict[str, tuple[Judgement, Silence]]) -> None:
        albums = judged["copy"][0].albums
        assert {"stills", "words", "held", "visits", "tries", "strips"} <= set(albums)
        assert all(album.sheet().std() > 5.0 for album in albums.values())

    def test_progress_ends_where_it_said_it_would(self, judged: dict[str, tuple[Judgement, Silence]]) -> None:
        for _, silence in judged.values():
            assert silence.done == silence.totals
            assert set(silence.totals) == set(SECTIONS)
