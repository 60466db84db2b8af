"""What of Wagtail's own furniture stays around the editor: the way back to the desk, and the articles."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.choosers import EmailLinkChooserForm
from wagtail.admin.menu import MenuItem, admin_menu
from wagtail.admin.search import admin_search_areas
from wagtail.snippets.action_menu import ActionMenuItem

SAVING = {"action-save", "action-locked", "desk-item"}
MENU = [
    MenuItem(_("Desk"), reverse_lazy("workspace:home"), name="desk", icon_name="arrow-left", order=1),
    MenuItem(
        _("Articles"), reverse_lazy("workspace:articles"), name="desk-articles", icon_name="doc-full", order=2
    ),
]


class DeskItem(ActionMenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """The way from the editor to the item's page, where it is submitted and decided."""

    name = "desk-item"
    label = _("Go to the item's page")
    icon_name = "arrow-left"
    order = 5

    def is_shown(self, context: dict[str, Any]) -> bool:
        return bool(context["view"] != "create")

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("workspace:item", args=[parent_context["instance"].pk])


def desk_item(_model: type) -> DeskItem:
    """Offer the way back beside the save button."""
    return DeskItem()


def only_saving(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Drafts are saved here; everything else happens on the item's page."""
    menu_items[:] = [item for item in menu_items if item.name in SAVING]


def no_buttons(buttons: list[Any], snippet: Any, user: Any) -> None:
    """Copying and deleting from the list have no door."""
    buttons.clear()


def our_colours() -> str:
    """The editor in the desk's colours."""
    return str(format_html('<link rel="stylesheet" href="{}">', static("workspace/editor.css")))


def what_helps_writing() -> str:
    """Colleagues are told who writes, and typed text outlives a lost connection."""
    return render_to_string(
        "workspace/editor_help.html", {"hold_pattern": reverse("workspace:hold", args=[0])}
    )


def without_locked(documents: Any, request: HttpRequest) -> Any:
    """Nobody chooses a file that was locked away."""
    return documents.filter(is_quarantined=False)


hooks.register("construct_document_chooser_queryset", without_locked)
hooks.register("insert_global_admin_css", our_colours)
hooks.register("insert_editor_js", what_helps_writing)
# Wagtail makes this label from the field's name, in English
EmailLinkChooserForm.base_fields["email_address"].label = _("Email address")

# whatever apps would add leads to doors that are closed, and asks the database whether to be shown
admin_menu.registered_menu_items = MENU
admin_search_areas.registered_search_areas = []

hooks.register("register_snippet_action_menu_item", desk_item)
hooks.register("construct_snippet_action_menu", only_saving)
hooks.register("construct_snippet_listing_buttons", no_buttons)
