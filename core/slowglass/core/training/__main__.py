"""Train: ``python -m slowglass.core.training CONFIG.toml --output FOLDER``.

Started again with the same folder it goes on where it stopped.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

from slowglass.core.errors import SlowglassError
from slowglass.core.training.config import read_config
from slowglass.core.training.data import Footage
from slowglass.core.training.run import train


def main() -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m slowglass.core.training", description=__doc__)
    parser.add_argument("config", type=Path, help="what to train and how, TOML")
    parser.add_argument("--output", type=Path, required=True, help="folder of the run")
    parser.add_argument("--clips", type=Path, help="index.json of real clips")
    parser.add_argument("--renders", type=Path, help="shards of rendered scenes")
    parser.add_argument("--data", type=Path, help="data set of windows, in place of clips")
    parser.add_argument("--evaluate", type=Path, help="set of triplets to score now and then")
    parser.add_argument("--minutes", type=float, help="stop after so long; start again to go on")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    try:
        result = train(
            read_config(arguments.config),
            arguments.output,
            footage=Footage(arguments.clips, arguments.renders, arguments.data),
            triplets=arguments.evaluate,
            minutes=arguments.minutes,
            device=torch.device(arguments.device),
        )
    except SlowglassError as error:
        parser.exit(error.exit_code, f"error: {error}\n")
    sys.stderr.writelines(f"{note}\n" for note in result.notes)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
