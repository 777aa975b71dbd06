"""Movies written: copies untouched, tags and rates kept, whole or not at all."""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import torch

from slowglass.core.errors import OutputError, ShapeError, SlowglassError, UsageError
from slowglass.core.frames import Encoding, Frame, Layer, NativePlanes, Window
from slowglass.core.media.movies import codecs
from slowglass.core.media.movies.codecs import CODECS, MovieCodec, choose_codec
from slowglass.core.media.movies.sink import MovieSink
from slowglass.core.media.movies.source import MovieSource
from tests.core.media.made_movies import HEIGHT, WIDTH, number_in, write_movie
from tests.tolerances import MOVIE_CODEC_ERROR

NTSC = Fraction(24000, 1001)
LARGE = (256, 128)


def made_frame(
    width: int = WIDTH, height: int = HEIGHT, channels: str = "RGB", transfer: str = "srgb"
) -> Frame:
    """Return a smooth picture without native planes."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    colour = [columns / width, rows / height, 0.5 + 0 * rows, columns / width][: len(channels)]
    encoding = Encoding(transfer, "straight" if "A" in channels else "none")  # type: ignore[arg-type]
    layer = Layer(np.stack(colour, 2), tuple(channels), encoding)
    return Frame((layer,), Window(0, 0, width, height))


def copy_movie(source: Path, target: Path, codec: str = "", *, native: bool = True) -> MovieSink:
    with MovieSource(source) as movie:
        info = movie.info
        with MovieSink(
            target,
            width=info.width,
            height=info.height,
            frame_rate=info.clock.frame_rate,
            codec=codec,
            source=info,
        ) as sink:
            for k in range(info.clock.frame_count):
                frame = movie.read(k)
                sink.write(k, frame if native else Frame(frame.layers, frame.display_window))
    return sink


def planes_of(path: Path) -> list[tuple[np.ndarray, ...]]:
    with MovieSource(path) as movie:
        natives = [movie.read(k).native for k in range(movie.info.clock.frame_count)]
    return [native.planes for native in natives if isinstance(native, NativePlanes)]


@pytest.mark.parametrize(
    ("encoder", "pixel_format", "suffix", "tags"),
    [
        ("libx264", "yuv420p", "mp4", (6, 1, 6, 6)),
        ("libx264", "yuv420p", "mp4", (2, 0, 2, 2)),
        ("mjpeg", "yuvj420p", "mov", (2, 2, 2, 2)),
        ("libx265", "yuv420p10le", "mp4", (9, 1, 9, 16)),
        ("prores_ks", "yuv422p10le", "mov", (1, 1, 1, 1)),
        ("ffv1", "gbrp12le", "mkv", (0, 2, 1, 13)),
        ("ffv1", "yuva444p10le", "mkv", (1, 1, 1, 1)),
        ("ffv1", "gray10le", "mkv", (2, 1, 2, 2)),
    ],
)
def test_copied_frames_are_bit_identical_in_ffv1(
    tmp_path: Path, encoder: str, pixel_format: str, suffix: str, tags: tuple[int, int, int, int]
) -> None:
    options = {"x265-params": "log-level=none"} if encoder == "libx265" else {}
    source = write_movie(
        tmp_path / f"in.{suffix}", encoder, pixel_format, frame_count=4, tags=tags, options=options
    )
    copy_movie(source, tmp_path / "out.mkv")
    before, after = planes_of(source), planes_of(tmp_path / "out.mkv")
    assert len(after) == 4
    for one, other in zip(before, after, strict=True):
        assert len(one) == len(other)
        for plane, copied in zip(one, other, strict=True):
            np.testing.assert_array_equal(copied, plane)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("out.mp4", "h264"),
        ("out.mp4", "hevc"),
        ("out.mov", "prores"),
        ("out.mov", "hevc"),
        ("out.mkv", "ffv1"),
        ("out.mxf", "dnxhr"),
    ],
)
def test_rate_tags_and_picture_arrive(tmp_path: Path, name: str, codec: str) -> None:
    frame = made_frame(*LARGE)
    path = tmp_path / name
    with MovieSink(path, width=LARGE[0], height=LARGE[1], frame_rate=NTSC, codec=codec) as sink:
        for k in range(3):
            assert sink.write(k, frame) == str(path)
    with MovieSource(path) as movie:
        info = movie.info
        read = movie.read(1).layers[0].pixels
    assert info.clock.is_constant
    assert (info.clock.frame_rate, info.clock.frame_count) == (NTSC, 3)
    assert info.encoding.assumed == ""
    assert info.metadata["color_primaries"] == 1
    assert info.pixel_format == sink.pixel_format
    assert np.abs(read - frame.layers[0].pixels).mean() < MOVIE_CODEC_ERROR


@pytest.mark.parametrize("tags", [(6, 1, 6, 6), (9, 1, 9, 18), (5, 1, 5, 6), (7, 1, 7, 7)])
@pytest.mark.parametrize(
    ("name", "codec"), [("o.mov", "prores"), ("o.mxf", "dnxhr"), ("o.mp4", "hevc")]
)
def test_every_matrix_comes_out_as_the_same_colour(
    tmp_path: Path, name: str, codec: str, tags: tuple[int, int, int, int]
) -> None:
    """ProRes and DNxHR know few matrices, and decoders then assume one."""
    source = write_movie(tmp_path / "in.mkv", "ffv1", "yuv444p10le", frame_count=1, tags=tags)
    with MovieSource(source) as movie:
        info = movie.info
    frame = made_frame(*LARGE)
    with MovieSink(
        tmp_path / name, width=LARGE[0], height=LARGE[1], frame_rate=NTSC, codec=codec, source=info
    ) as sink:
        sink.write(0, frame)
    with MovieSource(tmp_path / name) as movie:
        read = movie.read(0).layers[0].pixels
        assert movie.info.encoding.transfer == info.encoding.transfer
    assert np.abs(read - frame.layers[0].pixels).mean() < MOVIE_CODEC_ERROR


def test_full_range_becomes_limited_where_the_codec_knows_no_other(tmp_path: Path) -> None:
    source = write_movie(
        tmp_path / "in.mkv", "ffv1", "yuv422p10le", frame_count=2, tags=(1, 2, 1, 1)
    )
    copy_movie(source, tmp_path / "out.mov")
    with MovieSource(source) as one, MovieSource(tmp_path / "out.mov") as other:
        before, after = one.read(1).layers[0].pixels, other.read(1).layers[0].pixels
    assert np.abs(before - after).mean() < MOVIE_CODEC_ERROR


@pytest.mark.parametrize("name", ["out.mov", "out.mkv"])
def test_alpha_is_kept(tmp_path: Path, name: str) -> None:
    source = write_movie(tmp_path / "in.mkv", "ffv1", "yuva444p12le", frame_count=1)
    frame = made_frame(channels="RGBA")
    with MovieSource(source) as movie:
        info = movie.info
    with MovieSink(
        tmp_path / name, width=WIDTH, height=HEIGHT, frame_rate=NTSC, source=info
    ) as sink:
        sink.write(0, frame)
    with MovieSource(tmp_path / name) as movie:
        read = movie.read(0).layers[0].pixels
    np.testing.assert_allclose(read[..., 3], frame.layers[0].pixels[..., 3], atol=2 / 1023)


def test_lost_alpha_and_bits_are_said(tmp_path: Path) -> None:
    source = write_movie(tmp_path / "in.mkv", "ffv1", "yuva444p12le", frame_count=1)
    sink = copy_movie(source, tmp_path / "out.mp4", native=False)
    assert any("alpha" in note for note in sink.notes)
    assert any("8 bits" in note for note in sink.notes)


def test_timecode_and_pixel_aspect_are_carried(tmp_path: Path) -> None:
    source = write_movie(
        tmp_path / "in.mov",
        "prores_ks",
        "yuv422p10le",
        frame_count=2,
        timecode="10:20:30:12",
        pixel_aspect=Fraction(4, 3),
    )
    copy_movie(source, tmp_path / "out.mov")
    with MovieSource(tmp_path / "out.mov") as movie:
        assert movie.info.timecode == "10:20:30:12"
        assert movie.info.pixel_aspect == Fraction(4, 3)


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        with MovieSink(
            folder / "out.mkv", width=WIDTH, height=HEIGHT, frame_rate=NTSC, codec="h264"
        ) as sink:
            for k in range(5):
                sink.write(k, made_frame())
    one, two = ((tmp_path / name / "out.mkv").read_bytes() for name in ("one", "two"))
    assert one == two


def test_premultiplied_alpha_is_taken_out(tmp_path: Path) -> None:
    pixels = np.full((HEIGHT, WIDTH, 4), (0.2, 0.1, 0.3, 0.5), np.float32)
    layer = Layer(pixels, tuple("RGBA"), Encoding("srgb", "premultiplied"))
    with MovieSink(tmp_path / "out.mkv", width=WIDTH, height=HEIGHT, frame_rate=NTSC) as sink:
        sink.write(0, Frame((layer,), Window(0, 0, WIDTH, HEIGHT)))
    with MovieSource(tmp_path / "out.mkv") as movie:
        read = movie.read(0).layers[0].pixels[0, 0]
    np.testing.assert_allclose(read, (0.4, 0.2, 0.6), atol=2 / 65535)


def test_data_outside_the_display_window_is_cropped_and_the_rest_is_black(tmp_path: Path) -> None:
    data = Layer(
        np.ones((HEIGHT, WIDTH, 3), np.float32),
        tuple("RGB"),
        data_window=Window(-8, 16, WIDTH, HEIGHT),
    )
    with MovieSink(tmp_path / "out.mkv", width=WIDTH, height=HEIGHT, frame_rate=NTSC) as sink:
        sink.write(0, Frame((data,), Window(0, 0, WIDTH, HEIGHT)))
    with MovieSource(tmp_path / "out.mkv") as movie:
        read = movie.read(0).layers[0].pixels
    expected = np.zeros_like(read)
    expected[16:, : WIDTH - 8] = 1
    np.testing.assert_array_equal(read, expected)


def test_nothing_lies_under_the_name_before_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    path.write_text("an older movie")
    sink = MovieSink(path, width=WIDTH, height=HEIGHT, frame_rate=NTSC)
    sink.write(0, made_frame())
    assert path.read_text() == "an older movie"
    sink.abort()
    assert [p.name for p in tmp_path.iterdir()] == ["out.mp4"]
    assert path.read_text() == "an older movie"
    sink.close()
    assert path.read_text() == "an older movie"


def test_an_exception_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        MovieSink(tmp_path / "out.mov", width=WIDTH, height=HEIGHT, frame_rate=NTSC) as sink,
    ):
        sink.write(0, made_frame())
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_movie_without_frames_is_an_error(tmp_path: Path) -> None:
    sink = MovieSink(tmp_path / "out.mp4", width=WIDTH, height=HEIGHT, frame_rate=NTSC)
    with pytest.raises(OutputError, match="at least one frame"):
        sink.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes to set")
def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    import resource

    noise = torch.rand(256, 256, 3, generator=torch.Generator().manual_seed(1)).numpy()
    frame = Frame((Layer(noise, tuple("RGB")),), Window(0, 0, 256, 256))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        with (
            pytest.raises(OutputError) as caught,
            MovieSink(tmp_path / "out.mov", width=256, height=256, frame_rate=NTSC) as sink,
        ):
            for k in range(20):
                sink.write(k, frame)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.exit_code == 4
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "codec", "size", "error", "words"),
    [
        ("out.mp4", "", (127, 64), OutputError, "even sides"),
        ("out.mov", "dnxhr", (64, 64), OutputError, "refused"),
        ("none/out.mp4", "", (128, 64), OutputError, "no|No"),
        ("out.webm", "", (128, 64), UsageError, "ending in .mp4"),
        ("out.mp4", "vp9", (128, 64), UsageError, "expected a codec of h264"),
        ("out.mp4", "prores", (128, 64), UsageError, "ending in .mov"),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_first_frame(
    tmp_path: Path,
    name: str,
    codec: str,
    size: tuple[int, int],
    error: type[SlowglassError],
    words: str,
) -> None:
    with pytest.raises(error, match=words):
        MovieSink(tmp_path / name, width=size[0], height=size[1], frame_rate=NTSC, codec=codec)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_encoder_is_an_output_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = MovieCodec("h264", "no_such_encoder", "yuv420p", (".mp4",))
    monkeypatch.setitem(CODECS, "h264", absent)
    with pytest.raises(OutputError, match="no encoder no_such_encoder"):
        MovieSink(tmp_path / "out.mp4", width=WIDTH, height=HEIGHT, frame_rate=NTSC)


def test_frames_of_another_size_order_or_light_are_refused(tmp_path: Path) -> None:
    with MovieSink(tmp_path / "out.mkv", width=WIDTH, height=HEIGHT, frame_rate=NTSC) as sink:
        with pytest.raises(ShapeError, match="expected 128 x 64"):
            sink.write(0, made_frame(64, 64))
        with pytest.raises(UsageError, match="scene-linear"):
            sink.write(0, made_frame(transfer="linear"))
        with pytest.raises(UsageError, match="in order"):
            sink.write(1, made_frame())
        sink.write(0, made_frame())


@pytest.mark.parametrize("codec", ["h264", "hevc"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_shortest_movies_are_whole(tmp_path: Path, codec: str, count: int) -> None:
    path = tmp_path / "out.mp4"
    with MovieSink(path, width=WIDTH, height=HEIGHT, frame_rate=NTSC, codec=codec) as sink:
        for k in range(count):
            sink.write(k, made_frame())
    with MovieSource(path) as movie:
        assert movie.info.clock.frame_count == count
        movie.read(count - 1)


def test_grey_frames_make_a_grey_movie(tmp_path: Path) -> None:
    with MovieSink(tmp_path / "out.mp4", width=WIDTH, height=HEIGHT, frame_rate=NTSC) as sink:
        layer = Layer(np.full((HEIGHT, WIDTH, 1), 65535, np.uint16), ("Y",))
        sink.write(0, Frame((layer,), Window(0, 0, WIDTH, HEIGHT)))
    with MovieSource(tmp_path / "out.mp4") as movie:
        np.testing.assert_allclose(movie.read(0).layers[0].pixels, 1, atol=2 / 219)


def test_the_default_codec_follows_the_name() -> None:
    names = {"a.mp4": "h264", "a.MOV": "prores", "a.mkv": "ffv1", "a.mxf": "dnxhr"}
    names["a.avi"] = "ffv1"
    assert {name: choose_codec(Path(name)).name for name in names} == names


def test_every_codec_is_there(tmp_path: Path) -> None:
    for codec in (*CODECS.values(), *(c.alpha for c in CODECS.values() if c.alpha)):
        assert codecs.choose_format(codec, "") == codec.pixel_format
        formats = av.Codec(codec.encoder, "w").video_formats or ()
        assert codec.pixel_format in {f.name for f in formats}


def test_numbers_survive_a_copy(tmp_path: Path) -> None:
    source = write_movie(tmp_path / "in.mp4", frame_count=20)
    copy_movie(source, tmp_path / "out.mp4", "h264")
    with MovieSource(tmp_path / "out.mp4") as movie:
        assert [number_in(movie.read(k).layers[0].pixels) for k in range(20)] == list(range(20))


def test_encoding_several_frames_at_once_gives_the_bytes_of_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    for several in (True, False):
        monkeypatch.setitem(CODECS, "prores", replace(CODECS["prores"], several_frames=several))
        path = tmp_path / f"{several}.mov"
        with MovieSink(path, width=WIDTH, height=HEIGHT, frame_rate=Fraction(24)) as sink:
            for index, channels in enumerate(["RGB", "Y", "RGB", "Y", "RGB"]):
                sink.write(index, made_frame(channels=channels))
        written.append(path.read_bytes())
    assert written[0] == written[1]
