from collections.abc import Sequence
from pathlib import Path

import pytest

from slowglass.core.errors import MissingInputError, UnsupportedMediaError, UsageError
from slowglass.core.media.images.naming.pattern import base_name, is_pattern, output_path
from slowglass.core.media.images.naming.sequence import find_sequence


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).touch()


@pytest.mark.parametrize(
    "asked", ["s.####.exr", "s.%04d.exr", "s.@@@@.exr", "s.0001.exr", "s.0005.exr", ""]
)
def test_pattern_folder_and_file_find_the_same_sequence(tmp_path: Path, asked: str) -> None:
    touch(tmp_path, "s.0001.exr", "s.0002.exr", "s.0005.exr", ".s.0003.exr", "notes.txt")
    found = find_sequence(tmp_path / asked)
    assert found.pattern == str(tmp_path / "s.####.exr")
    assert list(found.paths) == [1, 2, 5]
    assert found.missing == (3, 4)
    assert (found.first, found.last) == (1, 5)


@pytest.mark.parametrize(
    ("names", "asked", "numbers"),
    [
        (("a b %d #.0001.png", "a b %d #.0002.png"), "a b %d #.####.png", [1, 2]),
        (("a b %d #.0001.png", "a b %d #.0002.png"), "a b %d #.0002.png", [1, 2]),
        (("früh.v1.07.exr", "früh.v1.08.exr"), "früh.v1.##.exr", [7, 8]),
        (("n.-0001.exr", "n.0000.exr", "n.0001.exr"), "n.####.exr", [-1, 0, 1]),
        (("n.-01.exr", "n.000.exr", "n.001.exr"), "n.%03d.exr", [-1, 0, 1]),
        (("n.-0002.exr", "n.-0001.exr"), "n.-0001.exr", [-2, -1]),
        (("n-098.exr", "n-099.exr", "n-100.exr"), "n-###.exr", [98, 99, 100]),
        (("n-9.exr", "n-10.exr"), "n-9.exr", [9, 10]),
        (("x9.exr", "x10.exr", "x011.exr"), "x9.exr", [9, 10]),
        (("x.9999.exr", "x.10000.exr"), "x.####.exr", [9999, 10000]),
        (("0001.exr", "0002.exr"), "####.exr", [1, 2]),
        (("s.0001.left.exr", "s.0002.left.exr", "s.0001.right.exr"), "s.####.left.exr", [1, 2]),
        (("s.0001.left.exr", "s.0002.left.exr"), "s.0002.left.exr", [1, 2]),
        (("0001_L.png", "0002_L.png", "0001_R.png", "0002_R.png"), "####_L.png", [1, 2]),
        (("0001_L.png", "0002_L.png", "0001_R.png", "0002_R.png"), "0001_R.png", [1, 2]),
        (("shot (1).jpg", "shot (2).jpg", "shot (10).jpg"), "shot (2).jpg", [1, 2, 10]),
        (("shot (1).jpg", "shot (2).jpg", "shot (10).jpg"), "", [1, 2, 10]),
        (("a1 0001 x.png", "a1 0002 x.png", "a1 0003 x.png"), "", [1, 2, 3]),
        (("s_0001_v2.exr", "s_0002_v2.exr", "s_0003_v2.exr"), "s_####_v2.exr", [1, 2, 3]),
        (("s_v1.exr", "s_v2.exr"), "s_v#.exr", [1, 2]),
        (("s_1_v2.exr", "s_2_v2.exr", "s_1_v3.exr", "s_2_v3.exr"), "s_#_v3.exr", [1, 2]),
        (("s.0001.v002.exr", "s.0002.v002.exr", "s.0002.v003.exr"), "s.0001.v002.exr", [1, 2]),
        (("0001.left.exr", "0002.left.exr"), "####.left.exr", [1, 2]),
        (("s [01] x.png", "s [02] x.png"), "s [##] x.png", [1, 2]),
        (("s_9999_L.exr", "s_10000_L.exr", "s_0001_L.exr"), "", [1, 9999, 10000]),
        (("n.-003.exr", "n.-002.exr"), "n.%04d.exr", [-3, -2]),
    ],
)
def test_unusual_names(
    tmp_path: Path, names: Sequence[str], asked: str, numbers: list[int]
) -> None:
    touch(tmp_path, *names)
    found = find_sequence(tmp_path / asked)
    assert list(found.paths) == numbers
    assert {path.name for path in found.paths.values()} <= set(names)


