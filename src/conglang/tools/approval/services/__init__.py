"""What people and the clock do to a review, one module a verb."""

from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.assign import assign
from conglang.tools.approval.services.keep_wording import keep_wording
from conglang.tools.approval.services.publish import publish, publish_due
from conglang.tools.approval.services.recall import recall
from conglang.tools.approval.services.remark import remark, resolve_remark
from conglang.tools.approval.services.return_ import return_
from conglang.tools.approval.services.set_route import set_route
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.take_back import take_back
from conglang.tools.approval.services.verify import verify
from conglang.tools.approval.services.withdraw import withdraw

__all__ = [
    "approve",
    "assign",
    "keep_wording",
    "publish",
    "publish_due",
    "recall",
    "remark",
    "resolve_remark",
    "return_",
    "set_route",
    "submit",
    "take_back",
    "verify",
    "withdraw",
]
