from .cut_plan import runs as runs
from .dispatch import Shared as Shared, share as share
