"""What breaks careless rewriting, as the contents of a site's tables."""

WORDS = (
    "Soup & bread",
    "<p data-sarto='note'>",
    "</footer>",
    "<!-- ",
    "]]>",
    "<script>alert('</script>')</script>",
    "two\r\nlines\rand a half",
    "<svg><title>x</svg>",
    "{{ x }} {% y %}",
    "سوپ جو",
    "<!--# sarto note -->x<!--# /sarto note -->",
    "\u2028\ufeff''\"\"",
    "<template>",
    "<plaintext>",
)
TOWNS = ("Łódź", "تهران", "<b>Bold</b>", "a\r\nb")


def words_of(number: int) -> tuple[str, str]:
    """Give a name and a text that may be nothing, or go on for some lines."""
    other = WORDS[(number * 5 + 3) % len(WORDS)]
    return f"{WORDS[number % len(WORDS)]} {number}", other * (number % 4)
