"""Colour spaces by name, against the formulas of their standards in double precision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from slowglass.core.errors import MissingInputError, UnreadableMediaError, UsageError
from slowglass.core.media.colour_spaces.config import BUILT_IN, ColourConfig
from slowglass.core.media.planes.colour_tags import CodePoints
from tests.tolerances import OCIO_ANALYTIC, OCIO_ROUND_TRIP

Values = NDArray[Any]

CUSTOM = """ocio_profile_version: 2
environment: {}
roles:
  scene_linear: plate
  default: plate
file_rules:
  - !<Rule> {name: Default, colorspace: default}
displays:
  screen:
    - !<View> {name: plain, colorspace: cube root}
colorspaces:
  - !<ColorSpace>
    name: plate
    aliases: [our_plate]
    encoding: scene-linear
  - !<ColorSpace>
    name: cube root
    encoding: sdr-video
    to_scene_reference: !<ExponentTransform> {value: [3, 3, 3, 1]}
  - !<ColorSpace>
    name: lost
    to_scene_reference: !<FileTransform> {src: missing.spi1d}
"""


@pytest.fixture(scope="module")
def config() -> ColourConfig:
    return ColourConfig(BUILT_IN)


@pytest.fixture
def custom(tmp_path: Path) -> str:
    path = tmp_path / "our #1 konfig ä.ocio"
    path.write_text(CUSTOM, encoding="utf-8")
    return str(path)


def light() -> Values:
    """Colours from far below black to far above white, without values near a curve's knee."""
    values = np.random.default_rng(5).uniform(0.05, 1.0, (8, 8, 3))
    values[0, 0] = (1.0, 1.0, 1.0)
    values[0, 1] = (60.0, 8.0, 0.5)
    return values.astype(np.float32)


def rgb_to_xyz(primaries: list[tuple[float, float]], white: tuple[float, float]) -> Values:
    """Source: SMPTE RP 177-1993, section 3."""
    columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in primaries]).T
    return columns * np.linalg.solve(columns, xyz_of(white))


def xyz_of(white: tuple[float, float]) -> Values:
    return np.array([white[0] / white[1], 1, (1 - white[0] - white[1]) / white[1]])


