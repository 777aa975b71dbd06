from .architecture import OWN as OWN, PORT as PORT
from .model import SuperSloMo as SuperSloMo
from .network import Between as Between, Pair as Pair, SuperSloMoNetwork as SuperSloMoNetwork
from .unet import LEAK as LEAK, Widths as Widths
