"""The reference: one page for each endpoint, made from the catalogue, and the guides.

`entry.py` gathers what one endpoint's page shows, `showroom.py` really asks the examples,
`documents.py` lists every page of the docs as Markdown, from which the `.md` twins, the search
and `/llms.txt` are made.
"""
