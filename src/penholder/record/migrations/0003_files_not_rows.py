from django.db import migrations


class Migration(migrations.Migration):
    """Checkpoints and hashes live in the published files now."""

    dependencies = [("record", "0002_only_grows")]
    operations = [
        migrations.DeleteModel(name="Checkpoint"),
        migrations.DeleteModel(name="StoredHash"),
    ]
