"""What every desk screen says and shows for the commands of a review."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.kernel.proofreading import Kind
from conglang.tools.approval.rules import Command, Reason, Stage

# the word for each command in addresses
SLUGS: dict[Command, str] = {
    Command.SUBMIT: "gui-duyet",
    Command.TAKE_BACK: "rut-lai",
    Command.ASSIGN: "phan-cong",
    Command.VERIFY: "tham-dinh",
    Command.RETURN: "tra-lai",
    Command.APPROVE: "phe-duyet",
    Command.RECALL: "thu-hoi",
    Command.PUBLISH: "dang",
    Command.UNPUBLISH: "go-bai",
}
MAIN = {Command.SUBMIT, Command.VERIFY, Command.APPROVE, Command.PUBLISH}
DANGEROUS = {Command.UNPUBLISH}
# refusals that say nothing new to somebody who looks at the page
OBVIOUS = {
    Reason.WRONG_STAGE,
    Reason.NOT_LAST_STEP,
    Reason.LAST_STEP,
    Reason.NOT_PERMITTED,
    Reason.NOT_SUBMITTER,
    Reason.NOTHING_NEW,
    Reason.NOT_DUE,
}

# what was done, for the history
DONE: dict[Command, Promise] = {
    Command.SUBMIT: _("Submitted"),
    Command.TAKE_BACK: _("Taken back by the author"),
    Command.ASSIGN: _("Assigned"),
    Command.VERIFY: _("Verified"),
    Command.RETURN: _("Returned for changes"),
    Command.APPROVE: _("Approved"),
    Command.RECALL: _("Approval recalled"),
    Command.PUBLISH: _("Published"),
    Command.UNPUBLISH: _("Withdrawn from the site"),
    Command.EDIT: _("Edited; decisions begin anew"),
}

# what the person who gave the command is told
TOLD: dict[Command, Promise] = {
    Command.SUBMIT: _("It was submitted for approval."),
    Command.TAKE_BACK: _("It was taken back and is your draft again."),
    Command.VERIFY: _("It was verified."),
    Command.RETURN: _("It was returned with your reason."),
    Command.APPROVE: _("It was approved."),
    Command.RECALL: _("The approval was recalled."),
    Command.PUBLISH: _("It is public now."),
    Command.UNPUBLISH: _("It was withdrawn from the site."),
}

# what a person is asked before a command, the words on the button, and what happens next
QUESTIONS: dict[Command, tuple[Promise, Promise, Promise]] = {
    Command.SUBMIT: (
        _("Submit this for approval?"),
        _("Submit"),
        _("Another person will read it and decide. You can take it back until then."),
    ),
    Command.TAKE_BACK: (
        _("Take this back to change it?"),
        _("Take it back"),
        _("It becomes your draft again. Decisions made so far no longer count."),
    ),
    Command.VERIFY: (_("Is the content correct?"), _("Yes, verified"), _("It goes to the next step.")),
    Command.RETURN: (
        _("What has to be changed?"),
        _("Send back"),
        _("The author reads your reason. Whoever you return it to acts on it and sends it on again."),
    ),
    Command.APPROVE: (
        _("Approve this?"),
        _("Yes, approve"),
        _("Your approval covers exactly the content that you have just read."),
    ),
    Command.RECALL: (
        _("Recall the approval?"),
        _("Recall"),
        _("It will not be published until it is approved again."),
    ),
    Command.PUBLISH: (_("Publish this now?"), _("Publish"), _("Everybody can read it at once.")),
    Command.UNPUBLISH: (
        _("Withdraw this from the site?"),
        _("Withdraw"),
        _("Readers cannot open it any more. It stays in the records."),
    ),
}

TONES: dict[Stage, str] = {
    Stage.DRAFT: "",
    Stage.IN_REVIEW: "info",
    Stage.RETURNED: "warning",
    Stage.APPROVED: "success",
    Stage.PUBLISHED: "success",
    Stage.WITHDRAWN: "danger",
}

ICONS: dict[Command, str] = {
    Command.SUBMIT: "send",
    Command.TAKE_BACK: "back",
    Command.ASSIGN: "people",
    Command.VERIFY: "check",
    Command.RETURN: "return",
    Command.APPROVE: "check",
    Command.RECALL: "back",
    Command.PUBLISH: "upload",
    Command.UNPUBLISH: "close",
}

# why proofreading marks a place
MARKED: dict[Kind, Promise] = {
    Kind.SYLLABLE: _("This is not a Vietnamese syllable."),
    Kind.CONTEXT: _("This word does not fit here; it is perhaps misspelt."),
    Kind.TONELESS: _("These words have lost their marks."),
    Kind.DECOMPOSED: _("The marks are stored apart from their letters."),
    Kind.LEGACY: _("These words are in an old encoding (TCVN3 or VNI)."),
    Kind.DOUBLED: _("The same word stands here twice."),
    Kind.SPACING: _("Spaces or punctuation marks are wrong here."),
    Kind.CAPITALS: _("The name of this organ is written with other capitals."),
    Kind.ABBREVIATION: _("This abbreviation is not explained where it first stands."),
    Kind.TONE_STYLE: _("The text places the same tone mark in two ways."),
}
