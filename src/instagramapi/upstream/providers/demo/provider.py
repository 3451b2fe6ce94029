"""The demo provider: answers every endpoint from a world that is the same on every machine."""

from instagramapi.upstream.providers.demo.answers.accounts import AccountAnswers
from instagramapi.upstream.providers.demo.answers.posts import PostAnswers
from instagramapi.upstream.providers.demo.answers.searches import SearchAnswers
from instagramapi.upstream.providers.demo.answers.topics import TopicAnswers


class DemoProvider(AccountAnswers, PostAnswers, SearchAnswers, TopicAnswers):
    """Answers for any account, post, tag, place and sound, always the same, asking nobody."""

    name = "demo"
