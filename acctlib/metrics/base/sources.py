"""Web addresses of the sources cited in definitions."""

from __future__ import annotations

import re
from collections.abc import Mapping

ADDRESSES: Mapping[str, str] = {
    "AAPOR Standard Definitions": "https://aapor.org/standards-and-ethics/standard-definitions/",
    "Brookmeyer and Crowley 1982": "https://doi.org/10.2307/2530286",
    "CEB": "https://hbr.org/2010/07/stop-trying-to-delight-your-customers",
    "ChartMogul": "https://help.chartmogul.com/hc/en-us/articles/203299912",
    "Concentrix": "https://www.concentrix.com/insights/blog/calculate-renewal-rate",
    "CustomerGauge": "https://support.customergauge.com/support/solutions/articles/5000887723-coverage-account-revenue-",
    "Delighted": "https://help.delighted.com/article/240",
    "EIA-748": "https://www.sae.org/standards/content/eia748d/",
    "Efron and Tibshirani 1993": "https://doi.org/10.1201/9780429246593",
    "Eveleens and Verhoef 2010": "https://doi.org/10.1109/MS.2009.154",
    "fightchurn": "https://fightchurnwithdata.com",
    "Herfindahl-Hirschman index": "https://www.justice.gov/atr/herfindahl-hirschman-index",
    "Hyndman and Fan 1996": "https://doi.org/10.1080/00031305.1996.10473566",
    "IAS 21": "https://www.ifrs.org/issued-standards/list-of-standards/ias-21-the-effects-of-changes-in-foreign-exchange-rates/",
    "Kaplan and Meier 1958": "https://doi.org/10.1080/01621459.1958.10501452",
    "Lipke 2003": "https://www.earnedschedule.com",
    "Manski 1989": "https://doi.org/10.2307/145818",
    "Newcombe 1998": "https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I",
    "Parakeeto": "https://parakeeto.com/glossary",
    "Recurly": "https://recurly.com/blog/better-way-to-calculate-your-churn-rate",
    "Reichheld 2003": "https://hbr.org/2003/12/the-one-number-you-need-to-grow",
    "Rocks 2016": "https://arxiv.org/abs/1601.07235",
    "Royston and Parmar 2013": "https://doi.org/10.1186/1471-2288-13-152",
    "SaaS Metrics Standards Board": "https://www.saasmetricsboard.com",
    "Three-way form": "https://accountancyindex.com/price-volume-mix-analysis",
    "Wilson 1927": "https://doi.org/10.1080/01621459.1927.10502953",
}
_NAMED = re.compile("|".join(map(re.escape, ADDRESSES)))


def linked(source: str) -> str:
    """Return a source as Markdown, with links for the sources whose addresses are known.

    >>> linked("Interval: Wilson 1927")
    'Interval: [Wilson 1927](<https://doi.org/10.1080/01621459.1927.10502953>)'
    """
    return _NAMED.sub(lambda found: f"[{found[0]}](<{ADDRESSES[found[0]]}>)", source)
