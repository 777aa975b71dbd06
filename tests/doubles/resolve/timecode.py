"""Timecode of Resolve's timelines: drop frame where the rate has it."""

from fractions import Fraction

RATES = {
    "23.976": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "47.952": Fraction(48000, 1001),
    "59.94": Fraction(60000, 1001),
    "119.88": Fraction(120000, 1001),
}


def parse_rate(text: str) -> Fraction:
    """Return the exact rate of ``"23.976"``, ``"25"``, ``"29.97 DF"`` or ``"24000/1001"``."""
    number = str(text).split()[0]
    return RATES.get(number) or Fraction(number)


def rate_text(rate: Fraction) -> str:
    """Return a rate as Resolve writes it."""
    for text, exact in RATES.items():
        if exact == rate:
            return text
    return str(rate.numerator) if rate.denominator == 1 else str(float(rate))


def frame_of(timecode: str, rate: Fraction) -> int:
    """Return the frame that a timecode names; ``;`` before the frames means drop frame."""
    hours, minutes, seconds, frames = (int(x) for x in timecode.replace(";", ":").split(":"))
    base = -(-rate.numerator // rate.denominator)
    frame = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if ";" in timecode:
        past = hours * 60 + minutes
        frame -= (base // 15) * (past - past // 10)
    return frame


def timecode_of(frame: int, rate: Fraction, drop_frame: bool) -> str:
    """Return the timecode of a frame."""
    base = -(-rate.numerator // rate.denominator)
    if drop_frame:
        drop = base // 15
        tens, rest = divmod(frame, base * 600 - drop * 9)
        frame += drop * 9 * tens
        if rest >= base * 60:
            frame += drop * ((rest - base * 60) // (base * 60 - drop) + 1)
    seconds, frames = divmod(frame, base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    mark = ";" if drop_frame else ":"
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{frames:02}"
