import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from slowglass.core.errors import (
    MissingInputError,
    OutputError,
    ShapeError,
    UnsupportedMediaError,
    UsageError,
)
from slowglass.core.frames import Encoding, Frame, Layer, NativeFile, Window
from slowglass.core.job import OutputFormat
from slowglass.core.media.images.file import verify_picture
from slowglass.core.media.images.metadata import PARTS, Attribute
from slowglass.core.media.images.sink import ImageSequenceSink
from slowglass.core.media.images.source import ImageSequenceSource
from tests.core.media.image_files import (
    clip_info,
    made_frame,
    random_pixels,
    read_file,
    write_file,
    write_numbered,
)

LOSSLESS_EXR = ("none", "rle", "zips", "zip", "zip:1", "piz", "htj2k256", "htj2k32")
LOSSY_EXR = ("pxr24", "b44", "b44a", "dwaa", "dwab:100")


def sequence_sink(tmp_path: Path, suffix: str, file_format: str = "", **more: Any) -> Any:
    info = clip_info(file_format, "sequence", path=str(tmp_path / f"source.####{suffix}"))
    pattern = tmp_path / "out" / f"shot.####{suffix}"
    return ImageSequenceSink(pattern, first_number=1001, source_info=info, **more)


def written(tmp_path: Path, frame: Frame, suffix: str, file_format: str = "", **more: Any) -> Path:
    path = Path(sequence_sink(tmp_path, suffix, file_format, **more).write(0, frame))
    assert [path] == list(path.parent.iterdir())
    verify_picture(path)
    return path


@pytest.mark.parametrize(
    ("suffix", "sample_type"),
    [
        (".exr", "float16"),
        (".exr", "float32"),
        (".exr", "uint32"),
        (".png", "uint8"),
        (".png", "uint16"),
        (".tif", "uint8"),
        (".tif", "uint16"),
        (".tif", "float16"),
        (".tif", "float32"),
        (".dpx", "uint8"),
        (".dpx", "uint16"),
    ],
)
@pytest.mark.parametrize("channels", ["RGB", "RGBA", "Y"])
def test_stored_types_come_back_bit_for_bit(
    tmp_path: Path, suffix: str, sample_type: str, channels: str
) -> None:
    alpha = {".png": "straight"}.get(suffix, "premultiplied") if "A" in channels else "none"
    pixels = random_pixels(sample_type, len(channels))
    frame = made_frame(pixels, channels, alpha=alpha)
    path = written(tmp_path, frame, suffix)
    assert path.name == f"shot.1001{suffix}"
    spec, stored = read_file(path)
    assert stored.dtype == sample_type
    assert tuple(spec.channelnames) == tuple(channels)
    assert stored.tobytes() == pixels.tobytes()


@pytest.mark.parametrize("compression", LOSSLESS_EXR)
def test_lossless_compressions_of_exr(tmp_path: Path, compression: str) -> None:
    pixels = random_pixels("float16", 3)
    settings = OutputFormat(compression=compression)
    spec, stored = read_file(written(tmp_path, made_frame(pixels), ".exr", format=settings))
    assert spec.getattribute("compression").partition(":")[0] == compression.partition(":")[0]
    assert stored.tobytes() == pixels.tobytes()


@pytest.mark.parametrize("compression", LOSSY_EXR)
def test_lossy_compressions_of_exr_are_near(tmp_path: Path, compression: str) -> None:
    ramp = np.linspace(0, 1, 16 * 12, dtype=np.float32).reshape(12, 16, 1).repeat(3, 2)
    settings = OutputFormat(compression=compression, sample_type="half")
    spec, stored = read_file(written(tmp_path, made_frame(ramp), ".exr", format=settings))
    assert spec.getattribute("compression").partition(":")[0] == compression.partition(":")[0]
    np.testing.assert_allclose(stored, ramp, atol=0.05)


@pytest.mark.parametrize("compression", ["none", "lzw", "zip"])
def test_compressions_of_tiff(tmp_path: Path, compression: str) -> None:
    pixels = random_pixels("uint16", 3)
    settings = OutputFormat(compression=compression)
    spec, stored = read_file(written(tmp_path, made_frame(pixels), ".tif", format=settings))
    assert spec.getattribute("compression") == compression
    assert stored.tobytes() == pixels.tobytes()


