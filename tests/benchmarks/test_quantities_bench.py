from __future__ import annotations

import sys
import time
import warnings

import pytest

from benchmarks import number_peers
from benchmarks.quantities_bench import Point, Text, curve, growth, run


def test_a_missing_peer_is_said_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(number_peers, "PEERS", [p for p in number_peers.PEERS if p[0] == "cn2an"])
    monkeypatch.setitem(sys.modules, "cn2an", None)
    tools, gaps = number_peers.load_peers()
    assert tools == []
    assert [gap for gap in gaps if "pip install cn2an" in gap] == gaps != []


def test_a_peer_that_breaks_on_its_first_call_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> object:
        raise AttributeError("no such thing")

    monkeypatch.setattr(number_peers, "PEERS", [("Broken", "broken", "nothing", broken)])
    tools, gaps = number_peers.load_peers()
    assert tools == []
    assert gaps == ["Broken isn't measured: it fails with AttributeError: no such thing"]


def test_warnings_and_banners_of_a_peer_pass_by(capfd: pytest.CaptureFixture[str]) -> None:
    def loud(text: str) -> None:
        sys.stdout.write("banner")
        warnings.warn("odd number", UserWarning, stacklevel=1)
        if text == "坏":
            raise ValueError(text)

    seconds, failed = run(loud, ["好", "坏", "好"])
    assert failed == 1
    assert seconds >= 0
    assert capfd.readouterr().out == ""


def test_a_slice_ends_with_a_sentence() -> None:
    text = Text("x", ("一二三", "四五", "六七八九"), 9)
    assert text.slice(4) == ("一二三", "四五")
    assert text.slice(1) == ("一二三",)
    assert text.slice(100) == text.sentences


def test_growth_compares_time_per_character() -> None:
    linear = [Point(1, 2.0), Point(2, 4.0), Point(10, 20.0)]
    quadratic = [Point(1, 2.0), Point(10, 200.0)]
    assert growth(linear) == pytest.approx(1)
    assert growth(quadratic) == pytest.approx(10)
    assert growth([Point(1, 2.0), Point(2, None, "stopped")]) is None


def test_the_curve_stops_at_its_limit_and_says_so() -> None:
    def slow(text: str) -> None:
        if len(text) > 1000:
            time.sleep(30)

    points = curve(slow, "1,", [0.001, 0.002, 0.004], limit=0.1)
    assert [point.megacharacters for point in points] == [0.001, 0.002]
    assert points[0].seconds is not None
    assert points[1] == Point(0.002, None, "stopped after 0.1 s")


def test_the_curve_gives_the_shape_in_the_size_asked() -> None:
    seen: list[str] = []
    curve(seen.append, "一二三", [0.000_007], limit=1)
    assert set(seen) == {"一二三一二三一"}
