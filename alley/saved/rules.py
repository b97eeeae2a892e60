"""What may be kept for later."""

from alley.refusals import Refusal

NOTHING = Refusal("not_found", "There is nothing here to save.", status=404)
LONGEST_FOLDER = 60


def folder_name(text: str) -> str:
    return " ".join(text.split())[:LONGEST_FOLDER]
