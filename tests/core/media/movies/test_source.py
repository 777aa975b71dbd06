"""Any frame of any movie, exactly; and what is no movie, refused."""

from __future__ import annotations

import gc
import random
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from slowglass.core.errors import (
    InputError,
    MissingInputError,
    UnreadableMediaError,
    UnsupportedMediaError,
)
from slowglass.core.frames import NativePlanes
from slowglass.core.media.movies.decoder import CACHED_FRAMES, MovieDecoder
from slowglass.core.media.movies.indexing import read_index
from slowglass.core.media.movies.source import MovieSource
from tests import clips
from tests.core.media.made_movies import HEIGHT, WIDTH, number_in, numbered_frame, write_movie
from tests.tolerances import FLOAT32_ROUNDING

OPEN_GOP = {"x265-params": "log-level=none:open-gop=1:keyint=12:min-keyint=12:bframes=4"}
VARIABLE = {
    "timestamps": [k * k * 3 + k * 20 for k in range(48)],
    "time_base": Fraction(1, 1000),
    "options": {"bf": "2", "g": "10"},
}
MOVIES = {
    "closed_gop.mp4": ("libx264", "yuv420p", {"options": {"bf": "3", "g": "12"}}),
    "open_gop.mp4": ("libx265", "yuv420p10le", {"options": OPEN_GOP}),
    "open_gop.ts": ("libx265", "yuv420p", {"options": OPEN_GOP}),
    "stream.ts": ("libx264", "yuv420p", {"options": {"bf": "2", "g": "12"}}),
    "program.mpg": ("mpeg2video", "yuv420p", {"options": {"bf": "2", "g": "12", "q:v": "2"}}),
    "variable.mkv": ("libx264", "yuv420p", VARIABLE),
    "order_only.avi": ("libx264", "yuv420p", {"options": {"bf": "2", "g": "12"}}),
    "one_gop.mkv": ("libx264", "yuv420p", {"frame_count": 120, "options": {"g": "250"}}),
    "prores.mov": ("prores_ks", "yuv422p10le", {}),
    "lossless.mkv": ("ffv1", "yuv422p10le", {"options": {"level": "3"}}),
}


@pytest.fixture(scope="module")
def movies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("movies")
    return {
        name: write_movie(folder / name, encoder, pixel_format, **settings)  # type: ignore[arg-type]
        for name, (encoder, pixel_format, settings) in MOVIES.items()
    }


@pytest.mark.parametrize("name", MOVIES)
def test_frames_read_in_any_order_are_the_ones_asked_for(
    movies: dict[str, Path], name: str
) -> None:
    with MovieSource(movies[name]) as movie:
        count = movie.info.clock.frame_count
        assert count == (120 if name == "one_gop.mkv" else 48)
        order = random.Random(4).sample(range(count), 24)
        assert [number_in(movie.read(k).layers[0].pixels) for k in order] == order


@pytest.mark.parametrize("name", ["open_gop.mp4", "stream.ts", "variable.mkv", "order_only.avi"])
def test_reading_forward_decodes_each_frame_once_and_never_seeks(
    movies: dict[str, Path], name: str
) -> None:
    decoder = CountingDecoder(movies[name])
    for k in range(48):
        decoder.frame(k)
    assert (decoder.decoded, decoder.seeks, decoder.opens) == (48, 0, 1)


def test_reading_backward_decodes_a_gop_a_few_times_at_most(movies: dict[str, Path]) -> None:
    decoder = CountingDecoder(movies["one_gop.mkv"])
    for k in reversed(range(120)):
        decoder.frame(k)
    # 120, then what is left when 48 and 96 frames have come out of the cache.
    assert decoder.decoded <= 120 + 72 + 24


class CountingDecoder(MovieDecoder):
    """Counts what reading costs."""

    def __init__(self, path: Path) -> None:
        self.decoded = self.seeks = self.opens = 0
        super().__init__(path, read_index(path))
        put = self._cache.put

        def counted(index: int, frame: av.VideoFrame) -> None:
            self.decoded += 1
            put(index, frame)

        self._cache.put = counted  # type: ignore[method-assign]

    def _seek(self, key: int) -> bool:
        self.seeks += 1
        return super()._seek(key)

    def _open(self) -> None:
        self.opens += 1
        super()._open()


def test_native_planes_are_what_ffmpeg_decodes(movies: dict[str, Path]) -> None:
    with MovieSource(movies["lossless.mkv"]) as movie:
        native = movie.read(11).native
    assert isinstance(native, NativePlanes)
    assert native.pixel_format == "yuv422p10le"
    expected = numbered_frame(11, "yuv422p10le")
    for plane, samples in zip(expected.planes, native.planes, strict=True):
        stored = np.frombuffer(bytes(plane), np.uint16).reshape(plane.height, -1)[:, : plane.width]
        np.testing.assert_array_equal(samples, stored)


def test_pixels_are_display_referred_floats_with_white_at_1(movies: dict[str, Path]) -> None:
    with MovieSource(movies["lossless.mkv"]) as movie:
        layer = movie.read(0).layers[0]
        white = movie.read(1).layers[0].pixels[0, 0]
    assert layer.channels == ("R", "G", "B")
    assert layer.pixels.dtype == np.float32
    assert layer.pixels.shape == (HEIGHT, WIDTH, 3)
    assert layer.encoding.transfer == "srgb"
    assert layer.pixels[0, 0].tolist() == [0.0, 0.0, 0.0]
    assert white[1] < 1.0 < white[2]  # frame 1 has a little blue and red on its white bars


def test_luma_is_small_and_cheap_to_look_at(movies: dict[str, Path]) -> None:
    with MovieSource(movies["lossless.mkv"]) as movie:
        luma = movie.read_luma(5, 32)
    assert luma.shape == (16, 32)
    assert luma.dtype == np.float32
    np.testing.assert_allclose(luma[2, [1, 5, 9]], [1, 0, 1], **FLOAT32_ROUNDING)


