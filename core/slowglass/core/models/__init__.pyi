from .add import add_model as add_model
from .built_in import BUILT_IN as BUILT_IN
from .checkpoint import read_checkpoint as read_checkpoint
from .grids import sample as sample
from .interface import Interpolator as Interpolator, Motion as Motion
from .known_files import RIFE_4_25 as RIFE_4_25
from .library import (
    StoredModel as StoredModel,
    models_folder as models_folder,
    remove_model as remove_model,
    stored_models as stored_models,
)
from .load import load_model as load_model
from .loaded import LoadedModel as LoadedModel, PairMotion as PairMotion
from .named import name_and_size as name_and_size, weights_paths as weights_paths
from .network_model import initialise as initialise
from .tiers import (
    TIERS as TIERS,
    ModelChoice as ModelChoice,
    choose_model as choose_model,
    missing_models as missing_models,
    tier_choice as tier_choice,
)
