"""Search typed text for what its reader must not see.

- **spelling**: a text normalised for comparison: letters only, ignoring case, marks, look-alikes, hyphens and spaces.
- **clue**: something in a paragraph that may come from rows its reader must not see, with the probability that it
  is there by chance. A client's name is certain; a client's name that is also an ordinary word is not.
- **finding**: one client's clues in one paragraph that are no longer plausible as chance. A single doubtful clue is a
  *note* if it is a name, and ignored if it is a number.
"""
