"""What a draft still lacks before it can be read by everybody; nothing here stops anybody."""

from django.utils.translation import gettext as _

from conglang.content.newsroom.models import Article
from conglang.tools.pages.blocks import missing_in, plain_text

FEWEST_WORDS = 30  # of an article that says more than its summary


def lacking(article: Article) -> list[str]:
    """Sentences about what is missing, in the order of the form."""
    words = len(plain_text(article.body).split())
    checks = [
        (not article.summary.strip(), _("There is no summary.")),
        (not article.lead_id, _("There is no lead picture.")),
        (article.lead_id and not article.lead_alt.strip(), _("Nobody says what the lead picture shows.")),
        (words == 0, _("The text is empty.")),
        (0 < words < FEWEST_WORDS, _("The text is very short.")),
        (not article.author_name.strip(), _("The author is not named.")),
        (not article.author_address.strip(), _("The author's address is missing.")),
        (article.department_id is None, _("No supplying department is named.")),
    ]
    missing = [text for is_missing, text in checks if is_missing]
    return missing + [str(each) for each in missing_in(article.body)]
