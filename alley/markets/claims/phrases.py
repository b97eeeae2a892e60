"""The words in which stories say who moved, which way, how far and since when."""

import re
from typing import Literal

from alley.markets.mentions.words import AnyOf

Size = Literal["exact", "more", "less", "about", "nearly", "at_most", "any"]

UP = AnyOf(
    "rose rises risen rise rising gained gains gain gaining jumped jumps jump jumping climbed"
    " climbs climb climbing surged surges surge surging soared soars soar soaring rallied"
    " rallies rally rallying advanced advances advance advancing added adds adding firmed firms"
    " strengthened strengthens strengthening rebounded rebounds rebounding bounced recovered"
    " recovers increased increases increase increasing spiked leapt leaped skyrocketed"
    " appreciated up higher"
)
DOWN = AnyOf(
    "fell falls fallen fall falling lost loses losing slipped slips slip slipping slid slides"
    " slide sliding dropped drops drop dropping declined declines decline declining tumbled"
    " tumbles tumble tumbling plunged plunges plunge plunging sank sinks sinking shed sheds"
    " shedding eased eases easing dipped dips dip dipping retreated retreats retreating weakened"
    " weakens weakening slumped slumps slump slumping crashed crash collapsed depreciated"
    " decreased down lower"
)
_WAYS = "|".join(sorted(UP.words | DOWN.words, key=len, reverse=True))
_COMPARED = (
    r"(?P<compare>more than|over|at least|less than|under|about|around|roughly|some|approximately"
    r"|nearly|almost|close to|as much as|up to|by)?"
)
_NUMBER = (
    r"(?P<money>[$€£])?(?P<number>\d[\d,]*(?:\.\d+)?|half|a|one|two|three|four|five|six"
    r"|seven|eight|nine|ten)"
)
_UNIT = (
    r"(?: ?(?P<unit>%|percent\b|per cent\b|percentage points?\b|cents?\b|points?\b|pence\b"
    r"|dollars?\b))"
)
MOVE = re.compile(
    rf"\b(?P<way>{_WAYS})\b,?(?: (?:back|sharply|further|slightly|strongly|again|only|just"
    rf"|another|by))*"
    rf"(?: {_COMPARED})? ?(?:(?:an?|by) )?{_NUMBER}{_UNIT}?(?! ?(?:a|an|per|to) (?:year"
    rf"|month|week|day)\b)",
    re.IGNORECASE,
)
BARE = re.compile(rf"\b(?P<way>{_WAYS})\b", re.IGNORECASE)
STEADY = re.compile(
    r"\b(?:little changed|almost unchanged|unchanged|flat|barely moved|hardly moved)\b",
    re.IGNORECASE,
)
NOUN_BEFORE = re.compile(
    rf"{_COMPARED} ?{_NUMBER}(?:%| percent| per cent| ?-percent) (?P<way>rise|gain|jump"
    rf"|increase|rally|surge"
    r"|climb|advance|fall|drop|decline|decrease|slump|slide|dip|loss) (?:in|for"
    r"|of)(?: the)?(?: price of)?\s*$",
    re.IGNORECASE,
)
LEVEL = re.compile(
    r"\b(?P<verb>settled|settling|closed|closing|ended|ending|finished|fixed|traded|trading"
    r"|stood|stands|was"
    r"|were|is|hit|hits|hitting|reached|reaching|touched|topped|topping|broke|broken"
    r"|crossed|cleared|rose|rises|fell"
    r"|falls|climbed|climbs|jumped|slipped|dropped|sank|sinks|slid|surged|weakened"
    r"|strengthened|gained|eased|held|stayed"
    r"|remained|to|at)\b(?: (?:back|as high as|as low as))?"
    r"(?: (?P<side>above|over|past|through|beyond|below|under|at|to|near|around|about))?(?: the)?"
    r" (?P<money>[$€£])?(?P<number>\d[\d,]*(?:\.\d+)?)(?![\d,]*\.?\d)(?! ?(?:%|percent"
    r"|per cent|cents|percentage|years?"
    r"|months?|weeks?|days?|sessions?|times|million|billion|barrels|tonnes|bpd|basis|-))",
    re.IGNORECASE,
)
RECORD = re.compile(
    r"\b(?:record|all-time) (?:closing )?(?P<record>high|low|peak)\b"
    r"|\b(?P<extreme>highest|lowest)(?: (?:close|closing|level|price|settlement|value|point"
    r"|finish))* (?P<since>since .{3,30})"
    r"|\b(?P<count>\w+)[- ](?P<span>week|month|year)[- ](?P<side>high|low)\b",
    re.IGNORECASE,
)
DOUBLED = re.compile(r"\b(?P<times>doubled|tripled|halved)\b", re.IGNORECASE)
NOT_SAID = re.compile(
    r"\b(?:could|would|should|(?-i:may)|might|will|shall|can|cannot|expects?|expected"
    r"|expecting|forecasts?|predicts?"
    r"|predicted|likely|unlikely|if|unless|whether|hopes?|bets?|betting|target(?:s|ing)?"
    r"|sees|seen|not|never|no longer"
    r"|denied|had feared|aims?|projected|scenario|plans?|wants?|assuming|until|fears? (?:of"
    r"|that)|risk(?:s|ed)?"
    r"|nor|neither|without|fail(?:s|ed|ing)? to|yet to)\b|n't\b|n’t\b|\?$",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(
    r"(?<![A-Z]\.)(?<!\b(?:Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec"
    r"|Inc)\.)(?<!\bvs\.)(?<!Sept\.)(?<=[.!?])[\"”’)]?\s+(?=[A-Z“\"'])|\n+"
)
REACHES = AnyOf(
    "at to hit hits hitting reached reaching touched topped topping crossed cleared broke was is"
    " stood"
)
BEYOND = AnyOf("topped topping crossed cleared")
REVERSED = re.compile(r"(?:dollar|USD|greenback|/)", re.IGNORECASE)
SMALLEST_BARE_LEVEL = 32  # below it a whole number without a currency counts something
COMPARES: dict[str, Size] = {
    "more than": "more", "over": "more", "at least": "more", "less than": "less", "under": "less",
    "about": "about", "around": "about", "roughly": "about", "some": "about",
    "approximately": "about", "nearly": "nearly", "almost": "nearly", "close to": "nearly",
    "as much as": "at_most", "up to": "at_most", "by": "exact", "": "exact",
}  # fmt: skip
OBJECT = re.compile(
    r"\b(?:against|versus|vs\.?|than|denominated in|priced in|of|from|by|per|like"
    r"|while tracking|following"
    r"|tracking|despite|as for|a|an) (?:the |a |an |rising |falling |higher |lower "
    r"|stronger |weaker )?$",
    re.IGNORECASE,
)
