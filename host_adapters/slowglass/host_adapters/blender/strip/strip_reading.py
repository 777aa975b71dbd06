"""What was read of a strip: everything that a job needs, detached from the host's objects."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Callable, List, Optional, Tuple

from ...common import Refusal, result_frames, result_moments

SourcePosition = Callable[[Fraction], Fraction]
"""From a scene frame, whole or not, to the source position that is shown there."""

MOST_FRAMES = 100_000
"""More than anybody waits for: a slip in a number."""


@dataclass(frozen=True)
class StripReading:
    """One movie or image strip as it is shown.

    Source positions are in source frames from the first frame of the file or of the sequence on
    disk. They are those that Blender computes, before it rounds to the frame that it shows.
    """

    name: str
    """Of the strip that was read, which is the Speed Control effect where there is one."""
    kind: str
    """"movie" or "image"."""
    source: str
    """Absolute path of the movie, or pattern of the sequence (``/shots/shot.####.exr``)."""
    start: int
    """First scene frame of the part that was asked for."""
    end: int
    """Scene frame after its last one."""
    source_position: SourcePosition
    last_in_file: Optional[int] = None
    """The last source position that there is a frame for; None: not known."""
    source_rate: Optional[Fraction] = None
    """Frames per second of a movie; None: an image sequence, one picture to a scene frame."""
    playback_factor: Fraction = Fraction(1)
    """Source frames to a scene frame where the playback rate is adjusted to the scene, else 1."""
    retimed: bool = False
    """Whether there are retiming keys or a Speed Control effect."""
    deinterlace: bool = False
    """Whether Blender deinterlaces the movie, so that the job has to do so too."""
    colour: str = "exact"
    """How the job is to decode, so that copied frames look as this Blender shows the source."""
    missing: str = "error"
    """What the job is to say of frames without a file: "interpolate" where the strip skips them."""
    covers: Tuple[str, ...] = ()
    """Names of strips below, seen only through this one: the input of a Speed Control effect."""
    notes: List[str] = field(default_factory=list)
    """Each assumption, for the user."""
    warnings: List[str] = field(default_factory=list)
    """Each fallback, for the user to look at."""

    def positions_at_speed(self, speed: Fraction) -> List[Fraction]:
        """Return the positions that show the same span of the strip at another speed.

        Args:
            speed: relative to what is shown now; 1/4 gives four times as many frames, 1 fills the
                retime that the strip has: rounded, the positions are those that are shown. To use
                every source frame of a strip with adjusted playback rate at 1/4, divide by
                ``playback_factor``.

        Raises:
            Refusal: the speed is not above 0, or too low.
        """
        if speed <= 0:
            raise Refusal(f"expected a speed above 0 %, got {float(speed * 100):g} %")
        frame_count = result_frames(self.end - self.start, speed)
        if frame_count > MOST_FRAMES:
            raise Refusal(f"expected {MOST_FRAMES} frames or fewer, got {frame_count}")
        moments = result_moments(self.start, frame_count, speed)
        return [self.source_position(moment) for moment in moments]

    def positions_at(self, moments: List[Fraction]) -> List[Fraction]:
        """Return the positions that are shown at moments, in scene frames from the first one."""
        return [self.source_position(self.start + moment) for moment in moments]

    def still_frames(self, positions: List[Fraction]) -> int:
        """Return how many frames at the end of a result repeat the one before.

        They lie beyond the first or the last frame of the file, where nothing moves any more.
        """
        last = self.last_in_file
        beyond = [p < 0 or (last is not None and p > last) for p in positions]
        return next((k for k, is_still in enumerate(reversed(beyond)) if not is_still), 0)

    def speed_for_length(self, frame_count: int) -> Fraction:
        """Return the speed that makes the result ``frame_count`` scene frames long.

        Raises:
            Refusal: the length is not above 0.
        """
        if frame_count <= 0:
            raise Refusal(f"expected a length of 1 frame or more, got {frame_count}")
        return Fraction(self.end - self.start, frame_count)

    def speed_to_scene_rate(self, scene_rate: Fraction) -> Fraction:
        """Return the speed that plays the source in its own time: 5/2 for 60 fps shown at 24.

        It is 1 where the playback rate is adjusted already, then only frames in between are made.

        Raises:
            Refusal: the source has no rate of its own.
        """
        if self.source_rate is None:
            raise Refusal(f"“{self.name}” is an image sequence, which has no frame rate of its own")
        return self.source_rate / scene_rate / self.playback_factor