@pytest.mark.parametrize("suffix", [".exr", ".tif", ".png", ".dpx"])
def test_default_compression(tmp_path: Path, suffix: str) -> None:
    spec, _ = read_file(written(tmp_path, made_frame(random_pixels("uint8", 3)), suffix))
    expected = {".exr": "zip", ".tif": "lzw"}.get(suffix)
    assert spec.getattribute("compression") == expected


def rich_attributes() -> dict[str, Any]:
    """One attribute of each kind that EXR has, in part 0, and others in part 1."""
    return {
        "FramesPerSecond": Attribute("rational", (24000, 1001)),
        "smpte:TimeCode": Attribute("timecode", (0x01020304, 7)),
        "smpte:KeyCode": Attribute("keycode", (1, 2, 3, 4, 5, 6, 7)),
        "worldToCamera": Attribute("matrix", tuple(float(x) for x in range(16))),
        "chromaticities": Attribute("float[8]", (0.5, 0.25, 0.5, 0.5, 0.125, 0.0, 0.5, 0.25)),
        "views": Attribute("string[2]", ("left", "right")),
        "originalDataWindow": Attribute("vector2i[2]", (0, 0, 15, 11)),
        "tile": Attribute("vector2i", (3, 4)),
        "camera": Attribute("string", "Kamera Süd #1"),
        "iso": Attribute("int", 800),
        "exposure": Attribute("float", 0.125),
        "PixelAspectRatio": Attribute("float", 2.0),
        "oiio:subimagename": Attribute("string", "beauty"),
        PARTS: ({"oiio:subimagename": Attribute("string", "matte")},),
    }


def rich_frame() -> Frame:
    window = Window(-2, 3, 16, 12)
    linear = Encoding("linear", "premultiplied", "lin_ap1_scene")
    layers = (
        Layer(random_pixels("float16", 4), ("R", "G", "B", "A"), linear, window),
        Layer(random_pixels("float32", 1), ("Z",), linear, window),
        Layer(random_pixels("uint32", 2), ("id", "a.id"), Encoding("data"), window),
        Layer(random_pixels("float16", 2), ("u", "v"), Encoding("linear"), window, part=1),
        Layer(random_pixels("uint32", 1), ("object",), Encoding("data"), window, part=1),
    )
    return Frame(layers, Window(0, 0, 20, 18), rich_attributes())


@pytest.mark.parametrize("compression", ["", "piz", "none"])
def test_parts_types_windows_and_attributes_of_exr_come_back(
    tmp_path: Path, compression: str
) -> None:
    frame = rich_frame()
    path = written(tmp_path, frame, ".exr", format=OutputFormat(compression=compression))
    back = ImageSequenceSource(path).read(0)
    assert back.display_window == frame.display_window
    stored = {
        (layer.part, name): (layer.data_window, layer.pixels[..., place])
        for layer in back.layers
        for place, name in enumerate(layer.channels)
    }
    assert len(stored) == 10
    for layer in frame.layers:
        for place, name in enumerate(layer.channels):
            window, pixels = stored[layer.part, name]
            assert window == layer.data_window
            assert pixels.dtype == layer.pixels.dtype
            assert pixels.tobytes() == layer.pixels[..., place].tobytes()
    for name, attribute in frame.attributes.items():
        if name != PARTS:
            assert back.attributes[name] == attribute
    assert back.attributes[PARTS][0]["oiio:subimagename"].value == "matte"
    assert back.layers[0].encoding.colour_space == "lin_ap1_scene"


def test_a_composed_half_layer_is_stored_as_half_and_stays_finite(tmp_path: Path) -> None:
    pixels = np.full((12, 16, 3), 1 / 3, np.float32)
    pixels[0, 0] = 1e6, -1e6, np.inf
    layer = replace(made_frame(pixels, transfer="linear").layers[0], sample_type="float16")
    _, stored = read_file(written(tmp_path, Frame((layer,), Window(0, 0, 16, 12)), ".exr"))
    assert stored.dtype == np.float16
    assert stored[0, 0].tolist() == [65504, -65504, np.inf]
    assert stored[1, 1, 0] == np.float16(1 / 3)


