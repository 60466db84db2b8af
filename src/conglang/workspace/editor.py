"""Which doors of Wagtail's admin stand open, and for whom. What is not listed here is closed (403).

Wagtail's editor is used for composing only; each new release may bring addresses, and they stay closed until
somebody has looked at them and added them here.
"""

from conglang.base.accounts.audience import SIGNED_IN, Audience, declare, needing

WRITE = needing("newsroom.write")

ARTICLES = "wagtailsnippets_newsroom_article"
IMAGES = "wagtailimages_chooser"
DOCUMENTS = "wagtaildocs_chooser"

OPEN: dict[str, Audience] = {
    # composing an article; copy, delete, publish and usage have their own ways or none
    f"{ARTICLES}:list": WRITE,
    f"{ARTICLES}:list_results": WRITE,
    f"{ARTICLES}:add": WRITE,
    f"{ARTICLES}:edit": WRITE,
    f"{ARTICLES}:history": WRITE,
    f"{ARTICLES}:history_results": WRITE,
    f"{ARTICLES}:preview_on_add": WRITE,
    f"{ARTICLES}:preview_on_edit": WRITE,
    f"{ARTICLES}:revisions_compare": WRITE,
    f"{ARTICLES}:revisions_revert": WRITE,
    # choosing pictures and attachments of one's own unit
    f"{IMAGES}:choose": WRITE,
    f"{IMAGES}:choose_results": WRITE,
    f"{IMAGES}:chosen": WRITE,
    f"{IMAGES}:create": WRITE,
    f"{DOCUMENTS}:choose": WRITE,
    f"{DOCUMENTS}:choose_results": WRITE,
    f"{DOCUMENTS}:chosen": WRITE,
    f"{DOCUMENTS}:create": WRITE,
    # links inside a text: to an address, a mail box, a phone, a place on the page
    "wagtailadmin_choose_page_external_link": WRITE,
    "wagtailadmin_choose_page_email_link": WRITE,
    "wagtailadmin_choose_page_phone_link": WRITE,
    "wagtailadmin_choose_page_anchor_link": WRITE,
    # machinery of the editor
    "wagtailadmin_block_preview": WRITE,
    "wagtailadmin_editing_sessions:ping": WRITE,
    "wagtailadmin_editing_sessions:release": WRITE,
    "wagtailadmin_javascript_catalog": SIGNED_IN,
    "wagtailadmin_sprite": SIGNED_IN,
}

declare(OPEN)
