"""The first tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("made", models.DateTimeField(auto_now_add=True)),
                ("total", models.DecimalField(decimal_places=2, max_digits=8)),
                ("lines", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=60)),
                (
                    "shelf",
                    models.CharField(
                        choices=[
                            ("herbs", "Herbs"),
                            ("flowers", "Flowers"),
                            ("pots", "Pots and tools"),
                        ],
                        max_length=20,
                    ),
                ),
                ("price", models.DecimalField(decimal_places=2, max_digits=6)),
                ("line", models.CharField(max_length=120)),
                ("about", models.TextField()),
                ("care", models.TextField(blank=True)),
                ("place", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ("place",),
            },
        ),
    )
