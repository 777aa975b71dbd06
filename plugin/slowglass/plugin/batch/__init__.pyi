from .jobs_file import Listed as Listed, Recipe as Recipe, read_jobs as read_jobs
from .outcome import Outcome as Outcome, do as do
from .settled import wait_until_settled as wait_until_settled
from .watched_folder import arrivals as arrivals
