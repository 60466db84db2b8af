"""Make approved content public."""

import logging
from dataclasses import replace
from datetime import datetime
from typing import cast

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.tools.approval import guarding, queries
from conglang.tools.approval.models import Review
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.reviews import Case
from conglang.tools.approval.rules import Command, Refusal
from conglang.tools.approval.services.carry_out import Order, finished, judge, open_case
from conglang.tools.approval.triggers import publishables

logger = logging.getLogger(__name__)
_CLOCKWORK = Actor.system("publish_due")


def publish(*, item: Publishable, by: Actor, now: datetime) -> Review:
    """Publish what is approved and due; a repeated call changes nothing. Raises Refused."""
    return finished(_publish(item, Order(Command.PUBLISH, by, now)))


@transaction.atomic
def _publish(item: Publishable, order: Order) -> Case | Refusal:
    case = open_case(item, order.now)
    verdict = judge(case, order)
    if isinstance(verdict, Refusal):
        return verdict
    if verdict.record is not None and case.review.approval is not None:
        if refusal := guarding.stopped(case, order.by, order.now):
            return refusal
        named = replace(order.by, on_behalf_of=verdict.record.on_behalf_of)
        revision = case.review.approval.revision
        case.row.publish(revision, skip_permission_checks=True, by=named, now=order.now, case=case)
    return case


def publish_due(*, now: datetime) -> int:
    """Publish what has come due and take down what has expired; returns how many objects changed.

    Each object has its own transaction: one that fails is logged and holds back no other. Content that
    changed since its approval goes back to the people who decide.
    """
    done = 0
    for review in queries.due(now).iterator():
        try:
            publish(item=cast("Publishable", review.item), by=_CLOCKWORK, now=now)
            done += 1
        except Refused as refusal:
            logger.warning("%s is not published: %s", review, refusal.reason)
        except Exception:
            logger.exception("%s could not be published", review)
    for model in publishables():
        for item in queries.expired(model, now).iterator():
            item.unpublish(set_expired=True, by=_CLOCKWORK, now=now)
            done += 1
    return done
