"""The same call in six languages, as it can be pasted and run."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from shlex import quote
from urllib.parse import quote as escape
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Ask:
    """One call to show: where, with which parameters, by whom."""

    server: str
    path: str
    name: str
    """The endpoint's name, as the command line calls it."""
    parameters: Mapping[str, str]
    key: str
    method: str = "GET"

    @property
    def url(self) -> str:
        """The whole address; a parameter named in the path is put there."""
        path, rest = self.path, dict(self.parameters)
        for name in [name for name in rest if f"{{{name}}}" in path]:
            path = path.replace(f"{{{name}}}", escape(rest.pop(name), safe=""))
        return f"{self.server}{path}" + (f"?{urlencode(rest)}" if rest else "")


def samples(ask: Ask) -> tuple[tuple[str, str], ...]:
    """Write a call in every language: pairs of its name and the text."""
    return tuple((language, write(ask)) for language, write in _LANGUAGES.items())


def _curl(ask: Ask) -> str:
    method = "" if ask.method == "GET" else f"-X {ask.method} "
    return f'curl {method}{quote(ask.url)} \\\n  -H "Authorization: Bearer {ask.key}"'


def _python(ask: Ask) -> str:
    return f"""\
import json
from urllib.request import Request, urlopen

request = Request(
    {_text(ask.url)},
    headers={{"Authorization": "Bearer {ask.key}"}},
)
with urlopen(request) as answer:
    envelope = json.load(answer)

print(envelope["data"])
print(envelope["meta"]["credits_charged"], "credits charged")"""


def _javascript(ask: Ask) -> str:
    return f"""\
const answer = await fetch({_text(ask.url)}, {{
  headers: {{ Authorization: "Bearer {ask.key}" }},
}});
const {{ data, error, meta }} = await answer.json();
if (error) throw new Error(`${{error.code}}: ${{error.message}}`);

console.log(data, meta.credits_charged, "credits charged");"""


def _go(ask: Ask) -> str:
    return f"""\
package main

import (
	"fmt"
	"io"
	"net/http"
)

func main() {{
	request, _ := http.NewRequest("GET", {_text(ask.url)}, nil)
	request.Header.Set("Authorization", "Bearer {ask.key}")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {{
		panic(err)
	}}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	fmt.Println(answer.Header.Get("x-credits-charged"), "credits charged")
	fmt.Println(string(body))
}}"""


def _php(ask: Ask) -> str:
    return f"""\
<?php
$request = stream_context_create(["http" => [
    "header" => "Authorization: Bearer {ask.key}",
    "ignore_errors" => true,
]]);
$body = file_get_contents({_text(ask.url)}, false, $request);
$envelope = json_decode($body, true);

print_r($envelope["data"] ?? $envelope["error"]);"""


def _command(ask: Ask) -> str:
    given = " ".join(
        f"--{name.replace('_', '-')} {quote(text)}" for name, text in ask.parameters.items()
    )
    return (
        f"export INSTAGRAMAPI_URL={ask.server} INSTAGRAMAPI_KEY={ask.key}\n"
        f"instagramapi call {ask.name} {given}".rstrip()
    )


def _text(text: str) -> str:
    return json.dumps(text)


_LANGUAGES: Mapping[str, Callable[[Ask], str]] = {
    "curl": _curl,
    "Python": _python,
    "JavaScript": _javascript,
    "Go": _go,
    "PHP": _php,
    "CLI": _command,
}
