"""Addresses made to be fetched from elsewhere than they look: family by family.

`{port}` is a port of this machine where somebody listens who must never be asked.
"""

from collections.abc import Iterator

from media_makers import CDN

GOOD = ("cdninstagram.com", CDN, "x.fna.fbcdn.net")
ELSEWHERE = ("evil.example", "127.0.0.1:{port}", "localhost:{port}", "169.254.169.254")


def families() -> Iterator[tuple[str, list[str]]]:
    """Name each family and list its addresses."""
    yield "credentials", list(_credentials())
    yield "other separators", list(_separators())
    yield "the good name elsewhere", list(_misplaced())
    yield "names that look alike", list(_look_alikes())
    yield "dots", list(_dots())
    yield "numbers", list(_numbers())
    yield "IPv6", list(_six())
    yield "ports", list(_ports())
    yield "schemes", list(_schemes())
    yield "injection", list(_injections())
    yield "ways of the path", list(_paths())


def _credentials() -> Iterator[str]:
    for good in GOOD:
        for bad in ELSEWHERE:
            yield f"https://{good}@{bad}/a.jpg"
            yield f"https://{good}:443@{bad}/a.jpg"
            yield f"https://{good}%40{bad}/a.jpg"
            yield f"https://user:{good}@{bad}/a.jpg"
    yield f"https://user@{CDN}/a.jpg"
    yield f"https://user:word@{CDN}/a.jpg"
    yield f"https://@{CDN}/a.jpg"
    yield f"https://:@{CDN}/a.jpg"


def _separators() -> Iterator[str]:
    # Parsers differ on where the host ends: backslashes, brackets, tabs, other slashes.
    for bad in ELSEWHERE:
        for mark in ("\\", "\\@", "\t@", " @", "#@", "?@", ";@", "|@", "^@", "`@", "{@", "／@"):
            yield f"https://{CDN}{mark}{bad}/a.jpg"
    for bad in ELSEWHERE:
        yield f"https:\\\\{bad}\\a.jpg"
        yield f"https:{bad}/a.jpg"
        yield f"https:/{bad}/a.jpg"
        yield f"https:///{bad}/a.jpg"
        yield f"https://{bad}\\.{CDN}/a.jpg"
        yield f"https://{bad}／.{CDN}/a.jpg"
        yield f"https://[{CDN}]@{bad}/a.jpg"


def _misplaced() -> Iterator[str]:
    for good in GOOD:
        for bad in ELSEWHERE:
            yield f"https://{bad}/{good}/a.jpg"
            yield f"https://{bad}/?{good}"
            yield f"https://{bad}?{good}/a.jpg"
            yield f"https://{bad}#{good}/a.jpg"
            yield f"https://{bad}/#.{good}"
            yield f"https://{bad}/;.{good}"
            yield f"https://{bad}/https://{good}/a.jpg"


def _look_alikes() -> Iterator[str]:
    for name in (
        *("cdninstagram.com.evil.example", "evilcdninstagram.com", "cdninstagram.community"),
        *(
            "cdninstagram.co",
            "cdn-instagram.com",
            "cdninstagram-com.evil.example",
            "fbcdn.net.evil",
        ),
        *("xfbcdn.net", "fbcdn.nett", "fbcdn.ne", "instagram.com"),
        "cdninstagram.com-evil.example",
        # Cyrillic, Greek, full-width, mathematical, long s, Kelvin, dotless i, soft hyphen.
        *("сdninstagram.com", "cdninstagrаm.com", "fbсdn.net", "ｃｄｎｉｎｓｔａｇｒａｍ.com"),
        *("𝐜𝐝𝐧instagram.com", "cdninſtagram.com", "cdnınstagram.com", "cdn\u00adinstagram.com"),
        *(
            "cdninstagram\u200b.com",
            "cdninstagram.com\u200d",
            "\u202ecdninstagram.com",
            "fbcdn.ηet",
        ),
        *("xn--dninstagram-2ng.com", "xn--fbdn-t7d.net", "xn--cdninstagram-.com"),
        *("CDNINSTAGRAM.COM", "cdninstagram.c%6fm", "%63dninstagram.com", "cdninstagram%2ecom"),
    ):
        yield f"https://{name}/a.jpg"


def _dots() -> Iterator[str]:
    for dot in ("。", "．", "｡", "․", "‧", "%E3%80%82", "%2e"):
        yield f"https://evil{dot}cdninstagram.com/a.jpg"
        yield f"https://cdninstagram{dot}com/a.jpg"
        yield f"https://127{dot}0{dot}0{dot}1/a.jpg"
    for name in (
        *(f"{CDN}.", f"{CDN}..", f".{CDN}", f"a..{CDN}", "cdninstagram..com", ".", "..", "com"),
        *("", "-.cdninstagram.com", "a-.cdninstagram.com", "_.cdninstagram.com", f"*.{CDN}"),
        *(f"{'a' * 64}.{CDN}", "cdninstagram", "fbcdn"),
    ):
        yield f"https://{name}/a.jpg"


