from .bundle import Bundle as Bundle, write_bundle as write_bundle
from .path_map import mapped_job as mapped_job
