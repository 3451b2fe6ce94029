from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from instagramapi.catalog import sandbox, subjects
from instagramapi.catalog.subjects import (
    AccountRef,
    AudioRef,
    HighlightRef,
    LocationRef,
    PostRef,
    StoryRef,
    Subject,
    TagRef,
)

LARGEST_ID = 2**64 - 1
CODE, POST_ID = "DRqAYKuAIUx", "3776832898280228145"
PRIVATE_SUFFIX = "x9-_" * 7

IDS = st.integers(1, LARGEST_ID).map(str)
HANDLES = st.from_regex(r"[A-Za-z0-9._]{1,30}", fullmatch=True)
READERS = [
    subjects.account_by_handle,
    subjects.account_by_id,
    subjects.post_by_url,
    subjects.post_by_shortcode,
    subjects.post_by_id,
    subjects.post_in_any_form,
    subjects.location_by_id,
    subjects.location_by_url,
    subjects.story_by_id,
    subjects.story_by_url,
    subjects.highlight_by_id,
    subjects.highlight_by_url,
    subjects.audio_by_id,
    subjects.audio_by_url,
    subjects.tag_by_name,
]


@given(IDS)
@example("1")
@example(str(LARGEST_ID))
def test_an_id_and_its_shortcode_say_the_same(post_id: str) -> None:
    post = PostRef(id=post_id)

    assert subjects.post_by_shortcode(post.shortcode) == post
    assert subjects.post_by_id(post_id) == post
    assert subjects.post_by_url(f"https://www.instagram.com/p/{post.shortcode}/") == post


# Pairs that Instagram itself sent.
@pytest.mark.parametrize(
    ("code", "post_id"),
    [
        (CODE, POST_ID),
        ("DW1F7dciplI", "3870025531093850440"),
        ("BMokmydjG-M", "1380514280986406796"),
        ("DMsI5LsyOvL", "3687361308854381515"),
    ],
)
def test_shortcodes_convert_as_instagram_converts_them(code: str, post_id: str) -> None:
    assert subjects.post_id_of(code) == post_id
    assert subjects.shortcode_of(post_id) == code


@given(HANDLES)
@example("NIKE")
@example("sandbox.private")
@example("web")
def test_a_handle_is_written_in_any_case_and_with_or_without_at(handle: str) -> None:
    account = AccountRef(handle=handle.lower())

    assert subjects.account_by_handle(handle) == account
    assert subjects.account_by_handle(f"@{handle}") == account


@pytest.mark.parametrize(
    "text",
    [
        "https://www.instagram.com/nike/",
        "https://www.instagram.com/nike",
        "http://instagram.com/Nike//",
        "HTTPS://WWW.INSTAGRAM.COM/NIKE",
        "https://m.instagram.com/nike/?hl=en&igsh=MzRl%3D#top",
        "https://instagr.am/nike",
        "instagram.com/nike",
        "www.instagram.com/nike?hl=en",
        "https://www.instagram.com/@nike",
        "https://www.instagram.com/%6eike/",
        "https://www.instagram.com:443/nike/",
        "https://instagram.com:99999/nike",
        "https://www.instagram.com/nike/tagged/",
        "https://www.instagram.com/nike/reels/",
        "https://www.instagram.com/nike/p/DRqAYKuAIUx/",
        "https://instagram.com/_u/nike/",
    ],
)
def test_a_profile_is_named_by_any_of_its_urls(text: str) -> None:
    assert subjects.account_by_handle(text) == AccountRef(handle="nike")


@pytest.mark.parametrize(
    "text",
    [
        *("https://www.instagram.com/", "instagram.com", "https://instagram.com/_u/"),
        *("https://www.instagram.com/p/DRqAYKuAIUx/", "instagram.com/reel/DRqAYKuAIUx"),
        *("instagram.com/explore/tags/paris/", "instagram.com/stories/nike/123/"),
        *("instagram.com/share/BAHkJj0XyZ", "instagram.com/Accounts/login/"),
        *("https://www.facebook.com/nike", "ftp://instagram.com/nike", "https://evil.com/nike"),
        *("https://instagram.com.evil.com/nike", "javascript://instagram.com/nike"),
        *("nike/", "//instagram.com/nike", "ni ke", "nike\n", "@", "@@nike", "a" * 31, "nikë"),
        *("ni\u212ae", "ｎｉｋｅ", "٣٣", "https://www.instagram.com/nike%2Fposts"),
    ],
)
def test_what_names_no_profile_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"this (is|URL)"):
        subjects.account_by_handle(text)


