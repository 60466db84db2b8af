"""What the stored public pages show: a change of any of these rows voids the pages that can show it."""

from conglang.base.units.models import Department, FormerName, Hamlet, Site, Succession, Unit
from conglang.citizens.consultations.models import Consultation, Outcome
from conglang.citizens.payments.models import Fund, PaymentRequest, ReceivingAccount, Spending
from conglang.citizens.polls.models import Poll
from conglang.citizens.questions.models import Answer
from conglang.content.budgets.models import BudgetEvent, BudgetItem
from conglang.content.calendars.models import Entry, Today
from conglang.content.directory.models import ENTRIES
from conglang.content.disclosure.models import Entry as DisclosureEntry
from conglang.content.disclosure.models import Heading, Paper
from conglang.content.documents.models import DocumentLink, OfficialDocument
from conglang.content.newsroom.models import Article, ReuseDecision
from conglang.content.newsroom.themes import Theme
from conglang.content.postings.models import Posting
from conglang.content.procedures.models import FormerCode, LocalNote, Procedure
from conglang.network.exchange.models import Feed, FeedItem
from conglang.tools.distribution.models import Line, LocalRemark
from conglang.tools.media.models import Document, Image
from conglang.tools.pages.models import BannerPicture, Channel, Section, SiteLayout, SiteLink, SiteProfile
from conglang.tools.pagestore.dependencies import depends
from conglang.tools.signing.models import Verification

# what an editor's work on the next version changes in a row whose public version stays
DRAFTING = (
    "latest_revision",
    "latest_revision_created_at",
    "has_unpublished_changes",
    "locked",
    "locked_at",
    "locked_by",
)

# what asking an outside portal leaves on its feed
READING = (
    "asked_at",
    "error",
    "etag",
    "failures",
    "hub",
    "left",
    "modified",
    "next_at",
    "secret",
    "told_until",
    "topic",
    "worked_at",
)

depends(Unit, units=["id"])
depends(FormerName)
depends(Succession, units=["old_id", "new_id"])
depends(Site, host="host")
depends(Section)
depends(SiteProfile)
depends(SiteLayout)
depends(BannerPicture)
depends(Channel)
depends(SiteLink)
depends(Image, new_rows_show=False)
depends(Document, new_rows_show=False)
depends(Verification)
depends(Article, unseen=DRAFTING)
depends(Theme, units=())
depends(Entry, unseen=DRAFTING)
depends(Today)
depends(OfficialDocument, unseen=(*DRAFTING, "reading"))
depends(DocumentLink)
depends(Answer, unseen=DRAFTING)
depends(Poll)
depends(Fund)
depends(ReceivingAccount, unseen=("source",))
depends(PaymentRequest, unseen=("payer", "bank_reference", "dropped_at"), new_rows_show=False)
depends(Spending)
depends(Consultation, unseen=DRAFTING)
depends(Outcome, unseen=DRAFTING)
depends(Posting, unseen=(*DRAFTING, "note"))
depends(DisclosureEntry, unseen=("duty", "entered_by", "desk_url"))
depends(Heading, units=(), unseen=("proposed_by",))
depends(Paper)
depends(BudgetItem, unseen=DRAFTING)
depends(BudgetEvent)
depends(Feed, unseen=READING)
depends(Line, unseen=("look_at", "looks"))
depends(LocalRemark, unseen=DRAFTING)
depends(FeedItem)
depends(ReuseDecision)
depends(Procedure)
depends(FormerCode)
depends(LocalNote, unseen=DRAFTING)
# rows of their own say nothing in public: an approved entry has to name them
depends(Department, new_rows_show=False)
depends(Hamlet, new_rows_show=False)
for entry in ENTRIES:
    depends(entry, unseen=DRAFTING)
