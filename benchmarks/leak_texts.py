"""Comments and Markdown cells as analysts write them: about work, money, days and people, and full of common words."""

import random
import re

from babel import Locale

SENTENCES = """
We hit our next target two weeks early, and the data from the main campaign will be square by {day}.
The print run was moved to the next block of the calendar at your wish; the auto insert follows on {day}.
{contact} asked us to mark the orange line in the dashboard as provisional until the audit is done.
Meta and search together brought {n} qualified leads, {pct} more than in the spring block.
Our main point for the next quarter: fewer briefs, each with one clear target.
The budget of {amount} covers print, media and the market data; nothing else is planned.
{staff} will join the workshop on {day} and bring the numbers of the first test.
Fees for the quarter came to {amount}, within the {amount} that we agreed in writing.
The new brand film reached {n} people in its first week, {n} of them in the north.
Thank you for the open talk on {day}: we have changed the way we report costs since.
Response times fell from {n} to {n} hours after the rota was changed.
We propose to spend {amount} on search and {amount} on print, and to decide on {day}.
The shop now loads in {dec} seconds instead of {dec}; the next release follows in May.
Of {n} tickets, {n} were closed on the same day and {n} wait for an answer from your side.
{contact} and {staff} meet every second Monday; the notes are in the shared folder.
The autumn offer was sold out after {n} days, so we have booked a second print run.
One target was missed: the newsletter stayed at {n} openings, {pct} under plan.
The figures are net, to {day}; the last invoices of the quarter are not in yet.
Please tell us by {day} who signs off creative work while {contact} is away.
A block of {n} hours is left in the retainer; we suggest to use it for data quality.
Your own team took over the square posts in June, and we took the print ads from them.
Cost per order fell to {dec}, the lowest mark since we began to count.
The data team has closed {n} of {n} points; the rest is on the list for the next sprint.
We have set up auto replies for the summer and a direct line for anything urgent.
The launch was moved from {day} to {day}, because the legal review took longer.
As agreed, the next review takes place on {day} at your office, main entrance.
Media prices went up by {pct}; we have kept the plan at {amount} by buying earlier.
The survey had {n} answers, more than ever, and the mark for creative work was the best.
Sales in the west grew by {pct} on the year, in the east they stayed as they were.
Print is {pct} of the plan, search {pct}, everything else is small.
The pilot in two shops brought {amount} at a cost of {amount}.
{staff} is on leave until {day}; {staff} looks after open questions.
We would like to test a smaller format first, and then decide on the target for the year.
The apple season starts two weeks later, so the first print ads are moved as well.
Your people asked for a guide on one page; it is done and waits for your logo in orange.
Traffic from search was {n}, from social {n}, and from the newsletter {n} visits.
For {name} the year was strong: {n} projects were delivered and {n} accepted.
{name} has agreed to the plan for the next two quarters.
Version 2.3.1 of the app went live on {day}; version 2.4 follows.
In Q3 2026 we delivered {n} of {n} milestones; in Q2 it was {n} of {n}.
The main risk is still the data feed: without it the numbers of the last week are missing.
Our first idea was to block the old domain; we have kept it and forward all visits.
A mark of {dec} out of 10 is what we aim for; today it stands at {dec}.
The room for {n} guests costs {amount}, and the square in front of it is free.
We have cut the list from {n} to {n} names, as data protection asked us to.
The invoice of {day} was paid; number {id} is still open.
Ticket {id} and ticket {id} belong together and were closed as one.
Each wave had its own target: reach first, then visits, then orders.
The creative was tested with {n} people and the second version won by {pct}.
We take the feedback to heart: too many meetings, too little time for ideas.
{contact} wants a clear yes or no on the print budget of {amount} before the holidays.
Reach grew to {million}, mostly through video.
The yearly plan of {million} stays as it is, with {amount} moved from the first half to the second.
Hours were {dec} under plan, because two workshops were moved.
Our work on service, price and delivery is done; the report follows on {day}.
The brand is known to {pct} of the people asked, up from {pct}.
Stock was short in week 34, therefore the ads in the north were paused from {day} on.
The contract runs to {day}, and notice is possible three months before.
From {day} on there is one point of contact for everything: {staff}.
Wir haben das Ziel für den nächsten Block erreicht; die Daten folgen am {day_de}.
Der Druck kostet {amount_de}, die Auswertung {amount_de}; beides liegt im Plan.
Für {name} ist der Markt in Österreich neu, Start ist am {day_de}.
""".strip().splitlines()
CELLS = """
## Next steps
### Data and method
All amounts are net and in the currency of the contract. The data are complete to the end of the quarter.
**Our target** for the next block: a main line of work, with *one* owner and a fixed date.
- Print: second run in October
- Search: new structure from 1 November 2026
- Data: one feed instead of three
| Line | Plan | So far |
|---|--:|--:|
| Print | 12,500 | 11,870.40 |
| Search | 48,000 | 47,215.00 |
| Social | 7,500 | 8,020.15 |
> The mark was set together in spring; the square on the chart shows where we stand.
See [the dashboard](https://example.com/board/2026?view=main&block=4) for daily numbers.
Auto refresh is off: this page shows the state of 30 September 2026, 18:00.
""".strip().splitlines()
MONTHS, GERMAN = (list(Locale(language).months["format"]["wide"].values()) for language in ("en", "de"))
_SLOT = re.compile(r"\{(\w+)\}")


def comment(draw: random.Random, name: str, contacts: list[str], staff: list[str]) -> str:
    """Two to five sentences about one client, as one paragraph or two.

    Parameters
    ----------
    contacts, staff : list of str
        People of the client, and colleagues.
    """
    people = {"name": [name], "contact": contacts or ["Your team"], "staff": staff or ["Our team"]}
    chosen = draw.sample(SENTENCES, draw.randint(2, 5))
    said = [_SLOT.sub(lambda slot: _filled(slot[1], draw, people), sentence) for sentence in chosen]
    cut = draw.randint(1, len(said))
    return "\n\n".join(" ".join(part) for part in (said[:cut], said[cut:]) if part)


def _filled(slot: str, draw: random.Random, people: dict[str, list[str]]) -> str:
    if slot in people:
        return draw.choice(people[slot])
    year, month, day = draw.choice((2025, 2026, 2026, 2027)), draw.randint(1, 12), draw.randint(1, 28)
    amount = draw.choice((draw.randint(4, 90) * 500, draw.randint(1_000, 90_000), draw.uniform(200, 90_000)))
    return {
        "n": lambda: f"{draw.choice((draw.randint(2, 40), draw.randint(40, 999), draw.randint(1_000, 99_999))):,}",
        "pct": lambda: f"{draw.randint(1, 60)}%",
        "dec": lambda: f"{draw.uniform(0.5, 60):.{draw.randint(1, 2)}f}",
        "id": lambda: str(draw.randint(1, 10 ** draw.randint(1, 7))),
        "amount": lambda: draw.choice(("€", "EUR ", "$")) + (f"{amount:,}" if isinstance(amount, int) else f"{amount:,.2f}"),
        "amount_de": lambda: f"{amount:,.2f}".translate(str.maketrans(",.", ".,")) + " €",
        "million": lambda: f"€{draw.uniform(0.2, 9):.2f}m",
        "day": lambda: draw.choice((f"{day} {MONTHS[month - 1]} {year}", f"{year}-{month:02}-{day:02}", f"{day} {MONTHS[month - 1]}")),
        "day_de": lambda: draw.choice((f"{day}. {GERMAN[month - 1]} {year}", f"{day:02}.{month:02}.{year}")),
    }[slot]()  # fmt: skip
