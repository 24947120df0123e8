from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_reviews_in_full")]

    operations = [
        migrations.AddField(
            model_name="requestlink",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="requestlink",
            name="emailed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
