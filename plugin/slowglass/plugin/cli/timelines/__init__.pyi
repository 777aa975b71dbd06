from .one_clip import resolve as resolve
from .whole import conform as conform
