from .convert import to_transfer as to_transfer
from .managed import AnyColour as AnyColour, ManagedColour as ManagedColour
from .plain import PlainColour as PlainColour, TargetTransfer as TargetTransfer
