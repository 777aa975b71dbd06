"""Motion written beside the picture: right by each convention, the same when it is read back."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest
from numpy.typing import NDArray

from slowglass.core.job import JobSpec
from slowglass.core.pipeline import retime
from slowglass.core.timing import ConstantSpeed
from slowglass.plugin.cli.app import main
from tests import clips
from tests.tolerances import READ_BACK_DB, VECTOR_PIXELS

HEIGHT, WIDTH, FRAMES = 72, 96, 4
STEP = (3, -2)
"""Pixels to the right and down that the picture moves from frame to frame."""
MARGIN = 8
INSIDE = slice(MARGIN, -MARGIN), slice(MARGIN, -MARGIN)
HALF = Fraction(1, 2)
BLENDER = {"X": -STEP[0], "Y": STEP[1], "Z": -STEP[0], "W": STEP[1]}
"""Previous less now in X and Y, now less next in Z and W, y up."""

Channels = dict[str, NDArray[np.float32]]


def moved(k: int) -> clips.Picture:
    """A texture that moves evenly."""
    ground = clips.texture(3 * HEIGHT, 3 * WIDTH, 5)
    left, top = WIDTH - STEP[0] * k, HEIGHT - STEP[1] * k
    return ground[top : top + HEIGHT, left : left + WIDTH]


@pytest.fixture(scope="module")
def pan(tmp_path_factory: pytest.TempPathFactory) -> str:
    return clips.write_sequence(tmp_path_factory.mktemp("pan"), map(moved, range(FRAMES)))


def written(source: str, folder: Path, *more: str, model: str = "flow") -> list[Path]:
    """The files of ``slowglass vectors``."""
    output = str(folder / "vec.####.exr")
    words = ["vectors", source, "-o", output, "--device", "cpu", "--model", model, "--json"]
    assert main([*words, *more]) == 0
    return sorted(folder.glob("vec.*.exr"))


def channels(path: Path) -> Channels:
    reader = oiio.ImageInput.open(str(path))
    assert reader is not None, oiio.geterror()
    names = list(reader.spec().channelnames)
    pixels = np.asarray(reader.read_image("float"), np.float32)
    reader.close()
    return {name: pixels[..., k] for k, name in enumerate(names)}


def slowed(source: str, folder: Path, model: str, vectors: str = "") -> list[Path]:
    """Files at half speed."""
    job = JobSpec(
        source,
        str(folder / "slow.####.exr"),
        ConstantSpeed(HALF),
        model=model,
        vectors=vectors,
        device="cpu",
    )
    retime(job)
    return sorted(folder.glob("slow.*.exr"))


def same(one: Path, other: Path) -> None:
    first, second = channels(one), channels(other)
    assert first.keys() == second.keys()
    for name, plane in first.items():
        np.testing.assert_array_equal(second[name], plane, name)


def test_blenders_vectors_are_what_its_vector_pass_would_be(pan: str, tmp_path: Path) -> None:
    files = written(pan, tmp_path)
    assert len(files) == FRAMES
    for k, path in enumerate(files):
        found = channels(path)
        for name, value in BLENDER.items():
            error = np.abs(found[f"ViewLayer.Vector.{name}"][INSIDE] - value)
            assert error.mean() < VECTOR_PIXELS
        assert found["ViewLayer.OcclusionNext.V"][INSIDE].mean() < 0.01
        sure = found["ViewLayer.ConfidenceNext.V"]
        assert not sure.any() if k == FRAMES - 1 else sure[INSIDE].min() > 0.5
        picture = np.stack([found[f"ViewLayer.Combined.{c}"] for c in "RGB"], 2)
        np.testing.assert_array_equal(
            picture, clips.read_picture(Path(pan.replace("####", f"{1001 + k}")))
        )


def test_nukes_vectors_point_to_both_neighbours_with_y_up(pan: str, tmp_path: Path) -> None:
    found = channels(written(pan, tmp_path, "--as", "nuke")[1])
    for layer, turned in (("forward", 1), ("backward", -1)):
        for name, value in (("u", STEP[0]), ("v", -STEP[1])):
            error = np.abs(found[f"{layer}.{name}"][INSIDE] - turned * value)
            assert error.mean() < VECTOR_PIXELS
    assert {"R", "G", "B", "occlusion.next", "confidence.previous"} <= found.keys()


def test_a_map_says_where_pixels_are_in_the_neighbour(pan: str, tmp_path: Path) -> None:
    found = channels(written(pan, tmp_path, "--as", "stmap")[1])
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    x = (columns + 0.5 + STEP[0]) / WIDTH
    y = 1 - (rows + 0.5 + STEP[1]) / HEIGHT
    for name, value in (("u", x), ("v", y)):
        error = np.abs(found[f"stmap_next.{name}"] - value)[INSIDE]
        assert error.mean() < VECTOR_PIXELS / HEIGHT


@pytest.mark.parametrize(("form", "layout"), [("blender", ""), ("nuke", "nuke")])
def test_vectors_read_back_give_the_same_result(
    pan: str, tmp_path: Path, form: str, layout: str
) -> None:
    vectors = tmp_path / "vec.####.exr"
    job = JobSpec(
        pan,
        str(tmp_path / "direct" / "slow.####.exr"),
        ConstantSpeed(HALF),
        model="flow",
        device="cpu",
        vectors_out=str(vectors),
        vectors_as=form,  # type: ignore[arg-type]
    )
    result = retime(job)
    assert any(str(vectors) in note for note in result.notes)
    direct = sorted((tmp_path / "direct").glob("slow.*.exr"))
    back = slowed(str(vectors), tmp_path / "back", "vectors", layout)
    prefix = "ViewLayer.Combined." if form == "blender" else ""
    for one, other in zip(direct, back, strict=True):
        first, second = channels(one), channels(other)
        for c in "RGB":
            difference = (first[c] - second[prefix + c])[INSIDE]
            assert -10 * np.log10(np.mean(difference**2) + 1e-12) > READ_BACK_DB


def test_what_was_read_back_comes_out_again_to_the_bit(pan: str, tmp_path: Path) -> None:
    written(pan, tmp_path / "one")
    once = str(tmp_path / "one" / "vec.####.exr")
    for one, other in zip(
        sorted((tmp_path / "one").glob("vec.*.exr")),
        written(once, tmp_path / "two", model="vectors"),
        strict=True,
    ):
        same(one, other)
    first = slowed(once, tmp_path / "first", "vectors")
    second = slowed(str(tmp_path / "two" / "vec.####.exr"), tmp_path / "second", "vectors")
    for one, other in zip(first, second, strict=True):
        same(one, other)


def test_what_is_hidden_in_the_next_frame_is_told(tmp_path: Path) -> None:
    source = clips.write_sequence(
        tmp_path / "in", [clips.moving_square(k, speed=8) for k in range(3)]
    )
    found = channels(written(source, tmp_path)[1])
    # the square is at 18 to 46, then at 26 to 54: what lies before it is hidden next
    rows = slice(26, 42)
    hidden = found["ViewLayer.OcclusionNext.V"]
    assert hidden[rows, 47:53].mean() > 0.7
    assert hidden[rows, 22:42].mean() < 0.1
    assert hidden[55:, 10:80].mean() < 0.1
    before = found["ViewLayer.OcclusionPrevious.V"]
    assert before[rows, 11:17].mean() > 0.5


def test_motion_ends_at_a_cut(tmp_path: Path) -> None:
    other = [1 - moved(k) for k in range(3)]
    source = clips.write_sequence(tmp_path / "in", [*map(moved, range(3)), *other])
    cuts = tmp_path / "cuts.txt"
    cuts.write_text("3\n")
    found = channels(written(source, tmp_path, "--cuts", str(cuts))[2])
    np.testing.assert_array_equal(found["ViewLayer.Vector.Z"], found["ViewLayer.Vector.X"])
    assert not found["ViewLayer.ConfidenceNext.V"].any()
    assert found["ViewLayer.ConfidencePrevious.V"].mean() > 0.5


def test_vectors_are_made_once(
    pan: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(pan, tmp_path)
    capsys.readouterr()
    written(pan, tmp_path)
    again = json.loads(capsys.readouterr().out)
    assert (again["made"], again["kept"]) == (0, FRAMES)
    words = ["vectors", pan, "-o", str(tmp_path / "vec.####.exr"), "--as", "nuke"]
    assert main(words) == 4
    assert main(["check", str(tmp_path / "vec.####.exr")]) == 0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["-o", "vec.####.png"], 2),
        (["-o", "vec.exr"], 2),
        (["-o", "out/vec.####.exr", "--model", "vectors"], 6),
        (["-o", "out/vec.####.exr", "--range", "1-2"], 2),
    ],
)
def test_bad_input_is_one_line_and_makes_nothing(
    pan: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["vectors", pan, "--device", "cpu", "--json", *more]) == code
    (line,) = capsys.readouterr().err.splitlines()
    assert "expected" in line
    assert not list(tmp_path.rglob("*.exr"))


@pytest.mark.parametrize(
    ("result", "vectors", "more", "code"),
    [
        ("o.####.exr", "./o.####.exr", [], 2),
        ("o.####.exr", "O.##.exr", [], 2),
        ("o.####.png", "o.####.exr", [], 2),
        ("o.####.exr", "v.####.exr", ["--rolling-shutter", "42"], 2),
        ("there.####.exr", "v.####.exr", [], 4),
    ],
    ids=["another spelling", "case and digits", "one base", "a long readout", "a stranger's frame"],
)
def test_no_vectors_are_made_beside_a_result_that_cannot_be(
    pan: str, tmp_path: Path, result: str, vectors: str, more: list[str], code: int
) -> None:
    (tmp_path / "there.1001.exr").write_text("mine")
    words = ["retime", pan, "-o", f"{tmp_path}/{result}", "--speed", "50%", "--device", "cpu"]
    assert main([*words, "--vectors-out", f"{tmp_path}/{vectors}", *more, "--json"]) == code
    assert [path.name for path in tmp_path.iterdir()] == ["there.1001.exr"]


def test_a_stereo_picture_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    names = ("R", "G", "B", "right.R", "right.G", "right.B")
    for k in range(2):
        spec = oiio.ImageSpec(WIDTH, HEIGHT, 6, "half")
        spec.channelnames = names
        output = oiio.ImageOutput.create("s.exr")
        assert output is not None
        assert output.open(str(folder / f"s.{k}.exr"), spec)
        assert output.write_image(np.concatenate([moved(k), moved(k)], 2))
        assert output.close()
    words = ["vectors", str(folder / "s.#.exr"), "-o", str(tmp_path / "out" / "v.####.exr")]
    assert main([*words, "--source-fps", "24", "--device", "cpu", "--json"]) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_vectors_need_a_name_of_their_own(pan: str, tmp_path: Path) -> None:
    output = str(tmp_path / "slow.####.exr")
    words = ["retime", pan, "-o", output, "--speed", "50%", "--device", "cpu"]
    assert main([*words, "--vectors-out", output]) == 2
    assert main([*words, "--vectors-out", str(tmp_path / "vec.exr")]) == 2
    assert not list(tmp_path.iterdir())
