"""Letters of other alphabets that look like Latin letters.

Source: confusables.txt of Unicode Technical Standard #39 (https://www.unicode.org/Public/security/), the single
letters of Latin, Greek, Cyrillic, Armenian, Cherokee and Coptic that map to one of a to z; and the lower-case Greek
and Cyrillic letters that people nevertheless read as Latin (к, т, м, н, в, κ, τ, η, ω). Digits are not mapped.
"""

_LETTERS = {
    "a": "ɑΑαАаᎪ", "b": "ƄΒВвЬᏏᏴꞴ", "c": "ϲϹСсᏟᴄⲤⲥꮯ", "d": "ԁᎠᏧ", "e": "ΕЕеҽᎬꬲ", "f": "ϜքẝꞘꞙꬵ", "g": "ƍɡԌցᏀᏳᶃ",
    "h": "ΗНнһհᎻᏂⲎ", "i": "ıɩɪͺιΙіІӏӀᎥⲒꙇꭵ", "j": "ͿϳЈјᎫꞲ", "k": "ΚκКкᏦⲔ", "l": "ƖǀᏞⳐ", "m": "ΜϺМмᎷⲘ", "n": "ΝηոռⲚ",
    "o": "ΟοσОоՕօᴏᴑⲞⲟꬽ", "p": "ΡρϱРрᏢⲢⲣ", "q": "ԛգզ", "r": "ƦгᎡᏒᴦⲅꭇꭈꮁ", "s": "ƽЅѕՏᏕᏚꜱꮪ", "t": "ΤτТтᎢⲦ", "u": "ʋυՍսᴜꞟꭎꭒ",
    "v": "νѴѵᏙᴠꮩ", "w": "ωɯѡԜԝաᎳᏔᴡꮃ", "x": "ΧХхⲬꞳ", "y": "ɣʏΥγϒУуҮүᎩᎽᶌỿⲨꭚ", "z": "ΖᏃᴢꮓ",
}  # fmt: skip
LOOK_ALIKES = {letter: latin for latin, letters in _LETTERS.items() for letter in letters}
