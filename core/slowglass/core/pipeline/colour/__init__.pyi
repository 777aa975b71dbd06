from .convert import (
    PlainColour as PlainColour,
    TargetTransfer as TargetTransfer,
    to_transfer as to_transfer,
)
from .managed import AnyColour as AnyColour, ManagedColour as ManagedColour
