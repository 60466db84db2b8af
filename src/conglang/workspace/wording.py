"""What the desk says for groups, and for commands about articles."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.approval.routes import PUBLISH, REVISE
from conglang.tools.approval.rules import Command

# each list of the first page: its heading and the button of its rows
GROUPS: dict[str, tuple[Promise, Promise]] = {
    REVISE: (_("Returned to me"), _("Correct it")),
    "assign": (_("To be assigned"), _("Assign")),
    "verify": (_("To be verified"), _("Read and verify")),
    "approve": (_("To be approved"), _("Read and approve")),
    PUBLISH: (_("To be published"), _("Publish")),
    "own": (_("Another person has to decide, because you worked on it"), _("Look at it")),
}

# what a person is asked before a command, and the words on the button
QUESTIONS: dict[Command, tuple[Promise, Promise]] = {
    Command.SUBMIT: (_("Submit this article?"), _("Submit")),
    Command.TAKE_BACK: (_("Take this article back to change it?"), _("Take it back")),
    Command.ASSIGN: (_("Who is to verify this article?"), _("Assign")),
    Command.VERIFY: (_("Is the content correct?"), _("Yes, verified")),
    Command.RETURN: (_("What has to be changed?"), _("Send back")),
    Command.APPROVE: (_("Approve this article?"), _("Yes, approve")),
    Command.RECALL: (_("Recall the approval?"), _("Recall")),
    Command.PUBLISH: (_("Publish this article now?"), _("Publish")),
    Command.UNPUBLISH: (_("Withdraw this article from the site?"), _("Withdraw")),
}

# what happens next, said before the button is pressed
CONSEQUENCES: dict[Command, Promise] = {
    Command.SUBMIT: _("Other people will read and decide. You can take it back until it is public."),
    Command.TAKE_BACK: _("It becomes your draft again. Decisions made so far no longer count."),
    Command.ASSIGN: _("The person finds the article in their list at once."),
    Command.VERIFY: _("The article goes to the next step."),
    Command.RETURN: _(
        "The author reads your reason. Whoever you return it to acts on it and sends it on again."
    ),
    Command.APPROVE: _("Your approval covers exactly the content that you have just read."),
    Command.RECALL: _("The article will not be published until it is approved again."),
    Command.PUBLISH: _("Everybody can read it at once."),
    Command.UNPUBLISH: _("Readers cannot open it any more. It stays in the records."),
}

DONE_MESSAGES: dict[Command, Promise] = {
    Command.SUBMIT: _("The article was submitted."),
    Command.TAKE_BACK: _("The article is your draft again."),
    Command.ASSIGN: _("The article was assigned."),
    Command.VERIFY: _("The article was verified."),
    Command.RETURN: _("The article was returned with your reason."),
    Command.APPROVE: _("The article was approved."),
    Command.RECALL: _("The approval was recalled."),
    Command.PUBLISH: _("The article is public."),
    Command.UNPUBLISH: _("The article was withdrawn."),
}
