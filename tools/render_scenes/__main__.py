"""Render the packaged sample and the rendered set: ``python -m tools.render_scenes --help``."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    # Lets ``python tools/render_scenes`` work as well as ``python -m tools.render_scenes``.
    sys.path.insert(0, str(REPOSITORY))

SAMPLE_FOLDER = REPOSITORY / "plugin" / "slowglass" / "plugin" / "sample"


# Each command imports for itself: the renders need bpy, packing needs PyAV and OpenImageIO, and
# no one Python need have all of them.
def _sample(options: argparse.Namespace) -> None:
    from tools.render_scenes.sample import render_sample

    render_sample(options.out)


def _pack(options: argparse.Namespace) -> None:
    from tools.render_scenes.pack import pack_sample

    pack_sample(options.rendered, SAMPLE_FOLDER)


def _shards(options: argparse.Namespace) -> None:
    from tools.render_scenes.shards import pack_shards

    for path in pack_shards(options.rendered, options.out):
        print(path)


def _set(options: argparse.Namespace) -> None:
    from tools.render_scenes.cache import rendered_set_folder
    from tools.render_scenes.render import Quality
    from tools.render_scenes.rendered_set import Plan, render_set

    quality = Quality(options.width, options.height, options.samples)
    plan = Plan(options.scenes, options.spans, options.seed, quality)
    render_set(plan, options.out or rendered_set_folder())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.render_scenes", description=__doc__)
    commands = parser.add_subparsers(required=True)

    sample = commands.add_parser("sample", help="render the sample's frames (needs bpy)")
    sample.add_argument("--out", type=Path, required=True, help="folder for the rendered frames")
    sample.set_defaults(run=_sample)

    pack = commands.add_parser("pack", help="make the packaged sample of the rendered frames")
    pack.add_argument("rendered", type=Path, help="folder that `sample` filled")
    pack.set_defaults(run=_pack)

    shards = commands.add_parser("shards", help="make training samples of a rendered set")
    shards.add_argument("rendered", type=Path, help="folder that `set` filled")
    shards.add_argument("--out", type=Path, required=True, help="folder for the samples")
    shards.set_defaults(run=_shards)

    many = commands.add_parser("set", help="render scenes with true in-betweens (needs bpy)")
    many.add_argument("--out", type=Path, help="default: $SLOWGLASS_RENDERED_SET, or the cache")
    many.add_argument("--scenes", type=int, default=4)
    many.add_argument("--spans", type=int, default=2, help="gaps between source frames, per scene")
    many.add_argument("--seed", type=int, default=1)
    many.add_argument("--width", type=int, default=256)
    many.add_argument("--height", type=int, default=144)
    many.add_argument("--samples", type=int, default=16, help="light paths for one pixel")
    many.set_defaults(run=_set)
    return parser


def main() -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args()
    try:
        options.run(options)
    except Exception:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # bpy 4.5 can hang when the interpreter ends in the usual way
