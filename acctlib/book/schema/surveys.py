"""Surveys."""

from __future__ import annotations

from acctlib.book.schema.columns import OWNER, Table, client, internal

SURVEYS = Table(
    "surveys",
    "one invitation to one contact",
    (
        client("survey_id", "id", "Your id of the invitation", required=True),
        OWNER,
        client("sent_date", "date", "Date sent; empty: only responses are recorded, so non-respondents are not known"),
        client("answered_date", "date", "Date of the response; empty: no response"),
        internal("respondent", "text", "Contact who was invited", class_="restricted", pseudonym="contact"),
        client("role", "text", "The contact's role"),
        client(
            "kind",
            "choice",
            "Relationship survey, or transactional after one project",
            choices=("relationship", "transactional"),
        ),
        client("instrument", "text", "Questionnaire version; scores of two versions are never pooled or compared"),
        client("nps", "whole", "Likelihood to recommend (NPS)", "points", low=0, high=10),
        client("csat", "whole", "Satisfaction (CSAT)", "points", low=1, high=5),
        client("ces", "whole", "Ease of doing business (CES 2.0)", "points", low=1, high=7),
        client("comment", "text", "The contact's own words", visible_if="may_quote"),
        client("may_quote", "flag", "The contact agreed to be quoted"),
    ),
    ordered=(("sent_date", "answered_date"),),
)
