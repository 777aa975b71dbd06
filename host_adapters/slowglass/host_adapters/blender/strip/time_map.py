"""What a strip shows at a scene frame, computed as Blender computes it, before it rounds.

Blender shows the nearest source frame. Version 5.0 does so only with empty caches: going through
slow motion it keeps showing what it showed for the position before, up to one frame off.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Optional, Tuple

from .retiming import Key, RetimingCurve, RetimingRules, exact_frame

_ZERO = Fraction(0)


@dataclass(frozen=True)
class StripTime:
    """What decides the time of one movie or image strip."""

    start: Fraction
    """Scene frame where its content begins, before handles."""
    source_frames: int
    """Frames of the source that are left after the hard trim."""
    plain_length: int
    """Scene frames that these take without keys, cut to whole ones as Blender cuts them."""
    rules: RetimingRules
    playback_factor: Fraction = Fraction(1)
    """Source frames to a scene frame, from the adjustment of the playback rate."""
    keys: Tuple[Key, ...] = ()
    reversed: bool = False
    strobe: Fraction = Fraction(1)
    """Only each such frame of the source is shown."""


class TimeMap:
    """From scene frames to source frames, counted from the first one after the hard trim."""

    def __init__(self, strip: StripTime, right_handle: int) -> None:
        """Prepare for many calls.

        Args:
            strip: what decides.
            right_handle: scene frame where the strip ends, exclusive.

        Raises:
            ValueError: the strip's keys make no curve.
        """
        self._strip = strip
        self._curve: Optional[RetimingCurve] = None
        if strip.keys:
            self._curve = RetimingCurve(strip.keys, strip.source_frames, strip.rules)
        self.content_length = self._content_length()
        """Scene frames that the whole content takes, without handles."""
        content_end = strip.start + self.content_length
        # Where the strip is drawn out past its content, Blender holds a picture. Else the last
        # scene frame lasts until its end, and so may the source.
        beyond = 0 if right_handle > content_end else 1
        self._lowest = Fraction(-beyond if strip.reversed else 0)
        self._highest = Fraction(strip.source_frames - 1 + (0 if strip.reversed else beyond))
        self._last_scene_frame = content_end - 1

    def at(self, scene_frame: Fraction) -> Fraction:
        """Return the source frame at a moment, which need not be a whole scene frame.

        Whole scene frames give what Blender computes, from 0 to the last source frame. Moments
        within the last one may lie up to one frame beyond: less than 0 where it is reversed.
        """
        strip = self._strip
        if strip.reversed:
            passed = self._last_scene_frame - scene_frame
        else:
            passed = max(scene_frame - strip.start, _ZERO)
        # Fractions are slow and this is called thousands of times: nothing is multiplied by 1.
        strip_frame = passed if strip.playback_factor == 1 else passed * strip.playback_factor
        frame = self._curve.at(strip_frame) if self._curve else strip_frame
        frame = min(max(frame, self._lowest), self._highest)
        if strip.strobe > 1 and frame > 0:
            frame -= frame % strip.strobe
        return frame

    def _content_length(self) -> Fraction:
        """Return how many scene frames the whole content takes."""
        strip = self._strip
        if not strip.keys:
            return Fraction(strip.plain_length)
        last = strip.start + exact_frame(strip.keys[-1].strip_frame) / strip.playback_factor
        return round(last) - strip.start + (0 if strip.rules.whole_is_past_last else 1)
