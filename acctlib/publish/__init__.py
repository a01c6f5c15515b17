"""From an executed notebook to the files that are sent: pieces, then Typst, PDF and HTML.

- **piece**: one thing on the page, as a block payload, with the cell that it came from.
- **pages**: the head and all pieces of one notebook; every format is drawn from it.
- **order** and **plan**: what one asks for, and the reports that come of it, each with what it is made from.
- **job** and **outcome**: one report before and after its process.
- **proof**: a finished file, opened and held against what the notebook promised.
- **look**: what decides how a piece is drawn. It lies in `templates/`, not here.
"""