def acescg_to_rec709() -> Values:
    """Through XYZ, whites adapted by the Bradford cone matrix. Source: ICC.1:2022, annex E."""
    aces_white, d65 = (0.32168, 0.33767), (0.3127, 0.3290)
    ap1 = rgb_to_xyz([(0.713, 0.293), (0.165, 0.830), (0.128, 0.044)], aces_white)
    rec709 = rgb_to_xyz([(0.64, 0.33), (0.30, 0.60), (0.15, 0.06)], d65)
    cones = np.array(
        [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
    )
    gain = np.diag(cones @ xyz_of(d65) / (cones @ xyz_of(aces_white)))
    adapted: Values = np.linalg.inv(rec709) @ np.linalg.inv(cones) @ gain @ cones @ ap1
    return adapted


def srgb_code(linear: Values) -> Values:
    """Source: IEC 61966-2-1:1999, clause 5.2."""
    code: Values = 1.055 * np.abs(linear) ** (1 / 2.4) - 0.055
    return code


def acescct_code(linear: Values) -> Values:
    """Source: Academy S-2016-001, section 4.4.1."""
    code: Values = (np.log2(linear) + 9.72) / 17.52
    return code


def slog3_code(linear: Values) -> Values:
    """Source: Sony, Technical Summary for S-Gamut3.Cine/S-Log3, appendix."""
    code: Values = (420 + np.log10((linear + 0.01) / 0.19) * 261.5) / 1023
    return code


def logc3_code(linear: Values) -> Values:
    """Source: ARRI, ALEXA Log C Curve, usage in VFX, EI 800 parameters."""
    code: Values = 0.247190 * np.log10(5.555556 * linear + 0.052272) + 0.385537
    return code


def test_acescg_to_linear_rec709_is_the_matrix_of_their_primaries(config: ColourConfig) -> None:
    given = light()
    expected = given.astype(np.float64) @ acescg_to_rec709().T
    made = config.convert(given, "ACEScg", "Linear Rec.709 (sRGB)")
    assert (expected < 0).any()
    np.testing.assert_allclose(made, expected, rtol=OCIO_ANALYTIC * 5, atol=OCIO_ANALYTIC * 5)


@pytest.mark.parametrize(
    ("linear", "space", "curve"),
    [
        ("lin_rec709_scene", "srgb_rec709_scene", srgb_code),
        ("ACEScg", "ACEScct", acescct_code),
        ("Linear S-Gamut3", "S-Log3 S-Gamut3", slog3_code),
        ("Linear ARRI Wide Gamut 3", "ARRI LogC3 (EI800)", logc3_code),
    ],
)
def test_curves_are_those_of_the_standards(
    config: ColourConfig, linear: str, space: str, curve: Any
) -> None:
    given = light()
    names = config.space(linear).name, config.space(space).name
    made = config.convert(given, *names)
    np.testing.assert_allclose(made, curve(given.astype(np.float64)), atol=OCIO_ANALYTIC, rtol=1e-6)


def test_middle_grey_is_where_everybody_has_it(config: ColourConfig) -> None:
    grey = np.full((1, 1, 3), 0.18, np.float32)
    known = {
        "sRGB Encoded Rec.709 (sRGB)": 0.461356,
        "ACEScct": 0.413588,
        "ARRI LogC3 (EI800)": 0.391007,
        "S-Log3 S-Gamut3": 0.410557,
        "V-Log V-Gamut": 0.423311,
    }
    for space, code in known.items():
        made = config.convert(grey, "ACEScg", space)
        np.testing.assert_allclose(made, code, atol=2e-6, err_msg=space)


@pytest.mark.parametrize(
    "space", ["ACEScct", "sRGB - Display", "Rec.2100-PQ - Display", "ARRI LogC4", "V-Log V-Gamut"]
)
def test_there_and_back(config: ColourConfig, space: str) -> None:
    given = np.random.default_rng(2).random((16, 16, 3), np.float32)
    back = config.convert(config.convert(given, "ACEScg", space), space, "ACEScg")
    np.testing.assert_allclose(back, given, atol=OCIO_ROUND_TRIP, rtol=0)


def test_nothing_is_clipped(config: ColourConfig) -> None:
    given = np.array([[[-0.5, 0.2, 5000.0]]], np.float32)
    code = config.convert(given, "Linear Rec.709 (sRGB)", "sRGB Encoded Rec.709 (sRGB)")
    assert code[0, 0, 0] < 0 and code[0, 0, 2] > 30
    back = config.convert(code, "sRGB Encoded Rec.709 (sRGB)", "Linear Rec.709 (sRGB)")
    np.testing.assert_allclose(back, given, rtol=OCIO_ROUND_TRIP)


@pytest.mark.parametrize(
    ("name", "own", "tag", "transfer"),
    [
        ("ACEScg", "ACEScg", "lin_ap1_scene", "linear"),
        ("acescg", "ACEScg", "lin_ap1_scene", "linear"),
        ("scene_linear", "ACEScg", "lin_ap1_scene", "linear"),
        ("lin_srgb", "Linear Rec.709 (sRGB)", "lin_rec709_scene", "linear"),
        ("srgb_texture", "sRGB Encoded Rec.709 (sRGB)", "srgb_rec709_scene", "srgb"),
        ("Gamma 1.8 Encoded Rec.709", "Gamma 1.8 Encoded Rec.709", "g18_rec709_scene", "srgb"),
        ("ACEScct", "ACEScct", "ocio:acescct_ap1_scene", "log"),
        ("arri_logc4", "ARRI LogC4", "ocio:arrilogc4_awg4_scene", "log"),
        ("slog3_sgamut3cine", "S-Log3 S-Gamut3.Cine", "ocio:slog3_sgamut3cine_scene", "log"),
        ("vlog_vgamut", "V-Log V-Gamut", "ocio:vlog_vgamut_scene", "log"),
        ("rec2100_hlg_display", "Rec.2100-HLG - Display", "hlg_rec2020_display", "log"),
        ("Raw", "Raw", "data", "data"),
    ],
)
def test_names_aliases_and_roles(
    config: ColourConfig, name: str, own: str, tag: str, transfer: str
) -> None:
    space = config.space(name)
    assert (space.name, space.tag, space.transfer) == (own, tag, transfer)


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("Rec.1886 Rec.709 - Display", CodePoints(1, 1, 1)),
        ("Gamma 2.4 Encoded Rec.709", CodePoints(1, 1, 1)),
        ("Camera Rec.709", CodePoints(1, 1, 1)),
        ("sRGB - Display", CodePoints(1, 13, 1)),
        ("Display P3 - Display", CodePoints(12, 13, 1)),
        ("Rec.2100-PQ - Display", CodePoints(9, 16, 9)),
        ("Rec.2100-HLG - Display", CodePoints(9, 18, 9)),
        ("ARRI LogC4", None),
    ],
)
def test_what_movies_are_tagged_with(
    config: ColourConfig, name: str, points: CodePoints | None
) -> None:
    assert config.space(name).code_points == points


