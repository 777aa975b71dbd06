"""How a checkpoint of torchvision's RAFT is known."""

from __future__ import annotations

from slowglass.core.models.architecture import Architecture
from slowglass.core.models.raft.model import RaftModel, raft_large, raft_small, spec_of

LARGE = Architecture(
    name="raft-large",
    spec=spec_of("raft-large", "large"),
    sized=lambda tensors: raft_large(),
    usual=raft_large,
    model=RaftModel,
)
SMALL = Architecture(
    name="raft-small",
    spec=spec_of("raft-small", "small"),
    sized=lambda tensors: raft_small(),
    usual=raft_small,
    model=RaftModel,
)
