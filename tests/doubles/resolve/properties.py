"""Properties of items: numbers, clipped to their range; there is no property for speed."""

from typing import TYPE_CHECKING, Any, Dict, Tuple

from .model import Item
from .remote import Refused

if TYPE_CHECKING:
    from .application import ResolveDouble

# name: default, least, most
NUMBERS: Dict[str, Tuple[Any, float, float]] = {
    "Pan": (0.0, -4000.0, 4000.0),
    "Tilt": (0.0, -4000.0, 4000.0),
    "ZoomX": (1.0, 0.0, 100.0),
    "ZoomY": (1.0, 0.0, 100.0),
    "RotationAngle": (0.0, -360.0, 360.0),
    "AnchorPointX": (0.0, -4000.0, 4000.0),
    "AnchorPointY": (0.0, -4000.0, 4000.0),
    "Pitch": (0.0, -1.5, 1.5),
    "Yaw": (0.0, -1.5, 1.5),
    "CropLeft": (0.0, 0.0, 1920.0),
    "CropRight": (0.0, 0.0, 1920.0),
    "CropTop": (0.0, 0.0, 1080.0),
    "CropBottom": (0.0, 0.0, 1080.0),
    "CropSoftness": (0.0, -100.0, 100.0),
    "DynamicZoomEase": (0, 0, 3),
    "CompositeMode": (0, 0, 30),
    "Opacity": (100.0, 0.0, 100.0),
    "Distortion": (0.0, -1.0, 1.0),
    "RetimeProcess": (0, 0, 3),
    "MotionEstimation": (0, 0, 6),
    "Scaling": (0, 0, 4),
    "ResizeFilter": (0, 0, 15),
}
SWITCHES: Dict[str, bool] = {"ZoomGang": True, "FlipX": False, "FlipY": False, "CropRetain": False}
FROM_21_1: Dict[str, Any] = {
    "TransformEnabled": True,
    "CroppingEnabled": True,
    "DynamicZoomEnabled": False,
    "CompositeEnabled": True,
    "LensCorrectionEnabled": True,
    "RetimeAndScalingEnabled": True,
    "AudioVolume": 0.0,
    "AudioPan": 0.0,
}
NOT_EVERYWHERE = (
    "RetimeProcess",
    "MotionEstimation",
    "Scaling",
    "ResizeFilter",
    "DynamicZoomEase",
)


def defaults(app: "ResolveDouble") -> Dict[str, Any]:
    """Return the properties that an item of this version has."""
    values: Dict[str, Any] = {name: value for name, (value, _, _) in NUMBERS.items()}
    values.update(SWITCHES)
    if app.profile.has("21.1.0"):
        values.update(FROM_21_1)
    if app.behaviour["few_properties"]:
        for name in NOT_EVERYWHERE:
            del values[name]
    return values


def write_properties(app: "ResolveDouble", item: Item, values: Dict[Any, Any]) -> bool:
    """Set what is known, clipped to its range; return whether all was."""
    known = defaults(app)
    if item.type == "transition":
        raise Refused
    accepted = True
    for name, value in values.items():
        if name not in known or not isinstance(value, (bool, int, float)):
            accepted = False
        elif name in NUMBERS:
            _, least, most = NUMBERS[name]
            if name == "MotionEstimation" and not app.profile.has("19.0.0"):
                most = 5
            kept = min(max(value, least), most)
            item.properties[name] = kept + app.next_noise() if isinstance(kept, float) else kept
        else:
            item.properties[name] = value
    return accepted
