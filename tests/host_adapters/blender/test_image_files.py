"""Which sequence the pictures of an image strip are, without Blender."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core.media.images.naming.sequence import find_sequence
from slowglass.host_adapters.blender.strip.sequence import ImageFiles, image_files
from slowglass.host_adapters.common.refusal import Refusal


def files(folder: Path, numbers: list[int], shown: list[int], name: str = "shot") -> ImageFiles:
    """Make files of those numbers and read a strip over some of them."""
    for number in numbers:
        (folder / f"{name}.{number:04d}.exr").touch()
    return image_files(str(folder), [f"{name}.{number:04d}.exr" for number in shown])


def positions(read: ImageFiles, count: int) -> list[Fraction]:
    return [read.at(Fraction(k, 2)) for k in range(count)]


def test_indices_count_from_the_first_file_on_disk_as_the_engine_does(tmp_path: Path) -> None:
    folder = tmp_path / "50% #1 é"
    folder.mkdir()
    read = files(folder, [7, 8, 9, 10], [8, 9, 10], "a%d#_v2")
    assert read.indices == (1, 2, 3)
    assert not read.notes()
    assert find_sequence(read.pattern).first == 7
    assert positions(read, 5) == [1, Fraction(3, 2), 2, Fraction(5, 2), 3]


def test_the_last_picture_goes_on_into_files_that_the_strip_does_not_show(tmp_path: Path) -> None:
    read = files(tmp_path, [1, 2, 3, 4], [2, 3])
    assert read.at(Fraction(3, 2)) == Fraction(5, 2)
    assert read.at(Fraction(-1, 2)) == Fraction(1, 2)


def test_repeated_pictures_stand_still_and_jumps_are_not_mixed(tmp_path: Path) -> None:
    read = files(tmp_path, list(range(1, 10)), [1, 1, 2, 7, 8])
    half = Fraction(1, 2)
    assert positions(read, 9) == [0, 0, 0, half, 1, 1, 6, 6 + half, 7]
    assert ["repeat" in note or "jump" in note for note in read.notes()] == [True, True]


@pytest.mark.parametrize(("on_disk", "skips"), [([1, 3, 5, 7], True), ([*range(1, 8)], False)])
def test_every_other_picture_moves_on_evenly(
    tmp_path: Path, on_disk: list[int], skips: bool
) -> None:
    read = files(tmp_path, on_disk, [1, 3, 5, 7])
    assert positions(read, 4) == [0, 1, 2, 3]
    assert read.skips_files == skips == any("gaps" in note for note in read.notes())


def test_backwards_in_the_strip_is_backwards_in_the_sequence(tmp_path: Path) -> None:
    read = files(tmp_path, [1, 2, 3], [3, 2, 1])
    assert positions(read, 4) == [2, Fraction(3, 2), 1, Fraction(1, 2)]


@pytest.mark.parametrize(
    ("on_disk", "shown", "indices", "first"),
    [
        (["a.-001.exr", "a.000.exr", "a.001.exr"], [0, 1], (1, 2), -1),
        (["a.998.exr", "a.999.exr", "a.1000.exr"], [999, 1000], (1, 2), 998),
    ],
)
def test_numbers_below_zero_or_beyond_their_padding_belong_to_the_sequence(
    tmp_path: Path, on_disk: list[str], shown: list[int], indices: tuple[int, ...], first: int
) -> None:
    for name in on_disk:
        (tmp_path / name).touch()
    read = image_files(str(tmp_path), [f"a.{number:03d}.exr" for number in shown])
    assert read.indices == indices
    assert find_sequence(read.pattern).first == first


def test_a_hyphen_before_the_number_is_no_sign_within_a_name(tmp_path: Path) -> None:
    for name in ("shot-001.exr", "shot-002.exr", "shot-003.exr"):
        (tmp_path / name).touch()
    read = image_files(str(tmp_path), ["shot-002.exr", "shot-003.exr"])
    assert read.indices == (1, 2)
    assert find_sequence(read.pattern).first == 1


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["a.01.exr"], "single picture"),
        (["a.01.exr", "b.02.exr"], "not one sequence"),
        (["a.01.exr", "title.exr"], "not one sequence"),
        (["a.01.exr", "a.03.exr"], "missing .*a.03.exr"),
    ],
)
def test_what_is_no_sequence_is_refused(tmp_path: Path, names: list[str], reason: str) -> None:
    for name in ("a.01.exr", "a.02.exr", "b.02.exr", "title.exr"):
        (tmp_path / name).touch()
    with pytest.raises(Refusal, match=reason):
        image_files(str(tmp_path), names)


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="folder is missing"):
        image_files(str(tmp_path / "gone"), ["a.01.exr", "a.02.exr"])
