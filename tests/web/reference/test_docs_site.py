"""Every page as a visitor finds it: reachable, whole, guarded, small, and without dead ends."""

import gzip
import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import anyio
import httpx2
import pytest
from site_makers import HTML, Elements, open_pages

from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.errors import PROBLEMS

START = ("/", "/docs/find?q=cursor", "/docs/find?q=nothinglikethis", "/lost")
# What is linked from texts and belongs to other doors.
OTHER_DOORS = ("/openapi.json", "/static/")
FIRST_PAGE_BYTES = 50_000
NO_TWIN = ("/docs/endpoints", "/docs/openapi")

pytestmark = pytest.mark.anyio

Pages = dict[str, httpx2.Response]


async def crawl(data_dir: Path) -> Pages:
    """Follow every link of this site from the start page on."""
    seen: Pages = {}
    async with open_pages(data_dir) as client:
        waiting = list(START)
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen[path] = await client.get(path, headers=HTML)
            waiting += [link for link in links_of(path, seen[path]) if link not in seen]
    return seen


def links_of(path: str, answer: httpx2.Response) -> list[str]:
    if "text/html" not in answer.headers["content-type"]:
        return []
    elements = Elements(answer.text)
    found = elements.values("a", "href") + elements.values("link", "href")
    found += elements.values("script", "src") + elements.values("img", "src")
    found += elements.values("use", "href")
    absolute = (urldefrag(urljoin(path, link)).url for link in found)
    return [link for link in absolute if link.startswith("/")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return anyio.run(crawl, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def documents(site: Pages) -> dict[str, str]:
    return {
        path: answer.text
        for path, answer in site.items()
        if "text/html" in answer.headers["content-type"]
    }


@pytest.fixture(scope="module")
def parsed(documents: dict[str, str]) -> dict[str, Elements]:
    return {path: Elements(text) for path, text in documents.items()}


def test_every_link_leads_somewhere(site: Pages) -> None:
    dead = {path: answer.status_code for path, answer in site.items() if answer.status_code != 200}

    assert dead == {"/lost": 404}
    assert len(site) > 2 * len(CATALOGUE)


def test_every_anchor_that_is_linked_exists(parsed: dict[str, Elements]) -> None:
    anchors = {
        path: {attributes.get("id") for _, attributes in elements.found}
        for path, elements in parsed.items()
    }
    dead = [
        (path, link)
        for path, elements in parsed.items()
        for link in elements.values("a", "href")
        if (whole := urldefrag(urljoin(path, link))).fragment
        and whole.url in anchors
        and whole.fragment not in anchors[whole.url]
    ]
    assert dead == []


def test_every_endpoint_has_a_page_with_a_form_to_try_it(documents: dict[str, str]) -> None:
    for endpoint in CATALOGUE:
        page = documents[f"/docs/{endpoint.name}"]
        assert f'name="endpoint" value="{endpoint.name}"' in page
        assert 'id="response-example"' in page
        for name in endpoint.names.values():
            assert f'id="parameter-{name}"' in page
            assert f'id="try-p-{name}"' in page


def test_every_error_has_its_section(documents: dict[str, str]) -> None:
    ids = {attributes.get("id") for _, attributes in Elements(documents["/docs/errors"]).found}

    assert {problem.code for problem in PROBLEMS} <= ids


async def test_an_error_leads_to_its_section(tmp_path: Path) -> None:
    async with open_pages(tmp_path, public_url="https://api.example.com") as client:
        doc_url = (await client.get("/v1/nothing")).json()["error"]["doc_url"]

    assert doc_url == "https://api.example.com/docs/errors#unknown_endpoint"


def test_no_page_has_anything_inline(
    documents: dict[str, str], parsed: dict[str, Elements]
) -> None:
    for path, text in documents.items():
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
        assert not re.search(r"<style", text), path
        for _, attributes in parsed[path].found:
            assert "style" not in attributes, path
            assert not [name for name in attributes if name.startswith("on")], path


def test_every_page_is_guarded(site: Pages) -> None:
    for path, answer in site.items():
        policy = answer.headers.get("content-security-policy", "")
        if not path.startswith(OTHER_DOORS):
            assert "script-src 'self'; style-src 'self'" in policy, path
        if "text/html" in answer.headers["content-type"]:
            assert "default-src 'none'" in policy, path


def test_nothing_is_loaded_from_another_host(parsed: dict[str, Elements]) -> None:
    for path, elements in parsed.items():
        loaded = elements.values("script", "src") + elements.values("img", "src")
        loaded += elements.values("link", "href") + elements.values("form", "action")
        assert [url for url in loaded if urlsplit(url).netloc] == [], path


def test_ids_are_unique_and_labels_lead_to_fields(parsed: dict[str, Elements]) -> None:
    for path, elements in parsed.items():
        ids = [value for tag, attributes in elements.found if (value := attributes.get("id"))]
        assert len(ids) == len(set(ids)), (path, {each for each in ids if ids.count(each) > 1})
        named = elements.values("label", "for") + elements.values("section", "aria-labelledby")
        assert set(named) <= set(ids), path


def test_the_first_page_is_small(site: Pages) -> None:
    first = site["/"]
    loaded = [path for path in links_of("/", first) if path.startswith("/static/")]
    # The icons are asked for once, whatever their fragment; the modules import their neighbours.
    scripts = [path for path in site if path.startswith("/static/") and path.endswith(".js")]
    total = sum(
        len(gzip.compress(site[path].content, 9, mtime=0)) for path in {*loaded, *scripts}
    ) + len(gzip.compress(first.content, 6))

    assert total < FIRST_PAGE_BYTES


def test_every_page_of_the_docs_has_a_markdown_twin(site: Pages, documents: dict[str, str]) -> None:
    pages = [
        path
        for path in documents
        if path.startswith("/docs") and "find" not in path and path not in NO_TWIN
    ]
    for path in pages:
        twin = site[f"{path}.md"]
        assert twin.headers["content-type"] == "text/markdown; charset=utf-8"
        assert twin.text.startswith("# ")