@pytest.mark.parametrize(
    "text",
    [
        f"https://www.instagram.com/p/{CODE}/",
        f"https://www.instagram.com/p/{CODE}",
        f"http://instagram.com/reel/{CODE}//",
        f"https://m.instagram.com/reels/{CODE}/?igsh=abc",
        f"instagram.com/tv/{CODE}/",
        f"www.instagram.com/nike/p/{CODE}/",
        f"https://www.instagram.com/nike/reel/{CODE}/",
        f"https://www.instagram.com/p/{CODE}/embed/captioned/",
        f"https://www.instagram.com/p/{CODE}/c/17900000000000000/?img_index=2",
        f"https://www.instagram.com/p/{CODE}{PRIVATE_SUFFIX}/",
    ],
)
def test_a_post_is_named_by_any_of_its_urls(text: str) -> None:
    assert subjects.post_by_url(text) == PostRef(id=POST_ID)
    assert subjects.post_in_any_form(text) == PostRef(id=POST_ID)


@pytest.mark.parametrize(
    "text",
    [
        *(CODE, POST_ID, "https://www.instagram.com/", "https://www.instagram.com/nike/"),
        *("https://www.instagram.com/p/", "https://www.instagram.com/nike/p/"),
        *("https://www.instagram.com/nike/reels/", f"https://evil.com/p/{CODE}/"),
        # The code of a share link is no shortcode: read as one, it would name another post.
        *("https://www.instagram.com/share/p/BAHkJj0XyZ/", "instagram.com/share/reel/BAHkJj0XyZ"),
        *("https://www.instagram.com/reels/audio/12345/", "instagram.com/explore/p/DRqAYKuAIUx"),
    ],
)
def test_what_is_no_posts_url_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="URL"):
        subjects.post_by_url(text)


@pytest.mark.parametrize(
    "text", [CODE, CODE + PRIVATE_SUFFIX, POST_ID, f"{POST_ID}_787132", f"{POST_ID}_0"]
)
def test_a_post_is_named_by_its_code_or_its_id(text: str) -> None:
    assert subjects.post_in_any_form(text) == PostRef(id=POST_ID)


def test_digits_alone_are_an_id_but_can_be_asked_for_as_a_shortcode() -> None:
    assert subjects.post_in_any_form("1234567890") == PostRef(id="1234567890")
    assert subjects.post_by_shortcode("1234567890") != PostRef(id="1234567890")


@pytest.mark.parametrize("code", ["", "A", "AAAA", "DRqAYKuAIU!", "É", "A" + "_" * 11, "-" * 40])
def test_what_is_no_shortcode_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="shortcode"):
        subjects.post_by_shortcode(code)


def test_ids_have_64_bits_at_most() -> None:
    largest = subjects.shortcode_of(str(LARGEST_ID))
    assert subjects.post_by_shortcode(largest).id == str(LARGEST_ID)
    too_large = subjects.shortcode_of(str(LARGEST_ID + 1))

    with pytest.raises(ValueError, match="no post"):
        subjects.post_by_shortcode(too_large)


@pytest.mark.parametrize(
    "read", [subjects.account_by_id, subjects.post_by_id, subjects.location_by_id]
)
@pytest.mark.parametrize(
    "text",
    ["", "0", "007", "-1", "+1", "1.0", "1e3", "1_2_3", " 1", "٣", "１", str(2**64), "9" * 99],
)
def test_what_is_no_id_is_refused(read: Callable[[str], Subject], text: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.instagram.com/explore/locations/213385402/london-united-kingdom/",
        "http://m.instagram.com/explore/locations/213385402",
        "instagram.com/explore/locations/213385402/?hl=de",
    ],
)
def test_a_place_is_named_by_its_url(text: str) -> None:
    assert subjects.location_by_url(text) == LocationRef(id="213385402")


