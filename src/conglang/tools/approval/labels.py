"""What officials read for the stages, commands and refusals."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.approval.rules import Command, Reason, Stage

STAGES: dict[Stage, Promise] = {
    Stage.DRAFT: _("Draft"),
    Stage.IN_REVIEW: _("In review"),
    Stage.RETURNED: _("Returned for changes"),
    Stage.APPROVED: _("Approved, not yet public"),
    Stage.PUBLISHED: _("Public"),
    Stage.WITHDRAWN: _("Withdrawn"),
}

COMMANDS: dict[Command, Promise] = {
    Command.SUBMIT: _("Submit"),
    Command.TAKE_BACK: _("Take back the submission"),
    Command.ASSIGN: _("Assign"),
    Command.VERIFY: _("Verify"),
    Command.RETURN: _("Return"),
    Command.APPROVE: _("Approve"),
    Command.RECALL: _("Recall the approval"),
    Command.PUBLISH: _("Publish"),
    Command.UNPUBLISH: _("Withdraw"),
    Command.EDIT: _("Edit"),
}

REASONS: dict[Reason, Promise] = {
    Reason.NOT_PERMITTED: _("Your role does not include this."),
    Reason.NEEDS_PERSON: _("Only a person can decide this."),
    Reason.OWN_WORK: _(
        "You wrote, edited or submitted this content, so another person must decide. If your unit has no one "
        "else, someone with a delegation or the editorial board of the upper level can do it."
    ),
    Reason.OWN_WORK_OF_GIVER: _(
        "The person who delegated this to you wrote, edited or submitted the content, so another person must "
        "decide. The editorial board of the upper level can do it."
    ),
    Reason.NOT_ASSIGNED_TO_YOU: _("This is assigned to another person."),
    Reason.NEEDS_ASSIGNEE: _("This has not been assigned to anyone yet."),
    Reason.NO_ASSIGNEE_GIVEN: _("Choose the person who is to handle this."),
    Reason.ASSIGNEE_NOT_PERMITTED: _("The chosen person's role does not include this step."),
    Reason.ASSIGNEE_OWN_WORK: _("The chosen person worked on this content. Choose another one."),
    Reason.ALREADY_DECIDED: _("You have decided this step already; another person must decide too."),
    Reason.CONTENT_CHANGED: _(
        "The content has changed since you opened it. Read the new version, then decide again."
    ),
    Reason.NO_REASON_GIVEN: _("Give the reason."),
    Reason.NOT_SUBMITTER: _("Only those who wrote or submitted the content can take it back."),
    Reason.NOT_DUE: _("The set time of publishing has not come yet."),
    Reason.NOT_LAST_STEP: _("Earlier steps are still open."),
    Reason.NOT_EARLIER: _("Only a step that was passed already can look again."),
    Reason.LAST_STEP: _("This step is the approval itself."),
    Reason.NOTHING_NEW: _("This version is public already."),
    Reason.WRONG_STAGE: _("This is not possible at the present stage."),
    Reason.SECRECY_MARK: _(
        "The content or a file carries a secrecy mark, so it cannot be made public. What you wrote is kept. "
        "The security reviewer and the head of your unit have been told."
    ),
    Reason.HARMFUL_FILE: _(
        "A file carries a harmful program, so this cannot be made public. Take the file out, then try again."
    ),
    Reason.PERSONAL_DATA: _(
        "There is personal data in it. Choose the legal ground on which it may be public, or return it to "
        "the author."
    ),
}


def choices(labels: Mapping[Any, Promise]) -> list[tuple[str, Promise]]:
    """The labels as a model field takes them; plain texts, so that migrations need no code of ours."""
    return [(member.value, label) for member, label in labels.items()]
