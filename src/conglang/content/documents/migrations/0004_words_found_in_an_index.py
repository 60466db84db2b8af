from django.db import migrations, models
from django.db.models.functions import Length

MOST_WORDS_BYTES = 2_000
FEW_ENOUGH = 500  # letters, which have at most four bytes each


def shorten_words(apps, schema_editor):
    rows = apps.get_model("documents", "OfficialDocument").objects
    long = rows.annotate(length=Length("folded")).filter(length__gt=FEW_ENOUGH)
    for pk, folded in long.values_list("pk", "folded").iterator():
        short = folded.encode()[:MOST_WORDS_BYTES].decode(errors="ignore")
        if short != folded:
            rows.filter(pk=pk).update(folded=short)


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0003_facets_counted_in_indexes"),
    ]

    operations = [
        migrations.RunPython(shorten_words, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="officialdocument",
            index=models.Index(fields=["unit", "live", "-issued_on", "folded"], name="document_words"),
        ),
        migrations.RemoveIndex(
            model_name="officialdocument",
            name="document_public",
        ),
    ]
