from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_counter_slips")]

    operations = [
        migrations.RemoveIndex("case", "case_by_receipt"),
        migrations.AddIndex(
            "case", models.Index(fields=["unit", "received_at", "process", "id"], name="case_by_receipt")
        ),
    ]
