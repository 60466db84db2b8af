"""The group of those who compose may add and choose files; in which unit is the scope's business."""

from django.db import migrations

COMPOSERS_GROUP = "Biên soạn"  # as accounts names it
CODES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    group, _ = Group.objects.get_or_create(name=COMPOSERS_GROUP)
    root = Collection.objects.get(depth=1)
    for code in CODES:
        kind, _ = ContentType.objects.get_or_create(app_label="media", model=code.partition("_")[2])
        permission, _ = Permission.objects.get_or_create(
            content_type=kind, codename=code, defaults={"name": f"Can {code.replace('_', ' ')}"}
        )
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
