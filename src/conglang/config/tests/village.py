"""A province, its commune and an old commune that went into it, in which anything may happen next."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image as Picture

from conglang.base.accounts.actor import Actor
from conglang.base.units.kinds import Naming
from conglang.base.units.models import Part, Site, Succession, Unit
from conglang.base.units.queries import predecessor_ids
from conglang.base.units.scope import everything, use_scope
from conglang.base.units.services.change_host import change_host
from conglang.base.units.services.reclassify import reclassify
from conglang.config.tests.village_disclosure import DisclosureDeeds
from conglang.config.tests.village_distribution import DistributionDeeds
from conglang.config.tests.village_documents import DocumentDeeds
from conglang.config.tests.village_files import FileDeeds
from conglang.config.tests.village_payments import PaymentDeeds
from conglang.config.tests.village_sites import SiteDeeds
from conglang.content.calendars.models import Entry
from conglang.content.calendars.services.content import EntryContent
from conglang.content.calendars.services.decide import approve_entries, submit_entries
from conglang.content.calendars.services.edit_entry import cancel_entry, edit_entry
from conglang.content.calendars.services.turn_day import turn_day
from conglang.content.calendars.services.write_entry import write_entry
from conglang.content.newsroom.models import Article, Reuse
from conglang.content.newsroom.routes import SHORT
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.decide_reuse import decide_reuse
from conglang.content.newsroom.services.edit_article import edit_article
from conglang.content.newsroom.services.write_article import write_article
from conglang.content.newsroom.tests.conftest import NOW, Commune, commune, content, text
from conglang.kernel import clock
from conglang.kernel.clock import local_day
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.publish import publish_due
from conglang.tools.approval.services.set_route import set_route
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.media.models import Image
from conglang.tools.media.services.expose import public_names
from conglang.tools.pages.models import BannerPicture, Channel, Section, SiteLink
from conglang.tools.pages.services.arrange_rows import arrange_rows
from conglang.tools.pages.services.lay_out import set_profile

SYSTEM = Actor.system("village")
WORDS = ("đường", "làng", "mùa", "màng", "trường", "học", "trạm", "xá", "chợ", "phiên", "bến", "sông")
FOR_PROGRAMS = (
    "/rss.xml", "/atom.xml", "/feed.json", "/sitemap.xml", "/sitemap-0.xml", "/sitemap-1.xml",
    "/opensearch.xml", "/api/v1/unit/", "/api/v1/sections/", "/api/v1/items/", "/so-do-trang/", "/ban-quyen/",
    "/kenh-chinh-thuc/",
)  # fmt: skip
CALENDARS = ("/lich/", "/lich/sap-toi/")
MOST_ARTICLES = 3  # of each unit: more make the test slower, not sharper


class Village(SiteDeeds, FileDeeds, DocumentDeeds, DisclosureDeeds, DistributionDeeds, PaymentDeeds):
    """`deeds` are what people and the clock do; `log` says what was done, for whoever reads a failure."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.log: list[str] = []
        self.now: datetime = NOW
        self.units = {
            "province": commune("98", "Sông Mây"),
            "commune": commune("98001", "Bến Sen"),
            "old": commune("98002", "Bến Cũ"),
        }
        province, new = self.units["province"].unit, self.units["commune"].unit
        with transaction.atomic(), everything("tests"):
            Unit.objects.exclude(pk=province.pk).update(parent=province, lineage=f"/{province.pk}/")
            for unit, host in ((province, "songmay.localhost"), (new, "bensen.songmay.localhost")):
                Site.objects.create(unit=unit, host=host, opened_on=date(2025, 7, 1))
            for place in self.units.values():
                place.unit.refresh_from_db()
                set_route(unit_id=place.unit.pk, kind="newsroom.article", route=SHORT, by=SYSTEM, now=NOW)
        self.settle_directory()
        self.settle_files()
        self.images = [self._image(place, shade) for place in self.units.values() for shade in (1, 2)]
        self.deeds = [
            *[self.write] * 4, *[self.rewrite] * 4, *[self.withdraw] * 2, *[self.wait] * 2, self.draft,
            self.schedule, self.let_expire, self.rename_section, self.move_section, self.reorder,
            self.change_profile, self.change_front, self.move_host, self.rename_unit, self.merge,
            self.finish_picture, self.translate,
            *[self.plan] * 2, self.replan, self.describe_picture, self.decide_on_reuse,
            *[self.lay_down_template, self.adapt_site] * 2, *[self.enter] * 3, *[self.correct_entry] * 2,
            self.rename_parts, *[self.hear_outside] * 2, self.say_opinion,
            *[self.judge_file] * 2,
            *[self.issue_document] * 2, self.correct_document, self.withdraw_document,
            *[self.hand_down] * 3, self.follow_lines, self.refuse_or_take, self.add_remark,
            self.disclose, self.take_out_of_catalogue, self.reword_heading,
            *[self.collect] * 2, self.put_before_everybody, self.see_money, self.spend, self.close_fund,
        ]  # fmt: skip

    def live_through(self, deeds: int) -> None:
        """Some deeds, one after the other."""
        for _ in range(deeds):
            with clock.frozen(self.now):
                deed = self.random.choice(self.deeds)
                self.log.append(f"{deed.__name__} at {self.now:%d/%m %H:%M}: {deed() or ''}")

    def addresses(self) -> list[tuple[str, str]]:
        """Hosts and paths that people open: front pages, and some of the others."""
        found = []
        with everything("tests"):
            for site in Site.objects.all():
                units = [site.unit_id, *predecessor_ids(site.unit_id)]
                items = Article.objects.filter(unit__in=units, live=True).select_related("section")
                paths = [row.get_absolute_url() for row in items]
                sections = Section.objects.filter(unit=site.unit_id).exclude(key="all")
                paths += self.addresses_of_sites(site.unit_id)
                paths += self.addresses_of_documents(site.unit_id)
                paths += self.addresses_of_disclosure()
                paths += self.addresses_of_payments(units)
                paths += self.addresses_put_here(site.unit_id)
                paths += [section.get_absolute_url() for section in sections]
                paths = self.random.sample(paths, min(7, len(paths)))
                paths += ["/", self.random.choice(CALENDARS), *self.random.sample(FOR_PROGRAMS, 2)]
                found += [(site.host, path) for path in paths]
        return found

    # --- what is done ---

    def write(self) -> str:
        place = self._place()
        if len(self._articles(place)) >= MOST_ARTICLES:
            return self.rewrite()
        return self._publish(self._draft(place), place)

    def translate(self) -> str:
        place = self._place()
        originals = self._articles(place, live=True, translation_of=None, translations=None)
        item = self._any(originals)
        if item is None:
            return ""
        given = {"language": "en", "translation_of_id": item.pk, "section_id": item.section_id}
        with use_scope(place.writer.scope):
            words = content(place, self._title(), **given)
            english = write_article(by=place.writer, content=words, now=self.now)
        return self._publish(english, place)

    def draft(self) -> str:
        place = self._place()
        return self._draft(place).title if len(self._articles(place)) < MOST_ARTICLES else ""

    def schedule(self) -> str:
        return self._rewritten(go_live_at=self.now + timedelta(hours=self.random.randint(1, 5)))

    def let_expire(self) -> str:
        return self._rewritten(expire_at=self.now + timedelta(hours=self.random.randint(1, 5)))

    def rewrite(self) -> str:
        picture = self.random.choice([None, *self.images])
        lead = {"lead_id": picture.pk if picture else None, "lead_alt": "Ảnh" if picture else ""}
        reuse = self.random.choice(list(Reuse))
        return self._rewritten(title=self._title(), go_live_at=None, expire_at=None, reuse=reuse, **lead)

    def decide_on_reuse(self) -> str:
        place, reuse = self._place(), self.random.choice(list(Reuse))
        with everything("tests"):
            decide_reuse(by=SYSTEM, unit_id=place.unit.pk, reuse=reuse, decision=self._title(), now=self.now)
        return reuse

    def withdraw(self) -> str:
        place = self._place()
        item = self._any(self._articles(place, live=True))
        if item is None:
            return ""
        with use_scope(place.head.scope):
            withdraw(item=item, by=place.head, now=self.now, reason="Gỡ để sửa")
        return str(item)

    def wait(self) -> str:
        self.now += timedelta(hours=self.random.randint(1, 4))
        with clock.frozen(self.now), everything("tests"):
            return f"{publish_due(now=self.now)} due, {turn_day(now=self.now)} days turned"

    def plan(self) -> str:
        place = self._place()
        if len(self._entries(place)) >= MOST_ARTICLES:
            return self.replan()
        with use_scope(place.writer.scope):
            entry = write_entry(
                by=place.writer, unit_id=place.unit.pk, content=self._entry_content(), now=self.now
            )
        return self._decide(entry, place)

    def replan(self) -> str:
        """Another day, with the reason, or none at all."""
        place = self._place()
        entry = self._any([row for row in self._entries(place) if not row.cancelled])
        if entry is None:
            return ""
        with use_scope(place.writer.scope):
            if self.random.random() < 0.2:
                cancel_entry(by=place.writer, entry_id=entry.pk, reason=self._title(), now=self.now)
            else:
                edit_entry(
                    by=place.writer,
                    entry_id=entry.pk,
                    expected_version=entry.version,
                    content=self._entry_content(),
                    now=self.now,
                    reason=self._title(),
                )
        return self._decide(entry, place)

    def rename_section(self) -> str:
        with everything("tests"), transaction.atomic():
            section = self._section()
            section.title = self._title()
            section.save()
            return str(section)

    def move_section(self) -> str:
        with everything("tests"), transaction.atomic():
            section = self._section()
            section.slug = f"{section.key}-{self.random.randint(1, 3)}"
            section.save(update_fields=["slug"])
            return section.slug

    def reorder(self) -> str:
        with everything("tests"), transaction.atomic():
            rows = Section.objects.filter(unit=self._place().unit)
            return str(rows.update(in_menu=self.random.random() < 0.5, order=self.random.randint(0, 3)))

    def change_profile(self) -> str:
        place = self._place()
        with everything("tests"):
            emblem = self.random.choice([None, *(row for row in self.images if row.unit_id == place.unit.pk)])
            set_profile(
                by=SYSTEM,
                unit_id=place.unit.pk,
                now=self.now,
                authority=f"Ủy ban nhân dân {self._title()}",
                emblem=emblem,
            )
        return str(place.unit)

    def change_front(self) -> str:
        """Other pictures, links and channels, some of them as before."""
        unit = self._place().unit.pk
        own = [row for row in self.images if row.unit_id == unit]
        images = self.random.sample(own, self.random.randint(0, len(own)))
        pictures = [{"image_id": row.pk, "alt_text": self.random.choice(WORDS)} for row in images]
        links = [{"group": "legal", "name": self._title(), "address": "https://vbpl.vn"}]
        channels = [{"kind": "zalo", "name": self.random.choice(WORDS), "address": ""}]
        with everything("tests"):
            arrange_rows(BannerPicture, unit, ("image_id", "alt_text"), pictures)
            arrange_rows(SiteLink, unit, ("group", "name", "address"), links)
            arrange_rows(Channel, unit, ("kind", "name", "address"), channels)
        return f"{len(pictures)} pictures"

    def move_host(self) -> str:
        site = self.random.choice(list(Site.objects.all()))
        host = f"{self.random.choice(['a', 'b', 'c'])}{site.pk}.songmay.localhost"
        change_host(site=site, host=host, by=SYSTEM, now=self.now)
        return host

    def rename_unit(self) -> str:
        unit = self._place().unit
        unit.refresh_from_db()
        last, today = unit.former_names.last(), local_day(self.now)
        if last and last.valid_to >= today:
            return ""
        naming = Naming(unit.naming.kind, self._title().title())
        reclassify(unit=unit, naming=naming, on=today, legal_basis="NQ", by=SYSTEM, now=self.now)
        return naming.name

    def merge(self) -> str:
        old, new = self.units["old"].unit, self.units["commune"].unit
        with transaction.atomic():
            if Succession.objects.filter(old=old).exists():
                Succession.objects.filter(old=old).delete()
                return "undone"
            Succession.objects.create(old=old, new=new, on=date(2026, 1, 1), part=Part.PART)
            return "done"

    def finish_picture(self) -> str:
        """The sizes for the web are ready, or are made anew."""
        with everything("tests"), transaction.atomic():
            image = Image.objects.get(pk=self.random.choice(self.images).pk)
            widths = self.random.sample([320, 640, 960], 2)
            image.derivatives = [
                {"format": form, "width": width, "height": width}
                for width in sorted(widths)
                for form in ("webp", "jpeg")
            ]
            image.save(update_fields=["derivatives"])
            for private, _public in public_names(image):
                Path(settings.PRIVATE_ROOT, private).write_bytes(b"")
            return str(image)

    def describe_picture(self) -> str:
        with everything("tests"), transaction.atomic():
            image = Image.objects.get(pk=self.random.choice(self.images).pk)
            image.alt_text = self._title()
            image.save()
            return str(image)

    # --- with what ---

    def _place(self) -> Commune:
        return self.random.choice(list(self.units.values()))

    def _title(self) -> str:
        return " ".join(self.random.sample(WORDS, 3))

    def _any(self, rows):
        return self.random.choice(rows) if rows else None

    def _articles(self, place: Commune, **more) -> list[Article]:
        with everything("tests"):
            return list(Article.objects.filter(unit=place.unit, **more).order_by("pk"))

    def _entries(self, place: Commune) -> list[Entry]:
        with everything("tests"):
            return list(Entry.objects.filter(unit=place.unit).order_by("pk"))

    def _entry_content(self) -> EntryContent:
        day = local_day(self.now) + timedelta(days=self.random.randint(-3, 9))
        return EntryContent(starts_on=day, what=self._title(), who=self._title(), place=self._title())

    def _decide(self, entry: Entry, place: Commune) -> str:
        for by, decide in ((place.writer, submit_entries), (place.head, approve_entries)):
            with use_scope(by.scope):
                row = Entry.objects.get(pk=entry.pk)
                decide(by=by, seen={row.pk: standing(by, row, now=self.now).content}, now=self.now)
        return str(entry)

    def _section(self) -> Section:
        return self.random.choice(list(Section.objects.filter(unit=self._place().unit)))

    def _draft(self, place: Commune) -> Article:
        section = self.random.choice([place.news, place.news, place.sections["about"]])
        with use_scope(place.writer.scope):
            return write_article(
                by=place.writer, content=content(place, self._title(), section_id=section.pk), now=self.now
            )

    def _rewritten(self, **changes) -> str:
        place = self._place()
        item = self._any(self._articles(place))
        if item is None:
            return ""
        with use_scope(place.writer.scope):
            newest = item.get_latest_revision_as_object()
            if (lead := changes.get("lead_id")) and Image.objects.filter(pk=lead).first() is None:
                changes |= {"lead_id": None, "lead_alt": ""}
            body = [text(f"<p>{self._title()}</p>"), *self.attachments(place)]
            with transaction.atomic():
                edit_article(
                    by=place.writer,
                    article_id=item.pk,
                    expected_revision=item.version,
                    content=replace(ArticleContent.of(newest), body=body, **changes),
                    now=self.now,
                )
        return self._publish(item, place)

    def _publish(self, item: Article, place: Commune) -> str:
        with use_scope(place.writer.scope):
            submit(item=Article.objects.get(pk=item.pk), by=place.writer, now=self.now)
        with use_scope(place.head.scope):
            row = Article.objects.get(pk=item.pk)
            seen = standing(place.head, row, now=self.now).content
            approve(item=row, expected_hash=seen, by=place.head, now=self.now)
        return str(item)

    def _image(self, place: Commune, shade: int) -> Image:
        picture = BytesIO()
        Picture.new("RGB", (8, 8), (shade, shade, shade)).save(picture, "PNG")
        with everything("tests"):
            image = Image(
                unit=place.unit, title=f"Ảnh {shade}", alt_text="Ảnh", extension="png",
                file=ContentFile(picture.getvalue(), "anh.png"),
            )  # fmt: skip
            image.save()
        return image