def test_rotated_movies_are_turned_upright(tmp_path: Path) -> None:
    path = write_movie(tmp_path / "phone.mp4", rotation_degrees=90, pixel_aspect=Fraction(4, 3))
    with MovieSource(path) as movie:
        frame = movie.read(37)
        assert (movie.info.width, movie.info.height) == (HEIGHT, WIDTH)
        assert movie.info.pixel_aspect == Fraction(3, 4)
        assert movie.read_luma(0, 32).shape == (64, 32)
        assert any("upright" in note for note in movie.info.notes)
    assert frame.native is None
    # 90 degrees counterclockwise: what was the left edge is the lower one.
    assert number_in(np.rot90(frame.layers[0].pixels, -1)) == 37


def test_what_a_file_says_about_itself_is_known(tmp_path: Path) -> None:
    path = write_movie(
        tmp_path / "tagged.mov",
        "prores_ks",
        "yuva444p10le",
        options={"profile": "4", "alpha_bits": "16"},
        tags=(9, 1, 9, 16),
        pixel_aspect=Fraction(2),
        timecode="01:00:00:00",
        frame_count=3,
    )
    with MovieSource(path) as movie:
        info = movie.info
        pixels = movie.read(2).layers[0].pixels
    assert (info.kind, info.format, info.pixel_format) == ("movie", "prores", "yuva444p12le")
    assert info.channels == ("R", "G", "B", "A")
    assert (info.encoding.alpha, info.encoding.transfer) == ("straight", "log")
    assert info.encoding.assumed == ""
    assert (info.timecode, info.audio_streams) == ("01:00:00:00", 0)
    assert info.pixel_aspect == 2
    assert info.metadata["colorspace"] == 9
    assert info.metadata["color_trc"] == 16
    np.testing.assert_allclose(pixels[..., 3], 1, atol=1 / 255)


def test_missing_tags_are_assumed_and_said(tmp_path: Path) -> None:
    path = write_movie(tmp_path / "untagged.mp4", tags=(2, 0, 2, 2), frame_count=2)
    with MovieSource(path) as movie:
        assert "BT.601" in movie.info.encoding.assumed
        assert movie.info.encoding.assumed in movie.info.notes


def test_interlaced_video_is_refused_with_advice(tmp_path: Path) -> None:
    path = write_movie(tmp_path / "fields.mp4", options={"x264-params": "tff=1"})
    with pytest.raises(UnsupportedMediaError, match="interlaced") as caught:
        MovieSource(path)
    assert "deinterlace" in caught.value.hint


@pytest.mark.parametrize("name", ["a %04d b.mp4", "ünï #7 [x].mp4", "concat:a|b.mp4"])
def test_names_mean_nothing_but_themselves(tmp_path: Path, name: str) -> None:
    plain = write_movie(tmp_path / "plain.mp4", frame_count=3)
    try:
        path = plain.rename(tmp_path / name)
    except OSError:
        pytest.skip("the file system has no such names")
    with MovieSource(path) as movie:
        assert number_in(movie.read(2).layers[0].pixels) == 2


def test_one_frame_is_a_movie(tmp_path: Path) -> None:
    with MovieSource(write_movie(tmp_path / "one.mp4", frame_count=1)) as movie:
        assert movie.info.clock.frame_count == 1
        with pytest.raises(MissingInputError, match=r"0\.\.0"):
            movie.read(1)


def test_a_damaged_frame_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = write_movie(tmp_path / "intra.mov", "prores_ks", "yuv422p10le", frame_count=12)
    with av.open(str(path)) as container:
        places = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    data = bytearray(path.read_bytes())
    start, size = places[5]
    assert start is not None
    data[start + 4 : start + size] = bytes(size - 4)
    path.write_bytes(data)
    with MovieSource(path) as movie:
        with pytest.raises(UnreadableMediaError) as caught:
            movie.read(5)
        assert caught.value.frame == 5
        assert [number_in(movie.read(k).layers[0].pixels) for k in (4, 6, 11)] == [4, 6, 11]


def write_sound(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", 48000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("missing", MissingInputError, "no such file"),
        ("folder", UnsupportedMediaError, "folder"),
        ("empty", UnreadableMediaError, "empty"),
        ("text", UnreadableMediaError, "cannot be opened"),
        ("playlist", InputError, "expected a movie"),
        ("sound", UnsupportedMediaError, "sound only"),
    ],
)
def test_what_is_no_movie_is_refused(
    tmp_path: Path, kind: str, error: type[InputError], words: str
) -> None:
    path = tmp_path / "input.mp4"
    other = write_movie(tmp_path / "other.mp4", frame_count=2)
    if kind == "folder":
        path.mkdir()
    elif kind == "sound":
        write_sound(path)
    elif kind != "missing":
        playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{other}\n#EXT-X-ENDLIST\n"
        path.write_text({"empty": "", "text": "no movie " * 99, "playlist": playlist}[kind])
    with pytest.raises(error, match=words) as caught:
        MovieSource(path)
    assert caught.value.exit_code == 3
    assert caught.value.path == str(path)


def test_frames_that_were_read_are_let_go(tmp_path: Path) -> None:
    pictures = [np.full((16, 16, 3), k / 80, np.float32) for k in range(80)]
    path = clips.write_movie(tmp_path / "in.mkv", pictures)
    gc.collect()
    gc.disable()
    try:
        with MovieSource(path) as source:
            for index in range(80):
                source.read(index)
            held = sum(type(one) is VideoFrame for one in gc.get_objects())
    finally:
        gc.enable()
    assert held <= CACHED_FRAMES + 2