def test_cryptomatte_stays_float_when_half_is_asked_for(tmp_path: Path) -> None:
    pixels = random_pixels("float32", 2)
    frame = Frame((Layer(pixels, ("Y", "crypto00.R")),), Window(0, 0, 16, 12))
    path = written(tmp_path, frame, ".exr", format=OutputFormat(sample_type="half"))
    types = {layer.channels[0]: layer for layer in ImageSequenceSource(path).read(0).layers}
    assert types["Y"].pixels.dtype == np.float16
    assert types["crypto00.R"].pixels.tobytes() == pixels[..., 1].tobytes()


def test_layers_of_a_part_that_differ_in_size_are_refused(tmp_path: Path) -> None:
    layers = (
        Layer(random_pixels("float16", 3), ("R", "G", "B")),
        Layer(random_pixels("float32", 1, height=13), ("Z",)),
    )
    with pytest.raises(ShapeError):
        sequence_sink(tmp_path, ".exr").write(0, Frame(layers, Window(0, 0, 16, 12)))


@pytest.mark.parametrize(
    ("suffix", "wanted", "largest"),
    [
        (".png", "uint8", 255),
        (".png", "", 65535),
        (".dpx", "uint10", 1023),
        (".dpx", "uint12", 4095),
        (".tif", "uint16", 65535),
    ],
)
def test_floats_are_rounded_to_the_nearest_code_and_clipped(
    tmp_path: Path, suffix: str, wanted: str, largest: int
) -> None:
    codes = np.linspace(0, largest, 12 * 16 * 3).round().reshape(12, 16, 3)
    pixels = (codes / largest).astype(np.float32)
    codes[0, 0], pixels[0, 0] = (0, largest, 0), (-3, 7, np.nan)
    frame = made_frame(pixels)
    path = written(tmp_path, frame, suffix, format=OutputFormat(sample_type=wanted))
    _, stored = read_file(path)
    full = np.iinfo(stored.dtype).max
    np.testing.assert_array_equal(np.round(stored / full * largest), codes)


def test_eight_bits_are_dithered_the_same_each_time_without_bias(tmp_path: Path) -> None:
    frame = made_frame(np.full((64, 64, 3), 100.25 / 255, np.float32))
    sink = sequence_sink(tmp_path, ".png", format=OutputFormat(sample_type="uint8"))
    first, again = (
        read_file(Path(sink.write(0, frame)))[1],
        read_file(Path(sink.write(0, frame)))[1],
    )
    other = read_file(Path(sink.write(1, frame)))[1]
    assert set(first.ravel()) == {100, 101}
    assert first.mean() == pytest.approx(100.25, abs=0.03)
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


@pytest.mark.parametrize("bits", [10, 12])
def test_dpx_keeps_the_bits_of_its_source(tmp_path: Path, bits: int) -> None:
    codes = random_pixels("uint16", 3) >> (16 - bits)
    pixels = (codes << (16 - bits) | codes >> (2 * bits - 16)).astype(np.uint16)
    write_file(tmp_path / "s.1.dpx", pixels, settings={"oiio:BitsPerSample": bits})
    frame = replace(ImageSequenceSource(tmp_path / "s.1.dpx").read(0), native=None)
    spec, stored = read_file(written(tmp_path, frame, ".dpx", "dpx"))
    assert spec.get_int_attribute("oiio:BitsPerSample") == bits
    np.testing.assert_array_equal(stored, pixels)


def test_rate_and_timecode_of_dpx(tmp_path: Path) -> None:
    frame = replace(
        made_frame(random_pixels("uint8", 3)),
        attributes={"smpte:TimeCode": Attribute("timecode", (0x01020304, 0))},
    )
    info = ImageSequenceSource(
        written(tmp_path, frame, ".dpx", frame_rate=Fraction(24000, 1001))
    ).info
    assert info.timecode == "01:02:03:04"
    assert info.clock.frame_rate == Fraction(24000, 1001)


def test_alpha_is_multiplied_in_for_exr_and_divided_out_for_png(tmp_path: Path) -> None:
    straight = np.full((12, 16, 4), 0.5, np.float32)
    premultiplied = straight * np.array([0.5, 0.5, 0.5, 1], np.float32)
    (tmp_path / "a").mkdir()
    exr = written(tmp_path / "a", made_frame(straight, "RGBA", alpha="straight"), ".exr")
    np.testing.assert_array_equal(read_file(exr)[1], premultiplied)
    frame = made_frame(premultiplied, "RGBA", alpha="premultiplied")
    png = written(tmp_path, frame, ".png")
    np.testing.assert_array_equal(read_file(png)[1], np.full((12, 16, 4), 32768))


