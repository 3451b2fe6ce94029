import pytest

from instagramapi.media.hosts import MAX_URL_CHARACTERS, MediaHosts

# As Instagram writes them (host names and parameters are invented).
REAL = [
    "https://scontent-fra5-1.cdninstagram.com/v/t51.2885-15/1_n.jpg?stp=dst-jpg_e35&_nc_cat=1"
    "&ccb=7-5&oh=00_AfX-_z&oe=6A000100&_nc_sid=10d13b",
    "https://scontent.cdninstagram.com/v/t51.2885-19/1_n.jpg",
    "https://instagram.fabc1-1.fna.fbcdn.net/o1/v/t2/f2/m86/A.mp4?efg=eyJ2ZW%3D%3D&vs=a%5Fb",
    "https://scontent.cdninstagram.com:443/a",
    "https://cdninstagram.com/a",
]


@pytest.mark.parametrize("url", REAL)
def test_links_of_instagram_are_allowed(url: str) -> None:
    assert MediaHosts().allows(url)


def test_a_link_may_be_long_but_not_endless() -> None:
    url = "https://scontent.cdninstagram.com/"

    assert MediaHosts().allows(url + "a" * (MAX_URL_CHARACTERS - len(url)))
    assert not MediaHosts().allows(url + "a" * (MAX_URL_CHARACTERS - len(url) + 1))


def test_a_domain_stands_for_what_is_below_it_too() -> None:
    hosts = MediaHosts(["media.example.com"])

    assert hosts.allows("https://media.example.com/a")
    assert hosts.allows("https://a.b.media.example.com/a")
    assert not hosts.allows("https://example.com/a")
    assert not hosts.allows("https://notmedia.example.com/a")
    assert not hosts.allows("http://media.example.com/a")
    assert hosts.trusted == frozenset()


@pytest.mark.parametrize(
    ("origin", "trusted"),
    [
        ("http://127.0.0.1:9900", ("127.0.0.1", 9900)),
        ("http://[::1]:9900", ("::1", 9900)),
        ("https://minio", ("minio", 443)),
        ("http://media.example.com", ("media.example.com", 80)),
    ],
)
def test_an_origin_stands_for_exactly_itself(origin: str, trusted: tuple[str, int]) -> None:
    hosts = MediaHosts([origin])

    assert hosts.trusted == {trusted}
    assert hosts.allows(origin + "/a?b=c")
    for other in ("", "1/a", "@evil.example/a", ".evil.example/a", "/a#b", "/a b", "\\@evil/"):
        assert not hosts.allows(origin + other)


@pytest.mark.parametrize(
    "entry",
    [
        *("", "localhost", "com", "*.example.com", ".example.com", "example.com.", "Example.com"),
        *("http://a.example/", "http://u@a.example", "ftp://a.example", "example.com/a", "1.2.3.4"),
        "http://a.example:99999",
    ],
)
def test_what_is_neither_is_refused(entry: str) -> None:
    with pytest.raises(ValueError):
        MediaHosts([entry])
