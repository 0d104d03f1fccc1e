from django.db import migrations, models

_FIELDS = {
    "easy": (models.TextField(blank=True), "text"),
    "level": (models.CharField(blank=True, max_length=200), "varchar(200)"),
    "language": (models.CharField(blank=True, max_length=35), "varchar(35)"),
}


class Migration(migrations.Migration):
    """Columns are added in place: SQLite would else make the table anew, and lose what keeps it from being changed."""

    dependencies = [("frameworks", "0002_only_grows")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddField(model, name, field)],
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE frameworks_{model} ADD COLUMN {name} {kind} NOT NULL DEFAULT ''",
                    f"ALTER TABLE frameworks_{model} DROP COLUMN {name}",
                )
            ],
        )
        for model in ("draftstatement", "versionstatement")
        for name, (field, kind) in _FIELDS.items()
    ]
