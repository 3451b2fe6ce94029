"""The pages: landing, reference, sign-in and dashboard, rendered on the server.

`routes.py` says what a page is and who may see it, `app.py` makes the application out of all
tables of routes, `visit.py` is what a page function gets. HTML works without JavaScript; nothing
is loaded from another host.
"""
