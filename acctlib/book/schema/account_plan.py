"""The account plan: objectives, actions, decisions, results, risks and recommendations."""

from __future__ import annotations

from acctlib.book.schema.columns import OWNER, Table, client

_SHARED = client("shared", "flag", "Visible to the client")
_OBJECTIVE = client("objective_id", "id", "Objective that it supports")

OBJECTIVES = Table(
    "objectives",
    "one objective of the client",
    (
        client("objective_id", "id", "Your id of the objective", required=True),
        OWNER,
        client("statement", "text", "What the client wants to achieve", required=True),
        client("measure", "text", "How it is measured"),
        client("unit", "text", "Unit of the three values: %, a currency code, or a word"),
        client("baseline", "number", "Value at the start"),
        client("target", "number", "Target value"),
        client("actual", "number", "Latest value"),
        client("start_date", "date", "Date agreed"),
        client("due_date", "date", "Target date"),
        client("owner", "text", "Person responsible"),
    ),
    ordered=(("start_date", "due_date"),),
)

ACTIONS = Table(
    "actions",
    "one action, ours or the client's",
    (
        client("action_id", "id", "Your id of the action", required=True),
        OWNER,
        client("promised_on", "date", "Date on which it was agreed", required=True),
        client("text", "text", "What is to be done", required=True),
        client("owner", "text", "Person responsible"),
        client("side", "choice", "Our action or the client's", choices=("us", "client")),
        client("due_date", "date", "Due date"),
        client("done_date", "date", "Date completed"),
        client("dropped_reason", "text", "Reason for cancelling, in words that the client may read"),
        client("objective_id", "id", "Objective that it supports"),
        client("survey_id", "id", "Survey response that it follows up"),
    ),
    ordered=(("promised_on", "due_date"), ("promised_on", "done_date")),
)

DECISIONS = Table(
    "decisions",
    "one decision required from the client",
    (
        client("decision_id", "id", "Your id of the decision", required=True),
        OWNER,
        client("asked_on", "date", "Date on which the client was asked", required=True),
        client("question", "text", "Question to be decided", required=True),
        client("options", "text", "Options, with the cost of each"),
        client("recommendation", "text", "Our recommendation"),
        client("due_date", "date", "Decision due"),
        client("decided_date", "date", "Date decided; empty while open"),
        client("decision", "text", "Decision taken"),
    ),
    ordered=(("asked_on", "due_date"), ("asked_on", "decided_date")),
)

RESULTS = Table(
    "results",
    "one result of our work, as the client measures it",
    (
        client("result_id", "id", "Your id of the result", required=True),
        OWNER,
        client("date", "date", "Date of measurement, or end of the period measured", required=True),
        client("statement", "text", "Result of the work", required=True),
        client("measure", "text", "Measure and source"),
        client("unit", "text", "Unit of the value: %, a currency code, or a word"),
        client("value", "number", "Value achieved"),
        client("attribution", "text", "Attribution: how much is due to our work"),
        client("counter", "text", "Side effects, or that there were none"),
        client("may_use", "flag", "The client permits publication"),
        _OBJECTIVE,
    ),
)

RISKS = Table(
    "risks",
    "one risk to the work or to the relationship",
    (
        client("risk_id", "id", "Your id of the risk", required=True),
        OWNER,
        client("raised_on", "date", "Date raised", required=True),
        client("text", "text", "What may happen", required=True),
        client("probability", "choice", "Probability", choices=("low", "medium", "high")),
        client("impact", "choice", "Impact", choices=("low", "medium", "high")),
        client("owner", "text", "Risk owner"),
        client("mitigation", "text", "Mitigation"),
        client("due_date", "date", "Due date of the mitigation"),
        client("closed_date", "date", "Date closed"),
        _SHARED,
    ),
    ordered=(("raised_on", "closed_date"),),
    visible_if="shared",
)

IDEAS = Table(
    "ideas",
    "one recommendation to the client",
    (
        client("idea_id", "id", "Your id of the idea", required=True),
        OWNER,
        client("raised_on", "date", "Date raised", required=True),
        client("text", "text", "Recommendation", required=True),
        _OBJECTIVE,
        client("evidence", "text", "Evidence"),
        client("effort", "text", "Effort"),
        client("why_now", "text", "Why now"),
        client("closed_date", "date", "Date accepted or rejected"),
        _SHARED,
    ),
    ordered=(("raised_on", "closed_date"),),
    visible_if="shared",
)
