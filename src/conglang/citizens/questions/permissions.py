"""Who answers people's questions. What anybody drafts, others check and approve."""

from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.permissions import describe, register
from conglang.base.accounts.roles import EDITORIAL, Role

READ, TAKE_IN, ANSWER = "questions.read", "questions.take_in", "questions.answer"
CHECK, APPROVE, PUBLISH = "questions.check", "questions.approve", "questions.publish"

register(
    {
        READ: EDITORIAL | {Role.CASE_OFFICER, Role.COMMUNE_LEADER, Role.AUDITOR},
        # type in what people ask at the counter, hand out, end without an answer
        TAKE_IN: {Role.CASE_OFFICER, Role.DESK, Role.COMMUNE_LEADER},
        ANSWER: {Role.CASE_OFFICER, Role.CONTRIBUTOR, Role.DEPARTMENT_HEAD, Role.FIELD_EDITOR},
        CHECK: {Role.DEPARTMENT_HEAD, Role.FIELD_EDITOR},
        APPROVE: {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        PUBLISH: {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
describe({ANSWER: _("answer questions of citizens"), APPROVE: _("approve answers to citizens")})
