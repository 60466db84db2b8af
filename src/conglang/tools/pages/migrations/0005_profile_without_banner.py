from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pages", "0004_banner_becomes_pictures")]

    operations = [migrations.RemoveField(model_name="siteprofile", name="banner")]
