from django.db import migrations


def copy_banners(apps, schema_editor):
    pictures = apps.get_model("pages", "BannerPicture").objects
    exposures = apps.get_model("media", "Exposure").objects
    for profile in apps.get_model("pages", "SiteProfile").objects.exclude(banner=None).select_related("banner"):
        picture, _made = pictures.get_or_create(
            unit_id=profile.unit_id,
            image_id=profile.banner_id,
            defaults={"alt_text": profile.banner.alt_text or profile.banner.title},
        )
        if profile.banner_id == profile.emblem_id:  # the emblem keeps its own note
            exposures.create(
                unit_id=profile.unit_id,
                owner_label="pages.bannerpicture",
                owner_pk=picture.pk,
                image_id=profile.banner_id,
            )
            continue
        shown = exposures.filter(
            owner_label="pages.siteprofile", owner_pk=profile.pk, image_id=profile.banner_id
        )
        shown.update(owner_label="pages.bannerpicture", owner_pk=picture.pk)


class Migration(migrations.Migration):
    dependencies = [("pages", "0003_front_page")]

    operations = [migrations.RunPython(copy_banners, migrations.RunPython.noop)]
