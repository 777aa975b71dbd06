"""What a training run is told, as a TOML file."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

from slowglass.core.errors import MissingInputError, UsageError
from slowglass.core.models.slowglass_net import Sizes
from slowglass.core.plain_files import SETTINGS_BYTES, read_text
from slowglass.core.typed import TOML, Misfit, UnknownKey, read

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SECTIONS = {"slowglass": ("sizes", "losses"), "superslomo": ("superslomo",)}
"""The sections that are for one architecture alone."""


@dataclass(frozen=True)
class DataConfig:
    """Where samples come from; the paths are given when training is started."""

    real_share: float = 0.4
    """Part of the samples that are real, if there are any; the others are drawn scenes."""
    clip_samples: int = 2400
    """Samples packed from an index of clips."""
    clip_size: int = 192
    shortest_span: int = 2
    """Frames from left to right in the windows of a data set, at least."""
    longest_span: int = 8
    recolour: bool = True
    """Whether colours of windows are changed and noise is added."""
    shard_samples: int = 64
    shards: int = 20
    steps_per_shard: int = 160


@dataclass(frozen=True)
class OptimiserConfig:
    """AdamW, its schedule in steps, and the average of the weights."""

    learning_rate: float = 6e-4
    warm_up_steps: int = 300
    decay_from: int = 40_000
    """The learning rate is held up to this step and falls in a half cosine after it."""
    milestones: tuple[int, ...] = ()
    """Steps at which the learning rate falls to a tenth; if there are any, in place of that."""
    steps: int = 60_000
    """Training is over then."""
    beta2: float = 0.99
    """How long the optimiser remembers the size of gradients."""
    weight_decay: float = 1e-4
    largest_gradient: float = 1.0
    average: float = 0.999
    """Share of the averaged weights that is kept at each step, once it has warmed up."""


@dataclass(frozen=True)
class LossWeights:
    """How much each mistake counts; 0 leaves it out."""

    charbonnier: float = 1.0
    laplacian: float = 0.5
    census: float = 0.0
    photometric: float = 0.1
    """Of the pair's flow at a quarter of the size, without truth."""
    pair_flow: float = 0.01
    """Per pixel of error, where the truth is known."""
    field_flow: float = 0.005
    """The same for the flow of the new frame, where its end is seen."""
    cycle: float = 0.0
    """Of the middle frame made again from frames made on either side of it; asks for no truth."""


@dataclass(frozen=True)
class SuperSloMoConfig:
    """Sizes of Super SloMo, and how much each mistake counts; 0 leaves it out.

    Source: Jiang et al., Super SloMo, CVPR 2018, sections 3.3 and 3.4.
    """

    widths: tuple[int, ...] = (32, 64, 128, 256, 512, 512)
    """Channels at full size and at each of five halvings, in both networks."""
    reconstruction: float = 0.8
    """Of the new frame, per step of 1/255."""
    perceptual: float = 0.005
    """Of the new frame, in the eyes of VGG16."""
    warping: float = 0.4
    """Of frames moved as a whole, per step of 1/255."""
    smoothness: float = 1.0
    """Of the pair's flow, per pixel."""
    vgg16: str = ""
    """File with torchvision's weights of VGG16; "": where torch keeps what it fetched."""

    def __post_init__(self) -> None:
        """Check the widths.

        Raises:
            UsageError: there are not six.
        """
        if len(self.widths) != 6 or min(self.widths) < 1:
            raise UsageError(f"expected six widths, got {self.widths}")


@dataclass(frozen=True)
class StageConfig:
    """What the samples are like from a step on."""

    from_step: int = 0
    crop: int = 128
    batch: int = 8
    accumulate: int = 1
    """Batches that make one step."""
    scene_size: int = 224
    largest_motion: float = 40.0
    """Pixels, in drawn scenes."""
    equal_share: float = 0.0
    """Part of the samples whose three frames are one, so that what stands still stays still."""
    overlay_share: float = 0.0
    """Part of the samples that lettering is laid over, which does not move with the picture."""


@dataclass(frozen=True)
class RunConfig:
    """How the run goes about it."""

    seed: int = 1
    threads: int = 0
    """Threads of torch; 0: as many as it likes."""
    bf16: bool = False
    """Convolutions in bfloat16; coordinates and losses stay float32."""
    log_steps: int = 50
    checkpoint_minutes: float = 4.0
    evaluate_minutes: float = 30.0


@dataclass(frozen=True)
class TrainingConfig:
    """A whole run."""

    architecture: str = "slowglass"
    sizes: Sizes = field(default_factory=Sizes)
    data: DataConfig = field(default_factory=DataConfig)
    optimiser: OptimiserConfig = field(default_factory=OptimiserConfig)
    losses: LossWeights = field(default_factory=LossWeights)
    superslomo: SuperSloMoConfig = field(default_factory=SuperSloMoConfig)
    stages: tuple[StageConfig, ...] = (StageConfig(),)
    run: RunConfig = field(default_factory=RunConfig)

    def stage(self, step: int) -> StageConfig:
        """Return the stage that ``step`` is in."""
        return [stage for stage in self.stages if stage.from_step <= step][-1]


def read_config(path: Path) -> TrainingConfig:
    """Return the run that a TOML file describes.

    Raises:
        MissingInputError: there is no such file.
        UsageError: it is not TOML, a name or type in it is wrong, or a section is for another
            architecture.
    """
    try:
        table = tomllib.loads(read_text(path, SETTINGS_BYTES))
    except OSError as error:
        message = f"expected a training configuration, got: {error.strerror}"
        raise MissingInputError(message, path=path) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"expected TOML, got {error}", path=path) from error
    try:
        config = read(TrainingConfig, table, TOML)
    except (Misfit, UsageError) as error:
        raise UsageError(_told(error), path=path) from None
    for architecture, sections in SECTIONS.items():
        for name in table.keys() & sections:
            if config.architecture != architecture:
                message = f"expected sections for {config.architecture}, got [{name}]"
                raise UsageError(message, path=path, hint=f"it is for {architecture}")
    starts = [stage.from_step for stage in config.stages]
    if not starts or starts[0] != 0 or starts != sorted(starts):
        raise UsageError(f"expected stages in order from step 0, got {starts}", path=path)
    return config


def _told(error: Misfit | UsageError) -> str:
    """Return what is wrong as it is said of a TOML file, by section and name."""
    if isinstance(error, UnknownKey):
        section = ": ".join(error.where) or "file"
        return f"expected {error.expected} in [{section}], got {error.key}"
    if isinstance(error, Misfit):
        *sections, name = error.where
        return ": ".join([*sections, f"expected {error.expected} for {name}, got {error.got}"])
    return error.message
