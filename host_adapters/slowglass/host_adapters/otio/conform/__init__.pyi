from .clip_plan import ClipPlan as ClipPlan
from .costs import clip_costs as clip_costs
from .plan_all import Conform as Conform, plan_conform as plan_conform
from .report import done_report as done_report, planned_report as planned_report
from .run import ClipResult as ClipResult, finish as finish, make as make
