from .errors import SlowglassError as SlowglassError
from .job import JobSpec as JobSpec
from .models.load import load_model as load_model
from .models.loaded import LoadedModel as LoadedModel
from .pipeline.outcome import RetimeResult as RetimeResult
from .pipeline.run import retime as retime
from .version import __version__ as __version__
