"""What is sold, and what was ordered."""

from django.db import models


class Product(models.Model):
    """One thing on a shelf; its picture is `static/shop/{name}.svg`."""

    SHELVES = (("herbs", "Herbs"), ("flowers", "Flowers"), ("pots", "Pots and tools"))

    name = models.SlugField(unique=True)
    title = models.CharField(max_length=60)
    shelf = models.CharField(max_length=20, choices=SHELVES)
    price = models.DecimalField(max_digits=6, decimal_places=2)
    line = models.CharField(max_length=120)
    about = models.TextField()
    care = models.TextField(blank=True)  # a step on a line
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place",)

    def __str__(self) -> str:
        return self.title

    @property
    def picture(self) -> str:
        return f"shop/{self.name}.svg"

    @property
    def steps(self) -> list[str]:
        return self.care.splitlines()


class Order(models.Model):
    """Something somebody bought; who it was is nobody's business here."""

    made = models.DateTimeField(auto_now_add=True)
    total = models.DecimalField(max_digits=8, decimal_places=2)
    lines = models.JSONField()

    def __str__(self) -> str:
        return f"{self.total} € on {self.made:%d %B}"
