import re

from .letters import TONE_OF, UNTONED
from .normal import nfc

_SYLLABLE = re.compile(
    """
    (?: ngh? | nh | gh | gi? | kh? | ph? | th | tr? | t | ch? | qu | [bdđhlmnrsvx] )?
    (?: a (?: ch? | i | m | n[gh]? | o | p | t | u | y )?
      | ă (?: c | m | ng? | p | t )
      | â (?: c | m | ng? | p | t | u | y )
      | e (?: c | m | ng? | o | p | t )?
      | ê (?: ch? | m | n[gh]? | p | t | u )?
      | i (?: a | ch? | m | nh? | p | t | u )?
      | [iy]ê (?: c | m | ng? | p | t | u )
      | y (?: ch | nh? | t | u )?
      | o (?: c | i | m | ng? | p | t | o(?: c | ng ) )?
      | oa (?: ch? | i | m | n[gh]? | o | p | t | y )?
      | oă (?: c | m | ng? | t )
      | oe (?: n | o | t )?
      | ô (?: c | i | m | ng? | p | t )?
      | ơ (?: i | m | n | p | t )?
      | u (?: a | c | i | m | ng? | ơ | p | t )?
      | uâ (?: ng? | t | y )
      | uê (?: ch | nh? )?
      | uy (?: a | ch | ên | êt | nh? | p | t | u )?
      | uô (?: c | i | m | ng? | t )
      | ư (?: a | c | i | m | ng? | t | u )?
      | ươ (?: c | i | m | ng? | p | t | u )
    )
    """,
    re.VERBOSE,
)
_STOPPED = ("c", "ch", "p", "t")
_TONES_OF_STOPPED = ([4], [5])  # sắc, nặng


def is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable, by its letters and its tone; case does not matter."""
    word = nfc(word).lower()
    tones = [TONE_OF[letter] for letter in word if TONE_OF.get(letter)]
    if len(tones) > 1 or not _SYLLABLE.fullmatch(word.translate(UNTONED)):
        return False
    return not word.endswith(_STOPPED) or tones[:1] in _TONES_OF_STOPPED
