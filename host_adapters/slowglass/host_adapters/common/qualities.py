"""The qualities that an editor chooses among, for people."""

from typing import Any, Dict, Tuple

QUALITIES: Tuple[Tuple[str, str, str], ...] = (
    ("draft", "Draft", "Quick, to see whether the timing is right"),
    ("good", "Good", "The best that takes no more time than the work is usually worth"),
    ("best", "Best", "Everything that is installed together; takes several times as long"),
)
"""Name, title and description of each, the quickest first."""
USUAL_QUALITY = "good"


def made_by(result: Dict[str, Any]) -> str:
    """Return a sentence that says what made a result, "" if the engine does not tell."""
    if not result.get("model_because"):
        return ""
    return f"Made by {result['model']}: {result['model_because']}."
