"""The contract's own example of a `sarto.toml`, with every key."""

from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "contract.toml"
CONTRACT = FILE.read_text("utf-8")
DECLARED = """
[audiences.press]
channel = "referral"
[audiences.experts]
level = "expert"
[signals.left]
"""  # what it speaks of, and does not declare