def _numbers() -> Iterator[str]:
    for address in (
        *("127.0.0.1", "127.1", "127.0.1", "2130706433", "017700000001", "0x7f000001", "0x7f.1"),
        *("0177.0.0.1", "0x7f.0.0.1", "0x7f.0x0.0x0.0x1", "127.0.0.1.", "0", "0.0.0.0", "0x0"),
        *("1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "2852039166"),
        *("0xa9fea9fe", "0251.0376.0251.0376", "100.64.0.1", "100.100.100.200", "224.0.0.1"),
        *("255.255.255.255", "8.8.8.8", "157.240.22.63", "1.1.1.1", "①②⑦.⓪.⓪.①", "127。0。0。1"),
        *("٣.٣.٣.٣", "127.0.0.1%00", "127.0.0.1 ", "00000127.0.0.1", "256.256.256.256"),
    ):
        yield f"https://{address}/a.jpg"
        yield f"https://{address}:{{port}}/a.jpg"
    for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254"):
        yield f"https://{address}.nip.example/a.jpg"
        yield f"https://{address}.cdninstagram.com.evil.example/a.jpg"


def _six() -> Iterator[str]:
    for address in (
        *("::1", "::", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "fe80::1", "fe80::1%25lo"),
        *("fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "2a03:2880::1", "::1%lo", "v1.a"),
        *("::1]:{port}[", "::1", CDN),
    ):
        yield f"https://[{address}]/a.jpg"
    yield "https://[::1]:{port}/a.jpg"
    yield "https://::1/a.jpg"
    yield f"https://[::1].{CDN}/a.jpg"
    yield f"https://[::1]@{CDN}/a.jpg"
    yield "https://[::1/a.jpg"


def _ports() -> Iterator[str]:
    for port in ("{port}", "80", "8443", "0", "22", "443{port}", "+443", "-1", "0443", "4 43", "",
                 "443:443", "65979", "x", "４４３", "443\\"):  # fmt: skip
        yield f"https://{CDN}:{port}/a.jpg"


def _schemes() -> Iterator[str]:
    for scheme in (
        *("http", "ftp", "file", "gopher", "dict", "ldap", "ws", "wss", "data", "javascript"),
        *("blob", "jar:https", "view-source:https", "HTTPS", "Https", "https ", " https", "httpſ"),
        *("\thttps", "https\n", "//https", "", "unix", "http+unix", "git+https", "about"),
    ):
        yield f"{scheme}://{CDN}/a.jpg"
    for bad in ELSEWHERE:
        yield f"http://{bad}/a.jpg"
        yield f"//{bad}/a.jpg"
    yield "file:///etc/passwd"
    yield "data:image/png;base64,AAAA"
    yield f"//{CDN}/a.jpg"
    yield f"{CDN}/a.jpg"
    yield "/etc/passwd"
    yield ""


def _injections() -> Iterator[str]:
    for text in ("\r\n", "\n", "\r", "\x00", "\t", " ", "\x0b", "\x7f", "\u2028", "\x85", "\ud800"):
        yield f"https://{CDN}{text}.evil.example/a.jpg"
        yield f"https://{CDN}/a.jpg{text}Host: evil.example"
        yield f"https://{CDN}/a.jpg HTTP/1.1{text}Host: evil.example{text}{text}"
        yield f"https://evil.example{text}{CDN}/a.jpg"
        yield f"{text}https://{CDN}/a.jpg"
    for text in ("%0d%0a", "%00", "%09", "%20", "%0a", "%e2%80%a8"):
        yield f"https://{CDN}{text}.evil.example/a.jpg"
        yield f"https://evil.example{text}{CDN}/a.jpg"
    for text in ("<", ">", '"', "{", "}", "|", "^", "`", "é", "%", "%g0", "%2", "#a", "#"):
        yield f"https://{CDN}/{text}"


def _paths() -> Iterator[str]:
    # These are addresses of the good host, whatever they contain: asked there, and nowhere else.
    for path in (
        *("//evil.example/a.jpg", "/@evil.example/", "/..//evil.example", "/%2F%2Fevil.example"),
        *("/%5C%5Cevil.example", "/%0d%0aHost:%20evil.example", "/https://evil.example/a.jpg"),
        *("/?url=https://127.0.0.1:{port}/", "/;@127.0.0.1:{port}/", "/%00", "/../../etc/passwd"),
        *("/%2e%2e/%2e%2e/a", "/?@127.0.0.1:{port}", "/:{port}/", "/a?b=//127.0.0.1:{port}"),
    ):
        yield f"https://{CDN}{path}"