@pytest.mark.parametrize(
    "text",
    [
        *("213385402", "https://www.instagram.com/explore/locations/"),
        *("https://www.instagram.com/explore/tags/213385402/", "https://instagram.com/nike"),
        "https://www.instagram.com/explore/locations/GB/united-kingdom/",
    ],
)
def test_what_is_no_places_url_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"URL is not|not an id"):
        subjects.location_by_url(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("paris", "paris"),
        ("#Paris", "paris"),
        ("2026", "2026"),
        ("snake_case", "snake_case"),
        ("Café", "café"),
        ("cafe\u0301", "café"),
        ("हिन्दी", "हिन्दी"),
        ("ไทย", "ไทย"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("🔥", "🔥"),
        ("👍🏽", "👍🏽"),
        ("sandbox.private", "sandbox.private"),
        ("https://www.instagram.com/explore/tags/Paris/", "paris"),
        ("instagram.com/explore/tags/caf%C3%A9/?hl=en", "café"),
    ],
)
def test_a_tag_is_a_word_in_any_script(text: str, name: str) -> None:
    assert subjects.tag_by_name(text) == TagRef(name=name)


@pytest.mark.parametrize(
    "text",
    [
        *("", "#", "##paris", "two words", "semi;colon", "dot.dot", "a-b", "a^b", "x" * 101),
        *("nul\0", "line\n", "half \ud800", "over\u202eride", "https://instagram.com/nike"),
        *("instagram.com/explore/tags/", "instagram.com/explore/tags/%ff/"),
    ],
)
def test_what_is_no_tag_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"tag|decode"):
        subjects.tag_by_name(text)


@given(st.text(max_size=120))
def test_a_tag_is_read_as_it_is_written(text: str) -> None:
    try:
        tag = subjects.tag_by_name(text)
    except ValueError:
        return

    assert subjects.tag_by_name(str(tag)) == tag


@pytest.mark.parametrize("name", sorted(sandbox.NAMES))
def test_the_sandbox_has_its_subjects_in_every_form(name: str) -> None:
    post = subjects.post_in_any_form(name)

    assert subjects.account_by_handle(name) == AccountRef(handle=name)
    assert subjects.tag_by_name(f"#{name}") == TagRef(name=name)
    assert subjects.post_by_shortcode(post.shortcode) == post == subjects.post_by_id(post.id)
    assert subjects.story_by_id(name) == StoryRef(id=post.id)
    assert subjects.highlight_by_id(name) == HighlightRef(id=post.id)
    assert subjects.audio_by_id(name) == AudioRef(id=post.id)


def test_a_subject_is_written_briefly() -> None:
    written = [
        AccountRef(handle="nike"),
        AccountRef(id="787132"),
        PostRef(id="1"),
        LocationRef(id="2"),
        TagRef(name="paris"),
        StoryRef(id="3"),
        HighlightRef(id="4"),
        AudioRef(id="5"),
    ]

    texts = ["@nike", "id:787132", "1", "2", "paris", "3", "4", "5"]
    assert [str(subject) for subject in written] == texts


def test_a_highlight_is_no_story() -> None:
    url = "https://www.instagram.com/stories/highlights/17895485401104052/"

    assert subjects.highlight_by_url(url) == HighlightRef(id="17895485401104052")
    with pytest.raises(ValueError, match="this URL is a highlight's"):
        subjects.story_by_url(url)


WEIRD_URLS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["https://", "http://", "http://[", "https://@", "", "//", "ftp://"]),
    st.sampled_from(["instagram.com", "www.instagram.com", "instagram.com:99999", "[::1]", "]"]),
    st.lists(
        st.sampled_from(["/p", "/reel", "/explore", "/tags", "/locations", "/%00", "/%zz", "/_u"])
        | st.text(max_size=8).map("/{}".format)
        | st.integers(0, 255).map("/%{:02x}".format),
        max_size=4,
    ).map("".join),
)


@pytest.mark.parametrize("read", READERS)
@given(text=st.text() | st.text("٠١٢3456789_%/:[]@#.\0").filter(bool) | WEIRD_URLS)
@example(text="http://[")
@example(text="https://instagram.com:99999/x")
@example(text="\0" * 9)
@example(text="9" * 100_000)
@example(text="a" * 100_000)
@example(text="https://instagram.com/" + "p/" * 50_000)
def test_garbage_is_refused_with_a_value_error(read: Callable[[str], Subject], text: str) -> None:
    try:
        subject = read(text)
    except ValueError:
        return

    assert len(str(subject)) <= 100
