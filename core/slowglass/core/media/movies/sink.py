"""Movies as a place for frames to go."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.video.frame import VideoFrame

from slowglass.core.atomic import discard, output_error, publish, temporary_name
from slowglass.core.errors import OutputError, ShapeError, SlowglassError, UsageError
from slowglass.core.frames import ClipInfo, Frame, NativePlanes
from slowglass.core.media.container import reason
from slowglass.core.media.movies.check import verify_movie
from slowglass.core.media.movies.encoder import open_encoder
from slowglass.core.media.movies.picture import display_picture
from slowglass.core.media.movies.pixel_aspect import store_pixel_aspect
from slowglass.core.media.movies.settings import encoder_settings, losses, takes
from slowglass.core.media.movies.text_tracks import TextJob, TextTracks
from slowglass.core.media.planes import (
    TRANSFER_LINEAR,
    CodePoints,
    from_rgb,
    make_frame,
    pixel_format,
    siting_of,
)
from slowglass.core.media.sound import SoundJob, SoundTracks


class MovieSink:
    """Encodes frames into a movie that appears under its name when it is complete.

    Frames are display-referred: scene-linear ones must be converted before. A frame whose native
    planes are already what the encoder takes goes to it untouched; others are made from floats,
    with dither where the codec has 8 bits.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        width: int,
        height: int,
        frame_rate: Fraction,
        codec: str = "",
        source: ClipInfo | None = None,
        space: CodePoints | None = None,
        sound: SoundJob | None = None,
        texts: TextJob | None = None,
    ) -> None:
        """Open the encoder.

        Args:
            path: the movie; its suffix names the container and, without ``codec``, the codec.
            width: of every frame.
            height: of every frame.
            frame_rate: exact and constant.
            codec: a key of `CODECS`, or "".
            source: where the frames come from: colour tags, pixel format, pixel aspect, alpha and
                timecode are taken over.
            space: tags of the colour space of the frames; None: those of the source.
            sound: what sound goes with the pictures; None: none.
            texts: what chapters, subtitles and titles do; None: none.

        Raises:
            UsageError: a codec that does not exist or does not fit the file's name, or sound that
                does not fit it.
            InputError: the source's sound cannot be read.
            OutputError: a size or rate that the codec cannot hold, no encoder, no such folder.
        """
        self._path = Path(path)
        self._source = source
        self._settings = encoder_settings(
            self._path, (width, height), frame_rate, codec, source, space
        )
        self._siting = siting_of(self._settings.tags, source.format if source else "")
        self._count = 0
        self._temporary = temporary_name(self._path)
        self._container: OutputContainer | None = None
        self._tracks: tuple[SoundTracks | TextTracks, ...] = ()
        with self._errors():
            opened = open_encoder(self._temporary, self._settings, sound, texts)
            self._container, self._stream, self._tracks = opened

    @property
    def pixel_format(self) -> str:
        """FFmpeg's name of what is encoded."""
        return self._settings.pixel_format

    @property
    def notes(self) -> tuple[str, ...]:
        """What of the source the movie cannot hold, one sentence each, for the user."""
        beside = (note for track in self._tracks for note in track.notes)
        return (*losses(self._path, self._settings, self._source), *beside)

    def write(self, index: int, frame: Frame) -> str:
        """Pack and put output frame ``index``."""
        return self.put(index, self.pack(index, frame))

    def pack(self, index: int, frame: Frame) -> VideoFrame:
        """Return output frame ``index`` as the encoder takes it; several threads may at once.

        Raises:
            UsageError: the frame is scene-linear.
            ShapeError: it has another size than the movie.
        """
        settings = self._settings
        picture = make_frame(self._planes(index, frame), settings.width, settings.height)
        picture.pts = index
        picture.time_base = 1 / settings.frame_rate
        return picture

    def put(self, index: int, packed: VideoFrame) -> str:
        """Encode output frame ``index`` and return the path of the movie to be.

        Raises:
            UsageError: frames do not come in order.
            OutputError: it could not be written; the movie is given up.
        """
        if index != self._count:
            raise UsageError(f"expected frame {self._count}, frames come in order", frame=index)
        with self._errors():
            self._mux(packed)
            for track in self._tracks:
                track.write_until((index + 1) / self._settings.frame_rate)
        self._count += 1
        return os.fspath(self._path)

    def close(self) -> None:
        """Finish the movie and give it its name.

        Raises:
            OutputError: it could not be finished, or holds no frame; nothing is left.
        """
        if self._container is None:
            return
        if self._count == 0:
            self.abort()
            raise OutputError("expected at least one frame, got none", path=self._path)
        with self._errors():
            self._mux(None)
            for track in self._tracks:
                track.finish()
                track.close()
            self._container.close()
        self._container = None
        settings = self._settings
        with self._errors():
            if settings.pixel_aspect != 1:
                size = settings.width, settings.height
                store_pixel_aspect(self._temporary, size, settings.pixel_aspect)
            verify_movie(self._temporary, self._path, self._count, self._settings.frame_rate)
        publish(self._temporary, self._path)

    def abort(self) -> None:
        """Drop the unfinished movie."""
        container, self._container = self._container, None
        for track in self._tracks:
            track.close()
        if container is not None:
            with suppress(av.error.FFmpegError, OSError):  # a full disk refuses the trailer too
                container.close()
        discard(self._temporary)

    def __enter__(self) -> MovieSink:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is None:
            self.close()
        else:
            self.abort()

    def _planes(self, index: int, frame: Frame) -> NativePlanes:
        """Return what the encoder gets: the source's own planes if they fit, else new ones."""
        native, settings = frame.native, self._settings
        if isinstance(native, NativePlanes) and takes(settings, native):
            return replace(native, pixel_format=settings.pixel_format, **asdict(settings.tags))
        transfer = frame.colour().layer.encoding.transfer
        if transfer == "linear" and settings.tags.color_trc != TRANSFER_LINEAR:
            raise UsageError(
                "expected display-referred frames, got scene-linear ones",
                path=self._path,
                hint="choose an image sequence, or convert the colours first",
            )
        picture = display_picture(frame)
        if picture.shape[1:] != (settings.height, settings.width):
            size = f"{settings.width} x {settings.height}"
            raise ShapeError(f"expected {size}, got {tuple(picture.shape)}", frame=index)
        layout = pixel_format(settings.pixel_format)
        seed = index if layout.bits == 8 else None
        return from_rgb(picture, layout.name, settings.tags, siting=self._siting, dither_seed=seed)

    def _mux(self, picture: VideoFrame | None) -> None:
        assert self._container is not None
        for packet in self._stream.encode(picture):
            if picture is None and self._count <= 2:
                # x265 leaves the decoding times of so short a movie uninitialised.
                packet.dts = packet.pts
            self._container.mux(packet)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Give up the movie on any error, and say what it was in our own classes."""
        try:
            yield
        except SlowglassError:
            self.abort()
            raise
        except OSError as error:
            self.abort()
            raise output_error(error, self._path) from error
        except (av.error.FFmpegError, ValueError, OverflowError) as error:
            self.abort()
            raise OutputError(
                f"the {self._settings.codec.name} encoder refused: {reason(error)}",
                path=self._path,
                hint="it may not know this size or frame rate; try another codec",
            ) from error
        except BaseException:
            self.abort()
            raise
