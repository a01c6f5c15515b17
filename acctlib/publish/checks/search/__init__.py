"""The search of typed words for what their reader must not have.

- **spelling**: a text as compared: letters alone, whatever case, marks, look-alikes, hyphens and blanks are in it.
- **clue**: something in a paragraph that may come from rows its reader must not see, with the chance that it stands
  there by itself. A client's name is certain; a client's name that is a word of the language is not.
- **finding**: clues of one client in one paragraph that are no chance any more. A clue that stays alone is a *note*
  where it is a name, and nothing where it is a number.
"""