def test_colour_where_alpha_is_zero_goes_to_png_undivided(tmp_path: Path) -> None:
    glow = np.full((12, 16, 4), 0.2, np.float32) * np.array([1, 1, 1, 0], np.float32)
    frame = made_frame(glow, "RGBA", alpha="premultiplied")
    assert read_file(written(tmp_path, frame, ".png"))[1][0, 0].tolist() == [13107] * 3 + [0]


def test_png_holds_the_visible_colour_in_the_display_window(tmp_path: Path) -> None:
    layer = Layer(
        np.full((2, 4, 2), 255, np.uint8), ("Y", "mask"), data_window=Window(14, -1, 4, 2)
    )
    frame = Frame((layer,), Window(0, 0, 16, 12))
    _, stored = read_file(written(tmp_path, frame, ".png"))
    expected = np.zeros((12, 16, 1))
    expected[0, 14:] = 255
    np.testing.assert_array_equal(stored, expected)


@pytest.mark.parametrize(
    ("channels", "hidden"),
    [
        (("R", "G", "B", "A"), ""),
        (("Y", "mask"), "mask"),
        (("V.Combined.R", "V.Combined.G", "V.Combined.B", "V.Depth.Z"), "V.Depth.Z"),
    ],
)
def test_channels_that_png_cannot_hold_are_noted(
    tmp_path: Path, channels: tuple[str, ...], hidden: str
) -> None:
    write_file(tmp_path / "s.0001.exr", random_pixels("float16", len(channels)), channels)
    info = ImageSequenceSource(tmp_path).info
    sink = ImageSequenceSink(tmp_path / "o.####.png", first_number=1, source_info=info)
    assert [note.rpartition(" not ")[2] for note in sink.notes] == ([hidden] if hidden else [])
    exr = ImageSequenceSink(tmp_path / "o.####.exr", first_number=1, source_info=info)
    assert exr.notes == ()


def test_object_ids_do_not_become_a_png(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedMediaError, match="uint32"):
        sequence_sink(tmp_path, ".png").write(0, made_frame(random_pixels("uint32", 1), "Y"))


def test_movies_become_half_and_16_bits(tmp_path: Path) -> None:
    frame = made_frame(np.full((12, 16, 3), 0.5, np.float32))
    for suffix, dtype in ((".exr", np.float16), (".png", np.uint16), (".tif", np.uint16)):
        pattern = tmp_path / f"o.####{suffix}"
        sink = ImageSequenceSink(pattern, first_number=0, source_info=clip_info())
        assert read_file(Path(sink.write(0, frame)))[1].dtype == dtype


def test_an_untouched_frame_of_the_same_format_is_copied_byte_for_byte(tmp_path: Path) -> None:
    write_numbered(tmp_path, (1, 2))
    source = ImageSequenceSource(tmp_path)
    sink = ImageSequenceSink(tmp_path / "o.####.exr", first_number=5, source_info=source.info)
    path = Path(sink.write(2, source.read(1)))
    assert path == tmp_path / "o.0007.exr"
    assert path.read_bytes() == (tmp_path / "shot.0002.exr").read_bytes()
    assert not path.is_symlink() and path.stat().st_nlink == 1


def test_settings_or_another_rate_write_a_copied_frame_anew(tmp_path: Path) -> None:
    write_numbered(tmp_path, [1])
    source = ImageSequenceSource(tmp_path)
    for name, more in (
        ("a", {"format": OutputFormat(compression="zips")}),
        ("b", {"frame_rate": Fraction(60)}),
    ):
        pattern = tmp_path / f"{name}.####.exr"
        sink: Any = ImageSequenceSink(pattern, first_number=1, source_info=source.info, **more)
        back = ImageSequenceSource(sink.write(0, source.read(0)))
        assert back.read(0).layers[0].pixels.tobytes() == source.read(0).layers[0].pixels.tobytes()
        if "frame_rate" in more:
            assert back.info.clock.frame_rate == 60


