"""What our reports and pictures bear, so that a later run knows that it may replace them."""

from __future__ import annotations

PNG_METADATA = {"Software": "Slowglass"}
PNG_MARK = b"Slowglass"
QUALITY_SCHEMA = "slowglass.quality/1"
QUALITY_MARK = b'"slowglass.quality/'
