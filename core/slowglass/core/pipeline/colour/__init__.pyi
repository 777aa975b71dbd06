from .convert import target_transfer as target_transfer, to_transfer as to_transfer
from .managed import ManagedColour as ManagedColour
from .of_job import open_managed as open_managed