def test_a_source_file_that_is_gone_is_an_input_error(tmp_path: Path) -> None:
    frame = replace(
        made_frame(random_pixels("float16", 3)), native=NativeFile(str(tmp_path / "gone.exr"))
    )
    with pytest.raises(MissingInputError, match="gone"):
        sequence_sink(tmp_path, ".exr", "openexr").write(0, frame)


@pytest.mark.parametrize(
    ("pattern", "settings"),
    [
        ("shot.exr", OutputFormat()),
        ("shot.####.jpg", OutputFormat()),
        ("shot.####.gif", OutputFormat()),
        ("shot.####.png", OutputFormat(sample_type="half")),
        ("shot.####.exr", OutputFormat(sample_type="uint8")),
        ("shot.####.exr", OutputFormat(compression="lzma")),
        ("shot.####.exr", OutputFormat(compression="dwaa:much")),
        ("shot.####.png", OutputFormat(compression="zip")),
    ],
)
def test_what_cannot_be_written_is_refused_before_work(
    tmp_path: Path, pattern: str, settings: OutputFormat
) -> None:
    path = tmp_path / "out" / pattern
    with pytest.raises(UsageError):
        ImageSequenceSink(path, first_number=1, source_info=clip_info(), format=settings)
    assert not path.parent.exists()


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        ImageSequenceSink(tmp_path / "file/o.####.exr", first_number=1, source_info=clip_info())


def test_a_folder_that_disappears_is_an_output_error_of_the_final_name(tmp_path: Path) -> None:
    for suffix in (".exr", ".png", ".tif", ".dpx"):
        sink = sequence_sink(tmp_path, suffix)
        (tmp_path / "out").rmdir()
        with pytest.raises(OutputError) as caught:
            sink.write(0, made_frame(random_pixels("uint8", 3)))
        assert caught.value.path == str(tmp_path / "out" / f"shot.1001{suffix}")


@pytest.mark.parametrize("suffix", [".exr", ".png"])
def test_names_with_marks_that_mean_something_elsewhere(tmp_path: Path, suffix: str) -> None:
    pattern = tmp_path / "ü %04d #" / f"a %d [0]{{b}} 1-10#.####{suffix}"
    sink = ImageSequenceSink(pattern, first_number=3, source_info=clip_info())
    path = Path(sink.write(0, made_frame(random_pixels("float16", 3))))
    assert path.name == f"a %d [0]{{b}} 1-10#.0003{suffix}"
    verify_picture(path)
    assert ImageSequenceSource(pattern).info.first_number == 3
    assert ImageSequenceSource(path).path(0) == path


@pytest.mark.parametrize("suffix", [".exr", ".tif"])
def test_no_date_of_capture_is_made_up(tmp_path: Path, suffix: str) -> None:
    spec, _ = read_file(written(tmp_path, made_frame(random_pixels("float16", 3)), suffix))
    assert spec.getattribute("DateTime") is None


@pytest.mark.parametrize("suffix", [".exr", ".tif", ".png", ".dpx"])
def test_a_written_file_says_nothing_of_where_and_by_whom_it_was_written(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = made_frame(random_pixels("uint16", 3))
    here = written(tmp_path / "here", frame, suffix).read_bytes()
    monkeypatch.setattr(os, "getpid", lambda: 12345)
    assert written(tmp_path / "elsewhere", frame, suffix).read_bytes() == here
    assert tmp_path.name.encode() not in here
    if suffix == ".dpx":
        assert here[36:136].rstrip(b"\0") == b"shot.1001.dpx"


def test_pixels_may_lie_in_memory_in_any_order(tmp_path: Path) -> None:
    """Layers that were cut out of a wider one, as those of two views are, lie with gaps."""
    wide = random_pixels("float32", 6)
    named = ("R", "G", "B"), ("extra.R", "extra.G", "extra.B")
    layers = tuple(
        Layer(np.asfortranarray(wide[..., start : start + 3]), names, Encoding("linear"))
        for start, names in zip((0, 3), named, strict=True)
    )
    frame = Frame(layers, Window(0, 0, wide.shape[1], wide.shape[0]))
    _, stored = read_file(written(tmp_path, frame, ".exr"))
    np.testing.assert_array_equal(stored, wide)
