"""Mattes and depth read from everywhere that they may be in."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import OpenImageIO as oiio
import pytest

from slowglass.core.depth import FARTHEST
from slowglass.core.errors import InputError, MissingInputError, UnsupportedMediaError, UsageError
from slowglass.core.frames import Guide
from slowglass.core.layers import guided_source
from slowglass.core.mattes import DrawnMattes, MatteKey, MatteLayer, MatteShape, write_mattes
from slowglass.core.media import open_source
from tests.clips import write_movie, write_sequence
from tests.core.layers import crossing
from tests.core.layers.crossing import FAR, NEAR
from tests.core.layers.matte_clips import FRAMES, time_of, write_clip, write_matte


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_clip(tmp_path_factory.mktemp("clip"))


def guides(clip: str, *mattes: str, depth: str = "none", index: int = 1) -> tuple[Guide, ...]:
    with open_source(clip) as source, guided_source(source, mattes, depth) as guided:
        return guided.read(index).guides


def test_a_sequence_a_channel_and_an_object_give_one_matte(clip: str, tmp_path: Path) -> None:
    texts = (write_matte(tmp_path, NEAR), "near", "crypto:near ball")
    for guide in guides(clip, *texts):
        np.testing.assert_array_equal(guide.pixels, crossing.shown(NEAR, time_of(1)))
        assert guide.kind == "matte"


def test_a_movie_gives_a_matte(clip: str, tmp_path: Path) -> None:
    masks = (crossing.shown(FAR, time_of(k)) for k in range(FRAMES))
    movie = write_movie(tmp_path / "m.mkv", (np.repeat(one[..., None], 3, 2) for one in masks))
    (guide,) = guides(clip, str(movie))
    np.testing.assert_allclose(guide.pixels, crossing.shown(FAR, time_of(1)), atol=0.02)


def test_a_pattern_gives_a_matte_for_each_object_in_one_place(clip: str) -> None:
    found = guides(clip, "near", "crypto:*ball")
    assert [(one.name, one.order) for one in found] == [
        ("near", 0),
        ("near ball", 1),
        ("far ball", 1),
    ]
    np.testing.assert_array_equal(found[2].pixels, crossing.shown(FAR, time_of(1)))


def test_drawn_layers_keep_their_order_and_what_they_do(clip: str, tmp_path: Path) -> None:
    corners = ((10.0, 10.0), (20.0, 30.0))
    shape = MatteShape("rectangle", (MatteKey(Fraction(0), corners),))
    layers = (MatteLayer("logo", "still", (shape,)), MatteLayer("a: hand", "alone", (shape,)))
    file = tmp_path / "shot.mattes.json"
    write_mattes(DrawnMattes(crossing.WIDTH, crossing.HEIGHT, layers), file)
    found = guides(clip, str(file), f"{file}:a: hand")
    assert [one.kind for one in found] == ["still", "matte", "matte"]
    assert [one.order for one in found] == sorted(one.order for one in found)
    assert len({one.order for one in found}) == 3
    assert found[0].pixels.sum() == 10 * 20
    with pytest.raises(UsageError, match="a: hand") as caught:
        guides(clip, f"{file}:hand")
    assert caught.value.path == str(file)


def test_depth_is_found_by_its_name_or_given(clip: str) -> None:
    for depth in ("auto", "Z"):
        (guide,) = guides(clip, depth=depth)
        assert guide.kind == "depth"
        np.testing.assert_array_equal(guide.pixels, crossing.depth(time_of(1)))
    assert guides(clip, depth="none") == ()


@pytest.mark.parametrize("value", [3.0, np.inf, np.nan, 0.0])
def test_depth_without_meaning_is_refused_where_it_is_asked_for(
    tmp_path: Path, value: float
) -> None:
    clip = write_clip(tmp_path, 1, value)
    (guide,) = guides(clip, depth="auto", index=0)
    assert (guide.pixels >= FARTHEST).all()
    with pytest.raises(UsageError, match="without meaning"):
        guides(clip, depth="Z")


def test_a_channel_that_is_no_depth_is_refused(clip: str) -> None:
    with pytest.raises(UsageError, match="without meaning"):
        guides(clip, depth="near")  # 1 wherever it is anything


@pytest.mark.parametrize(
    ("text", "named"),
    [("crypto:neer ball", "near ball"), ("crypto:x*", "near ball"), ("nera", "near")],
)
def test_unknown_names_are_refused_with_those_that_are_there(
    clip: str, text: str, named: str
) -> None:
    with pytest.raises(UsageError) as caught:
        guides(clip, text)
    assert named in caught.value.hint


@pytest.mark.parametrize(("frames", "crop"), [(FRAMES - 1, 0), (FRAMES, 2)])
def test_a_matte_of_another_length_or_size_is_refused(
    clip: str, tmp_path: Path, frames: int, crop: int
) -> None:
    with pytest.raises(UsageError, match="as the clip has"):
        guides(clip, write_matte(tmp_path, NEAR, frames, crop))


def test_an_interlaced_matte_is_made_whole_where_the_clip_is(tmp_path: Path) -> None:
    movie = tmp_path / "fields.mp4"
    with av.open(str(movie), "w") as container:
        stream: Any = container.add_stream("libx264", 25, {"flags": "+ildct+ilme", "crf": "1"})
        stream.width, stream.height, stream.pix_fmt = 64, 32, "yuv420p"
        for k in range(2):
            codes = np.full((32, 64, 3), (0, 255)[k], np.uint8)
            frame = av.VideoFrame.from_ndarray(codes, "rgb24").reformat(format="yuv420p")
            frame.pts, frame.time_base = k, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    with open_source(str(movie), deinterlace=True) as clip:
        with guided_source(clip, [str(movie)], "none", deinterlace=True) as guided:
            (guide,) = guided.read(1).guides
        assert guide.pixels.min() > 0.9
        with pytest.raises(UnsupportedMediaError), guided_source(clip, [str(movie)], "none"):
            pass


def test_a_channel_of_a_named_part_may_be_called_as_the_file_has_it(tmp_path: Path) -> None:
    path = str(tmp_path / "s.0001.exr")
    specs = []
    for part, channels in (("rgb", ("R", "G", "B")), ("far", ("Z",)), ("hold", ("A",))):
        spec = oiio.ImageSpec(8, 4, len(channels), "float")
        spec.channelnames = channels
        spec.attribute("oiio:subimagename", part)
        specs.append(spec)
    output = oiio.ImageOutput.create(path)
    assert output is not None
    assert output.open(path, tuple(specs))
    for k, spec in enumerate(specs):
        assert not k or output.open(path, spec, "AppendSubimage")
        pixels = np.arange(32 * spec.nchannels, dtype=np.float32) / 96 + 1 / 96
        assert output.write_image(pixels.reshape(4, 8, spec.nchannels))
    assert output.close()
    clip = str(tmp_path / "s.####.exr")
    plain, full = (guides(clip, f"{part}A", depth=f"{depth}Z", index=0)
                   for part, depth in (("", ""), ("hold.", "far.")))  # fmt: skip
    for one, other in zip(plain, full, strict=True):
        np.testing.assert_array_equal(one.pixels, other.pixels)
    assert plain[0].pixels.max() > 0.3


def test_a_matte_with_a_gap_is_refused(clip: str, tmp_path: Path) -> None:
    pattern = write_matte(tmp_path, NEAR)
    (tmp_path / "matte.0008.png").unlink()
    with pytest.raises(UsageError, match="for each frame"):
        guides(clip, pattern)


def test_a_file_that_is_not_there_is_refused(clip: str, tmp_path: Path) -> None:
    for name in ("no.####.exr", "no.mov", "no.json"):
        with pytest.raises(MissingInputError):
            guides(clip, str(tmp_path / name))


@pytest.mark.parametrize(
    "manifest", ["{", "[1]", '{"near ball": "zz"}', '{"near ball": null}', '{"a": {}}', "[" * 9999]
)
def test_a_manifest_without_ids_is_refused_with_its_file(tmp_path: Path, manifest: str) -> None:
    clip = write_clip(tmp_path, 1, manifest=manifest)
    with pytest.raises(InputError, match="expected names with their IDs") as caught:
        guides(clip, "crypto:near ball", index=0)
    assert caught.value.path == clip.replace("####", "0000")


def test_what_is_no_number_in_a_matte_covers_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "matte"
    mask = np.where(crossing.shown(NEAR, time_of(0)) > 0, 1.0, np.nan).astype(np.float32)
    matte = write_sequence(folder, [np.repeat(mask[..., None], 3, 2)] * FRAMES)
    clip = write_clip(tmp_path / "clip", empty=np.nan)
    for guide in guides(clip, matte, "near", "crypto:near ball", index=0):
        np.testing.assert_array_equal(guide.pixels, crossing.shown(NEAR, time_of(0)))


def test_a_clip_without_cryptomatte_says_so(tmp_path: Path) -> None:
    clip = write_matte(tmp_path, NEAR)
    with pytest.raises(UsageError, match="expected a cryptomatte"):
        guides(clip, "crypto:ball")
