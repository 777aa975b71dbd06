"""Tables of how fast composing, `flow` and the demo are, of what the benchmarks recorded."""

from __future__ import annotations

from typing import Any


def peers_table(report: dict[str, Any]) -> str:
    """Return what `flow` takes beside ffmpeg's filter as a table."""
    rows = [
        f"| {factor} times as many frames | {report[f'flow_{factor}x_ms']:.0f} ms "
        f"| {report[f'mci_{factor}x_ms']:.0f} ms "
        f"| {report[f'flow_{factor}x_to_mci_{factor}x']:.2f} |"
        for factor in (2, 8)
    ]
    draft, filtered = report["draft_2x_ms"], report["mci_2x_ms"]
    rows.insert(
        1,
        f"| as a draft, `flow@320` | {draft:.0f} ms | {filtered:.0f} ms "
        f"| {report['draft_2x_to_mci_2x']:.2f} |",
    )
    lines = ["| for each pair | `flow` | `minterpolate` | ratio |", "|---|---|---|---|", *rows]
    return "\n".join([*lines, "", f"On {report['machine']['processor']}, one thread."])


def compose_table(report: dict[str, Any]) -> str:
    """Return what composing takes, compiled beside torch, and the first wait, as a table."""
    rows = [
        f"| {channels} channels, {how} | {row['compiled_ms']:.0f} ms | {row['torch_ms']:.0f} ms "
        f"| {row['times_faster']:.1f} |"
        for channels in (3, 7)
        for how in ("cubic", "linear", "nearest")
        for row in [report[f"{how}_{channels}_channels"]]
    ]
    cold, warm = (report[f"first_frame_{state}_seconds"] for state in ("cold", "warm"))
    lines = ["| at 720p | compiled | torch | times faster |", "|---|---|---|---|", *rows]
    wait = f"The first frame waits {cold:.1f} s where nothing is compiled yet, then {warm:.1f} s."
    return "\n".join([*lines, "", wait])


def demo_table(report: dict[str, Any]) -> str:
    """Return what the demo takes the first time, every other, and twice at once, as a table."""
    this = report["this"]
    names = {
        "cold": "the first run on a machine",
        "warm": "every other",
        "two_at_once": "two at once",
    }
    lines = [f"| the demo, {report['frames']} frames | clock | processor |", "|---|---|---|"]
    for key, name in names.items():
        took = this[key]
        lines.append(f"| {name} | {took['seconds']:.0f} s | {took['processor_seconds']:.0f} s |")
    if "other" in report:
        took, commit = report["other"]["warm"], report["other_commit"]
        clock, busy = took["seconds"], took["processor_seconds"]
        lines.append(f"| every other, at {commit} | {clock:.0f} s | {busy:.0f} s |")
    machine = report["machine"]
    return "\n".join(
        [*lines, "", f"On {machine['processor']}, {machine['processors']} processors."]
    )
