from .architecture import ARCHITECTURE as ARCHITECTURE
from .between import shrink as shrink
from .flow import Sizes as Sizes
from .model import SlowglassModel as SlowglassModel
from .network import Pair as Pair, SlowglassNetwork as SlowglassNetwork
from .shipped import shipped_checkpoint as shipped_checkpoint
from .spec import SPEC as SPEC, WEIGHTS as WEIGHTS
