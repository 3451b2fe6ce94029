"""What a visitor must send along: a browser's navigation headers, tokens, cookies."""

from instagramapi.tools.simulator.exchange import Asked

APP_ID = "936619743392459"
LSD = "AVqSimulatorLsd"
CSRF = "simulatorCsrfToken0123456789abcd"
COOKIES = {"set-cookie": f"csrftoken={CSRF}; Path=/; SameSite=Lax"}


def is_navigation(asked: Asked) -> bool:
    """Whether a request looks like a browser that opens a page; others get no data."""
    return (
        asked.headers.get("sec-fetch-mode") == "navigate"
        and asked.headers.get("sec-fetch-dest") == "document"
        and "text/html" in asked.headers.get("accept", "")
    )


def has_session(asked: Asked) -> bool:
    """Whether somebody is logged in; the product never is, other clients are."""
    return bool(asked.cookie("sessionid"))


def has_csrf(asked: Asked) -> bool:
    """Whether the token of the cookie is sent as a header too."""
    return bool(asked.headers.get("x-csrftoken"))


def has_app_id(asked: Asked) -> bool:
    """Whether the app's number is sent, without which REST refuses."""
    return asked.headers.get("x-ig-app-id") == APP_ID