@pytest.mark.parametrize("name", ["picture.png", "#.png", ".hidden.0001.exr", "shot (1).jpg"])
def test_a_picture_alone_is_a_sequence_of_one(tmp_path: Path, name: str) -> None:
    touch(tmp_path, name, "another.png")
    assert list(find_sequence(tmp_path / name).paths.values()) == [tmp_path / name]


def test_one_numbered_frame_keeps_its_number(tmp_path: Path) -> None:
    touch(tmp_path, "s.1001.exr")
    assert list(find_sequence(tmp_path / "s.1001.exr").paths) == [1001]


def test_a_folder_may_hold_stills_beside_its_sequence(tmp_path: Path) -> None:
    touch(tmp_path, "s.0001.exr", "s.0002.exr", "contact.png", "slowglass.json")
    assert list(find_sequence(tmp_path).paths) == [1, 2]


def test_a_folder_of_two_sequences_is_refused_and_both_are_named(tmp_path: Path) -> None:
    touch(tmp_path, "a.0001.exr", "b.0001.exr")
    with pytest.raises(UnsupportedMediaError, match=r"a\.####\.exr, b\.####\.exr"):
        find_sequence(tmp_path)


@pytest.mark.parametrize("asked", ["", "s.####.exr", "s.0001.exr", "none/s.####.exr"])
def test_nothing_there_is_missing_input(tmp_path: Path, asked: str) -> None:
    touch(tmp_path, "notes.txt")
    with pytest.raises(MissingInputError):
        find_sequence(tmp_path / asked)


def test_a_pattern_of_another_width_tells_which_is_there(tmp_path: Path) -> None:
    touch(tmp_path, "shot.0001.exr", "shot.0002.exr")
    with pytest.raises(MissingInputError) as caught:
        find_sequence(tmp_path / "shot.##.exr")
    assert "shot.####.exr" in caught.value.hint


@pytest.mark.parametrize(
    ("pattern", "number", "name"),
    [
        ("s.####.exr", 7, "s.0007.exr"),
        ("s_%05d.png", 7, "s_00007.png"),
        ("s.@@.tif", 123, "s.123.tif"),
        ("a#b %d.####.exr", 7, "a#b %d.0007.exr"),
        ("s.####.exr", -3, "s.-003.exr"),
        ("s.%04d.exr", -3, "s.-003.exr"),
        ("s.%d.exr", -3, "s.-3.exr"),
        ("####_L.png", 7, "0007_L.png"),
        ("s.%03d.left.exr", 7, "s.007.left.exr"),
        ("shot (#).png", 12, "shot (12).png"),
    ],
)
def test_output_names(pattern: str, number: int, name: str) -> None:
    assert output_path(Path("100% #") / pattern, number) == Path("100% #") / name


@pytest.mark.parametrize("number", [-12, -1, 0, 5, 12345])
def test_what_is_written_is_found_again(tmp_path: Path, number: int) -> None:
    output_path(tmp_path / "s.####.exr", number).touch()
    output_path(tmp_path / "s.####.exr", number + 1).touch()
    assert list(find_sequence(tmp_path / "s.####.exr").paths) == [number, number + 1]


@pytest.mark.parametrize("pattern", ["shot.exr", "shot.0001.exr", "100%.exr", "####/shot.exr"])
def test_an_output_without_a_place_for_the_number_is_refused(pattern: str) -> None:
    assert not is_pattern(pattern)
    with pytest.raises(UsageError, match="####"):
        output_path(pattern, 1)


def test_what_a_sequence_is_called_tells_it_from_its_twin() -> None:
    names = {
        "shot.####.exr": "shot",
        "shot.####.left.exr": "shot.left",
        "####_L.png": "L",
        "shot (#).jpg": "shot",
        "####.exr": "",
    }
    assert {pattern: base_name(pattern) for pattern in names} == names


@pytest.mark.parametrize("pattern", ["s.####.exr", "s.%04d.exr", "####_L.exr", "shot (#).exr"])
def test_a_sequence_through_zero_keeps_its_order(tmp_path: Path, pattern: str) -> None:
    numbers = [*range(-3, 3)] if pattern[0] == "s" and "(" not in pattern else [*range(8, 12)]
    for number in numbers:
        output_path(tmp_path / pattern, number).touch()
    assert list(find_sequence(tmp_path / pattern).paths) == numbers
    assert list(find_sequence(tmp_path).paths) == numbers
