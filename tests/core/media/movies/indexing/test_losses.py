"""A frame that a damaged file has lost keeps its place: the clip keeps its length and rate."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.media.movies import MovieSource
from slowglass.core.media.movies.indexing.index import read_index
from slowglass.core.media.movies.indexing.stored_packets import StoredPackets
from tests.core.media.made_movies import number_in, write_movie

Kind = tuple[str, str, dict[str, str]]
"""Encoder, pixel format and options."""

COUNT, RATE = 48, Fraction(25)
TRANSPORT_PACKET = 188
H264 = ("libx264", "yuv420p", {"bf": "2", "g": "12", "sc_threshold": "0"})
NO_B = ("libx264", "yuv420p", {"bf": "0", "g": "48"})
GOPS = ("libx264", "yuv420p", {"bf": "0", "g": "12"})
MPEG2 = ("mpeg2video", "yuv420p", {"bf": "2", "g": "12"})
INTRA = ("mpeg2video", "yuv420p", {"g": "1"})
MPEG4 = ("mpeg4", "yuv420p", {"g": "12"})
FFV1: Kind = ("ffv1", "yuv444p", {})
PRORES: Kind = ("prores_ks", "yuv422p10le", {})
JPEG: Kind = ("mjpeg", "yuvj420p", {})


def made(path: Path, kind: Kind, **more: object) -> Path:
    encoder, pixel_format, options = kind
    return write_movie(
        path,
        encoder,
        pixel_format,
        frame_count=COUNT,
        rate=RATE,
        options=options,
        **more,  # type: ignore[arg-type]
    )


def packet_place(path: Path, number: int) -> tuple[int, int]:
    """Return where in a file its packet of this number begins, and its length."""
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        return packets[number].pos or 0, packets[number].size


def overwrite(path: Path, start: int, length: int, with_byte: int = 0xAA) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + length] = bytes([with_byte]) * length
    path.write_bytes(content)


def harm_header(path: Path, number: int, before: int, length: int) -> None:
    """Overwrite bytes around the start of a packet."""
    overwrite(path, packet_place(path, number)[0] - before, length)


def drop_transport_packets(path: Path, number: int, count: int) -> None:
    start = packet_place(path, number)[0]
    content = path.read_bytes()
    path.write_bytes(content[:start] + content[start + count * TRANSPORT_PACKET :])


def harm_transport_packets(path: Path, number: int) -> None:
    """Overwrite six packets, but for the byte that each begins with."""
    start = packet_place(path, number)[0]
    for k in range(6):
        overwrite(path, start + k * TRANSPORT_PACKET + 1, TRANSPORT_PACKET - 1)


def cut(path: Path, bytes_off: int) -> None:
    path.write_bytes(path.read_bytes()[:-bytes_off])


DAMAGES: dict[str, tuple[Kind, Callable[[Path], None]]] = {
    "packets overwritten.ts": (NO_B, lambda path: harm_transport_packets(path, 20)),
    "packets lost.ts": (NO_B, lambda path: drop_transport_packets(path, 20, 7)),
    "packets lost, b frames.ts": (H264, lambda path: drop_transport_packets(path, 30, 7)),
    "start code.ts": (NO_B, lambda path: harm_header(path, 20, -4, 60)),
    "two in one.ts": (NO_B, lambda path: harm_header(path, 20, -90, 60)),
    "zeros.ts": (MPEG2, lambda path: overwrite(path, packet_place(path, 20)[0], 2000, 0)),
    "header.mkv": (H264, lambda path: harm_header(path, 40, 8, 12)),
    "header, intra.mkv": (PRORES, lambda path: harm_header(path, 40, 8, 12)),
    "first header.mkv": (PRORES, lambda path: harm_header(path, 0, 3, 3)),
    "header, checksums.mkv": (FFV1, lambda path: harm_header(path, 40, 8, 12)),
    "header.avi": (MPEG4, lambda path: harm_header(path, 20, 0, 12)),
    "header, intra.avi": (JPEG, lambda path: harm_header(path, 20, -400, 200)),
    "header, h264.avi": (NO_B, lambda path: harm_header(path, 20, 0, 12)),
    "tag.flv": (NO_B, lambda path: harm_header(path, 45, 0, 24)),
    "cut off.flv": (NO_B, lambda path: cut(path, 40)),
    "key.mxf": (MPEG2, lambda path: harm_header(path, 20, 0, 12)),
    "key, intra.mxf": (INTRA, lambda path: harm_header(path, 20, 0, 12)),
    "zeros.mpg": (MPEG2, lambda path: overwrite(path, path.stat().st_size // 2, 300, 0)),
    "first frame.mp4": (H264, lambda path: harm_header(path, 0, -300, 400)),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_lost_keeps_its_place_and_the_others_theirs(tmp_path: Path, name: str) -> None:
    kind, harm = DAMAGES[name]
    path = made(tmp_path / name, kind)
    harm(path)
    with MovieSource(path) as movie:
        clock = movie.info.clock
        assert (clock.frame_count, clock.frame_rate) == (COUNT, RATE)
        assert clock.duration_seconds == COUNT / RATE
        assert not clock.holes
        shown = {index: number_shown(movie, index) for index in range(COUNT)}
    lost = [index for index, number in shown.items() if number is None]
    assert lost
    # What refers to a lost frame decodes, but to another picture.
    sure = COUNT if kind in (INTRA, FFV1, PRORES, JPEG) else lost[0]
    assert [shown[k] for k in range(sure) if k not in lost] == [
        k for k in range(sure) if k not in lost
    ]


def number_shown(movie: MovieSource, index: int) -> int | None:
    try:
        return number_in(movie.read(index).layers[0].pixels)
    except UnreadableMediaError as error:
        assert error.frame == index
        return None


def test_fragments_that_are_cut_off_are_known_by_their_tables(tmp_path: Path) -> None:
    fragments = {"movflags": "frag_keyframe+empty_moov"}
    path = made(tmp_path / "fragments.mp4", GOPS, container_options=fragments)
    start, size = packet_place(path, 40)
    path.write_bytes(path.read_bytes()[: start + size])
    index = read_index(path)
    assert len(index) == COUNT
    assert index.lost == tuple(range(41, COUNT))


def test_a_packet_that_gives_no_frame_is_lost_where_frames_are_counted(tmp_path: Path) -> None:
    path = made(tmp_path / "counted.avi", H264)
    start, size = packet_place(path, 20)
    overwrite(path, start + 8, size - 16)
    index = read_index(path)
    assert not index.has_timestamps
    assert len(index) == COUNT
    assert len(index.lost) == 1
    assert abs(index.lost[0] - 20) <= 2


@pytest.mark.parametrize("name", ["a.ts", "a.avi", "a.mkv", "a.flv"])
def test_frames_that_were_never_recorded_are_not_lost(tmp_path: Path, name: str) -> None:
    kind = MPEG4 if name == "a.avi" else NO_B
    encoder, pixel_format, options = kind
    ticks = [k for k in range(COUNT) if k not in (10, 20, 21)]
    path = write_movie(
        tmp_path / name,
        encoder,
        pixel_format,
        timestamps=ticks,
        time_base=1 / RATE,
        rate=RATE,
        options=options,
    )
    index = read_index(path)
    assert len(index) == len(ticks)
    assert index.lost == ()
    with MovieSource(path) as movie:
        assert sum(hole.frames for hole in movie.info.clock.holes) == 3
        assert movie.info.clock.duration_seconds == COUNT / RATE


def test_a_timestamp_far_from_those_around_it_is_damaged() -> None:
    times = [40 * k for k in range(48)]
    times[20] += 1 << 30
    stored = StoredPackets(
        "matroska,webm", Fraction(1, 1000), array("q", times), is_key=bytearray(48)
    )
    assert stored.misplaced == {20}
    assert stored.is_damaged
    assert len(stored.order) == 47


@pytest.mark.parametrize("number", [0, 20])
def test_a_frame_with_a_damaged_timestamp_is_lost(tmp_path: Path, number: int) -> None:
    path = made(tmp_path / "a.mkv", PRORES)
    # A block begins with its track in a byte, and its time in two.
    overwrite(path, packet_place(path, number)[0] + 1, 2, 0x7F)
    index = read_index(path)
    assert len(index) == COUNT
    assert index.lost == (number,)


def test_a_stream_that_ends_before_a_frame_that_is_due_has_lost_it(tmp_path: Path) -> None:
    path = made(tmp_path / "a.ts", MPEG2)
    with av.open(str(path)) as container:
        shown = [packet.pts or 0 for packet in container.demux(video=0) if packet.size]
    # Between whole packets, after a frame that is shown later than the next one.
    last = next(
        k for k in range(40, COUNT) if shown[k + 1] < shown[k - 1] and shown[k] < shown[k + 1]
    )
    path.write_bytes(path.read_bytes()[: packet_place(path, last + 1)[0]])
    index = read_index(path)
    assert index.lost == (len(index) - 2,)


def test_a_frame_of_another_size_is_named(tmp_path: Path) -> None:
    first = made(tmp_path / "a.h264", NO_B, format_name="h264")
    second = tmp_path / "b.h264"
    with av.open(str(second), "w", format="h264") as container:
        stream = container.add_stream("libx264", 25, options={"bf": "0"})
        stream.width, stream.height, stream.pix_fmt = 64, 32, "yuv420p"
        for _ in range(3):
            container.mux(stream.encode(av.VideoFrame(64, 32, "yuv420p")))
        container.mux(stream.encode())
    first.write_bytes(first.read_bytes() + second.read_bytes())
    with MovieSource(first) as movie:
        assert movie.info.clock.frame_count == COUNT + 3
        movie.read(COUNT - 1)
        with pytest.raises(UnreadableMediaError, match=r"expected 128 x 64, yuv420p.*got 64 x 32"):
            movie.read(COUNT)
