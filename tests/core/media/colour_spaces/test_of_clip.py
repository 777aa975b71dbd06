"""What colour space a clip is taken for."""

from __future__ import annotations

import pytest

from slowglass.core.frames import Encoding
from slowglass.core.media.colour_spaces.of_clip import space_of_clip
from tests.core.media.image_files import clip_info

AP1 = (0.713, 0.293, 0.165, 0.83, 0.128, 0.044, 0.32168, 0.33767)
REC709 = (0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329)


@pytest.mark.parametrize(
    ("primaries", "transfer", "space"),
    [
        (1, 1, "srgb_rec709_scene"),
        (2, 2, "srgb_rec709_scene"),
        (6, 6, "srgb_rec709_scene"),
        (1, 8, "lin_rec709_scene"),
        (12, 13, "srgb_p3d65_scene"),
        (9, 16, "pq_rec2020_display"),
        (9, 18, "hlg_rec2020_display"),
        (9, 14, ""),
        (2, 16, ""),
    ],
)
def test_movies_go_by_their_tags(primaries: int, transfer: int, space: str) -> None:
    tags = {
        "colorspace": 1,
        "color_range": 1,
        "color_primaries": primaries,
        "color_trc": transfer,
    }
    assert space_of_clip(clip_info(metadata=tags)) == space


@pytest.mark.parametrize(
    ("encoding", "chromaticities", "space"),
    [
        (Encoding("linear"), None, "lin_rec709_scene"),
        (Encoding("linear"), REC709, "lin_rec709_scene"),
        (Encoding("linear"), AP1, "lin_ap1_scene"),
        (Encoding("linear"), (0.7, 0.3, 0.2, 0.7, 0.1, 0.1, 0.3, 0.3), ""),
        (Encoding("srgb"), None, "srgb_rec709_scene"),
        (Encoding("log"), None, ""),
        (Encoding("data"), None, ""),
        (Encoding("linear", colour_space="lin_ap0_scene"), AP1, "lin_ap0_scene"),
    ],
)
def test_pictures_go_by_name_then_primaries_then_custom(
    encoding: Encoding, chromaticities: tuple[float, ...] | None, space: str
) -> None:
    metadata = {} if chromaticities is None else {"chromaticities": chromaticities}
    info = clip_info("openexr", "sequence", encoding=encoding, metadata=metadata)
    assert space_of_clip(info) == space
