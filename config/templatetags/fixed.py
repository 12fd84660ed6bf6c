"""`{% fixed %}…{% endfixed %}`, which every template has without loading it."""

from __future__ import annotations

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class FixedNode(template.Node):
    """A piece of a page that is the same for everybody who reads the language."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[str, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The piece as it was drawn first; it can not see the page's values, only LANGUAGE_CODE."""
        language = get_language() or ""
        if language not in self.kept:
            alone = context.new({"LANGUAGE_CODE": language})
            self.kept[language] = self.nodelist.render(alone)
        return self.kept[language]


@register.tag
def fixed(parser: Parser, token: Token) -> FixedNode:
    """Draw what is between the tags once a language and process: words, icons, static files."""
    nodelist = parser.parse(["endfixed"])
    parser.delete_first_token()
    return FixedNode(nodelist)
