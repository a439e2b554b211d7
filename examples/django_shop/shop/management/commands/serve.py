"""`manage.py serve`: the shop from nothing, with something on its shelves."""

import uvicorn
from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandParser, call_command

GUEST = "rose"
WORD = "windowsill"


class Command(BaseCommand):
    help = "Make the database if there is none, fill the shelves, and serve the shop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **_: object) -> None:
        call_command("migrate", verbosity=0)
        call_command("loaddata", "shelves", verbosity=0)
        if not User.objects.filter(username=GUEST).exists():
            User.objects.create_user(GUEST, password=WORD, first_name="Rose")
        self.stdout.write(f"http://127.0.0.1:{port}/ (sign in: {GUEST}, {WORD})")
        uvicorn.run("windowsill.asgi:application", host="127.0.0.1", port=port)
