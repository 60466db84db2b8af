"""What a public document does to others of the register: links both ways, and the days on which they end."""

from django.db import transaction

from conglang.base.units.scope import everything
from conglang.content.documents.models import DocumentLink, OfficialDocument
from conglang.content.documents.rules import Effect, Relation, effects


@transaction.atomic
def follow_relations(*, document_id: int) -> None:
    """Make the links of a document those of its public version; a repeated call changes nothing.

    The row decides, not the event that told of it: what is not public any more does nothing to others.
    """
    with everything("documents of one unit end those of another"):
        source = OfficialDocument.objects.filter(pk=document_id).first()
        if source is None:
            return
        uids = {each.uid for each in source.ties if each.uid} if source.live else set()
        targets = {str(row.uid): row.pk for row in OfficialDocument.objects.filter(uid__in=uids)}
        wanted = {
            (targets[each.uid], each.relation.value)
            for each in source.ties
            if source.live and each.uid in targets and targets[each.uid] != source.pk
        }
        rows = {(row.target_id, row.relation): row for row in DocumentLink.objects.filter(source=source)}
        for key in rows.keys() - wanted:
            rows[key].delete()
        for target, relation in sorted(wanted - rows.keys()):
            DocumentLink.objects.create(
                unit_id=source.unit_id, source=source, target_id=target, relation=relation
            )
        for target in sorted({target for target, _relation in wanted | rows.keys()}):
            _date(target)


def _date(target_id: int) -> None:
    links = DocumentLink.objects.filter(target=target_id, source__live=True).select_related("source")
    days = effects(Effect(Relation(link.relation), link.source.starts_on) for link in links)
    row = OfficialDocument.objects.filter(pk=target_id).values(*days).first()
    if row is not None and row != dict(days):
        OfficialDocument.objects.filter(pk=target_id).update(**days)