def test_an_unknown_space_names_those_that_are_near(config: ColourConfig) -> None:
    with pytest.raises(UsageError, match=r"ACEScgg.*near are: ACEScg"):
        config.space("ACEScgg")
    with pytest.raises(UsageError, match=r"ARRI LogC3 \(EI800\), ARRI LogC4"):
        config.space("logc")
    with pytest.raises(UsageError, match=r"it has: .*ACES2065-1"):
        config.space("0000")


def test_a_configuration_comes_from_the_path_else_the_variable_else_openimageio(
    custom: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OCIO", raising=False)
    assert ColourConfig().location == BUILT_IN
    monkeypatch.setenv("OCIO", custom)
    assert ColourConfig().space("our_plate").name == "plate"
    assert ColourConfig(BUILT_IN).space("ACEScg").name == "ACEScg"


def test_a_configuration_of_ones_own(custom: str) -> None:
    config = ColourConfig(custom)
    assert [config.space(name).transfer for name in ("plate", "cube root")] == ["linear", "srgb"]
    assert config.space("cube root").tag == ""
    made = config.convert(np.full((1, 1, 3), 0.125, np.float32), "plate", "cube root")
    np.testing.assert_allclose(made, 0.5, atol=OCIO_ANALYTIC)


def test_logarithmic_spaces_have_a_code_of_black(config: ColourConfig) -> None:
    assert config.space("ARRI LogC4").black == pytest.approx(0.092864, abs=1e-5)
    assert config.space("S-Log3 S-Gamut3").black == pytest.approx(95 / 1023, abs=1e-5)
    assert config.space("ACEScg").black == config.space("sRGB - Display").black == 0


def test_a_configuration_without_linear_light_is_display_code(tmp_path: Path) -> None:
    path = tmp_path / "bare.ocio"
    path.write_text(CUSTOM.replace("  scene_linear: plate\n", ""))
    assert ColourConfig(str(path)).space("cube root").transfer == "srgb"


def test_a_configuration_that_is_missing_or_damaged(tmp_path: Path, custom: str) -> None:
    with pytest.raises(MissingInputError, match="found nothing"):
        ColourConfig(str(tmp_path / "none.ocio"))
    (tmp_path / "bad.ocio").write_text("not a configuration")
    with pytest.raises(UnreadableMediaError, match="OpenColorIO configuration"):
        ColourConfig(str(tmp_path / "bad.ocio"))
    with pytest.raises(UnreadableMediaError):
        ColourConfig("ocio://no-such-config")
    with pytest.raises(UsageError, match=r"missing\.spi1d"):
        ColourConfig(custom).convert(np.zeros((1, 1, 3), np.float32), "plate", "lost")
