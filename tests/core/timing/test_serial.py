import json
from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given

from slowglass.core.errors import MissingInputError, TimeMapError
from slowglass.core.timing import (
    ConstantSpeed,
    Positions,
    Reverse,
    SpeedCurve,
    SpeedKey,
    TimeMap,
    read_time_map,
    time_map_from_csv,
    time_map_from_json,
    time_map_to_json,
)
from tests.core.timing.strategies import any_maps, curves, few_examples


@few_examples
@given(any_maps())
def test_every_map_survives_json(time_map: TimeMap) -> None:
    text = json.dumps(time_map_to_json(time_map))
    assert time_map_from_json(json.loads(text)) == time_map


@few_examples
@given(curves())
def test_curves_are_read_from_csv_exactly(curve: SpeedCurve) -> None:
    keys = [f"{key.time_seconds},{key.speed},{key.interpolation}\n" for key in curve.keys]
    assert time_map_from_csv("time,speed,interpolation\n" + "".join(keys)) == curve


def test_positions_are_read_from_csv_exactly() -> None:
    text = "output_frame,source_position\n0,0\n1,1/3\n2,-2\n3,1000000007/1000000\n"
    positions = Positions((F(0), F(1, 3), F(-2), F(10**9 + 7, 10**6)))
    assert time_map_from_csv(text) == positions


def test_json_reads_as_documented() -> None:
    assert time_map_to_json(ConstantSpeed(F(1, 4))) == {"kind": "speed", "speed": "1/4"}
    assert time_map_from_json({"kind": "speed", "speed": "25%"}) == ConstantSpeed(F(1, 4))
    assert time_map_from_json({"kind": "positions", "positions": [0, 0.1, "1/3"]}) == Positions(
        (F(0), F(1, 10), F(1, 3))
    )
    assert time_map_from_json({"kind": "reverse"}) == Reverse()
    assert time_map_from_json(
        {"kind": "positions", "positions": [1], "frame_rate": None}
    ) == Positions((F(1),))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "an object with"),
        ({}, "expected kind to be one of speed, conform"),
        ({"kind": "slow"}, "got 'slow'"),
        ({"kind": ["speed"]}, "expected kind"),
        ({"kind": "speed"}, "expected speed, got only nothing"),
        ({"kind": "speed", "speed": "1/4", "rate": 2}, "expected only speed, got 'rate'"),
        ({"kind": "speed", "speed": None}, "speed: expected a number, got None"),
        ({"kind": "speed", "speed": "0"}, "expected a speed above 0"),
        ({"kind": "conform", "frame_rate": "nan"}, "frame_rate: expected a frame rate"),
        ({"kind": "positions", "positions": "0,1"}, "positions: expected a list"),
        ({"kind": "positions", "positions": [0, "x"]}, "positions: item 1: expected a number"),
        ({"kind": "reverse", "time_map": {"kind": "?"}}, "time_map: expected kind"),
        (
            {"kind": "speed_curve", "keys": [{"time_seconds": 0, "speed": 1, "ease": 1}]},
            "keys: item 0: expected only time_seconds, speed, interpolation, got 'ease'",
        ),
        (
            {"kind": "speed_curve", "keys": [{"time_seconds": 0, "speed": 1, "interpolation": 3}]},
            "interpolation: expected text",
        ),
        ({"kind": "speed_curve", "keys": [4]}, "keys: item 0: expected an object, got 4"),
    ],
)
def test_wrong_json_is_refused_by_name(data: object, message: str) -> None:
    with pytest.raises(TimeMapError) as caught:
        time_map_from_json(data)
    assert message in str(caught.value)


def test_csv_reads_as_documented() -> None:
    curve = SpeedCurve((SpeedKey(F(0), F(1), "smooth"), SpeedKey(F(3, 2), F(1, 4))))
    text = "time, speed, interpolation\n0, 100%, smooth\n\n1.5, 25%,\n"
    assert time_map_from_csv(text) == curve
    assert time_map_from_csv("output_frame,source_position\n1001,7.5\n1002,8\n") == Positions(
        (F(15, 2), F(8))
    )
    assert time_map_from_csv("time,speed\n0,1/2\n") == SpeedCurve((SpeedKey(F(0), F(1, 2)),))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "got nothing"),
        ("a,b\n1,2\n", "expected the columns output_frame,source_position"),
        ("output_frame,source_position\n", "at least one source position"),
        ("output_frame,source_position\n0,0\n2,1\n", "line 3: expected output frame 1, got 2"),
        ("output_frame,source_position\n0.5,0\n", "line 2: expected output frame 0"),
        ("output_frame,source_position\n0,x\n", "line 2: expected a source position"),
        ("output_frame,source_position\n0\n", "line 2: expected 2 cells, got 1"),
        ("time,speed\n0,1\n\n1,-1\n", "line 4: expected a speed of 0 or more, got -1"),
        ("time,speed,interpolation\n0,1,cubic\n", "line 2: expected linear, smooth or hold"),
        ("time,speed\n1,1\n0,1\n", "expected the times of a speed curve to increase"),
    ],
)
def test_wrong_csv_names_the_line(text: str, message: str) -> None:
    with pytest.raises(TimeMapError) as caught:
        time_map_from_csv(text)
    assert message in str(caught.value)


def test_files_are_read_by_their_ending(tmp_path: Path) -> None:
    path = tmp_path / "rämp #1 100%.JSON"
    path.write_text('\ufeff{"kind": "speed", "speed": 0.1}', encoding="utf-8")
    assert read_time_map(path) == ConstantSpeed(F(1, 10))
    table = tmp_path / "map.csv"
    table.write_bytes(b"output_frame,source_position\r\n0,1/2\r\n")
    assert read_time_map(table) == Positions((F(1, 2),))


def test_errors_in_files_name_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text('{"kind": "speed",\n "speed": }')
    with pytest.raises(TimeMapError, match=r"map\.json: line 2: expected JSON"):
        read_time_map(path)
    path.write_text('{"kind": "speed", "speed": NaN}')
    with pytest.raises(TimeMapError, match=r"map\.json: speed: expected a number, got nan"):
        read_time_map(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TimeMapError, match="UTF-8"):
        read_time_map(path)
    with pytest.raises(TimeMapError, match=r"\.json or \.csv"):
        read_time_map(tmp_path / "map.txt")
    with pytest.raises(MissingInputError, match=r"nothing\.csv"):
        read_time_map(tmp_path / "nothing.csv")
