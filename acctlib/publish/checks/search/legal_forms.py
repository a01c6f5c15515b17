"""Legal forms of companies, which people omit when writing a name.

Source: ISO 20275 (Entity Legal Forms, https://www.gleif.org/en/about-lei/code-lists), the abbreviations found in
company names in Europe, the Americas, Asia and Oceania, as letters only.
"""

from __future__ import annotations

from acctlib.publish.checks.search.spelling import Spelling, spelling

# fmt: off
CLEAR = frozenset((
    "gmbh", "gmbhcokg", "gmbhco", "gmbhcokgaa", "ggmbh", "mbh", "kgaa", "agcokg", "agcokgaa", "ohg", "ugmbh",
    "ekfr", "gbr", "ughaftungsbeschrankt", "gesmbh", "aktiengesellschaft", "ltd", "pteltd", "pty", "ptyltd",
    "pvt", "pvtltd", "plc", "llp", "llc", "lllp", "inc", "incorporated", "coltd", "coinc", "sarl", "sasu",
    "snc", "eurl", "srl", "srls", "slu", "scoop", "vof", "bvba", "cvba", "sprl", "aps", "oyj", "abp", "asa",
    "spzoo", "sro", "kft", "zrt", "nyrt", "doo", "eood", "ood", "uab", "ooo", "oao", "zao", "pao", "bhd",
    "sdnbhd", "tbk", "fzco", "dmcc", "saoc", "sadecv", "sapidecv", "ltda", "eireli", "株式会社", "有限会社", "合同会社",
    "有限公司", "股份有限公司", "주식회사",
))
# Forms that are also ordinary words or other abbreviations.
OTHERWISE_TOO = frozenset((
    "ag", "kg", "se", "sa", "as", "ab", "ad", "bv", "nv", "cv", "sl", "sau", "sll", "sas", "spa", "co",
    "company", "corp", "zoo", "corporation", "limited", "pte", "ug", "ev", "eg", "ek", "oy", "hf", "ehf",
    "bt", "dd", "sia", "kk", "gk", "yk", "cokg", "spk", "vos", "dat", "scop", "sapa", "sdn", "fze", "saa",
    "sac", "sca", "sc", "lp", "ltd", "cia", "gesellschaft",
))
# fmt: on
FORMS = CLEAR | OTHERWISE_TOO
_JOINING = frozenset(("&", "und", "and", "et", "y", "+", ","))


def without_legal_form(name: str) -> str:
    """A company's name without its legal form.

    Examples
    --------
    >>> without_legal_form("Nordwind Logistik GmbH & Co. KG"), without_legal_form("Café du Nord, S.à r.l.")
    ('Nordwind Logistik', 'Café du Nord')
    >>> without_legal_form("AG")
    'AG'
    """
    words = name.split()
    while len(words) > 1 and (longest := _form_at_end(words)):
        words = words[:-longest]
        while len(words) > 1 and words[-1].casefold().strip(",") in _JOINING | {""}:
            words = words[:-1]
    return " ".join(words).rstrip(" ,;(") or name


def _form_at_end(words: list[str]) -> int:
    """The number of trailing words that form a legal form; the first word never counts."""
    return next((n for n in range(min(5, len(words) - 1), 0, -1) if spelling(" ".join(words[-n:])).letters in FORMS), 0)


def legal_form_follows(text: Spelling, end: int, capital: bool) -> bool:
    """Whether a legal form immediately follows the letters that end at `end`.

    Parameters
    ----------
    capital : bool
        Whether the preceding name is capitalised: only then do forms that are also ordinary words (as, company) count,
        and they must be capitalised too.
    """
    if end >= len(text.letters) or not set(text.gap(end)) <= set(" ,\u00a0\u202f\n"):
        return False
    for length in range(2, 14):
        stop = end + length
        if stop <= len(text.letters) and text.begins[stop] and text.letters[end:stop] in FORMS:
            first, last = text.shown(end, stop)
            if text.letters[end:stop] in CLEAR or (capital and text.text[first].isupper()):
                return last > first
    return False
