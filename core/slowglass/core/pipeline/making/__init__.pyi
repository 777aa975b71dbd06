from .extrapolate import extrapolated_field as extrapolated_field
from .maker import FrameMaker as FrameMaker, Made as Made, Moved as Moved
from .source_reader import Sources as Sources
from .views import compose_views as compose_views
from .ways import Way as Way
