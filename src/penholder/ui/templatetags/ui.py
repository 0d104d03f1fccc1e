"""The tags that draw components, and the few that the page frame needs.

``{% ui "pill" text="Accepted" kind="accepted" %}`` draws a component;
``{% block_ui "card" heading="Open now" %}…{% slot "foot" %}…{% endslot %}{% endblock_ui %}`` one that holds words.
Every name is checked when the template is parsed. Slots see the variables around them; a component's own template sees
its props and slots only.
"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString

from penholder.ui.components import Component, UnknownComponentError, component
from penholder.ui.stylesheet import address

register = template.Library()


class ComponentNode(template.Node):
    child_nodelists = ()  # slots inside belong to this component, not to one around it

    def __init__(
        self, drawn: Component, props: Mapping[str, FilterExpression], slots: Mapping[str, NodeList]
    ) -> None:
        self.drawn = drawn
        self.props = props
        self.slots = slots

    def render(self, context: Context) -> SafeString:
        values = self.drawn.filled({name: value.resolve(context) for name, value in self.props.items()})
        slots = {name: SafeString(nodes.render(context).strip()) for name, nodes in self.slots.items()}
        inside = context.new({**values, "slots": slots, "csrf_token": context.get("csrf_token")})
        drawing = context.template.engine.get_template(self.drawn.template)  # type: ignore[union-attr]  # set while rendering
        return drawing.render(inside)


class SlotNode(template.Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:  # noqa: ARG002 - Django's signature
        raise template.TemplateSyntaxError(f"slot “{self.name}” must stand directly inside a block_ui.")


class FilledNode(template.Node):
    """Holds what a child template put into a block, so that it can be shown twice or its place left out."""

    def __init__(self, block: str, target: str) -> None:
        self.block = block
        self.target = target

    def render(self, context: Context) -> SafeString:
        words = BlockNode(self.block, NodeList()).render(context)
        context[self.target] = SafeString(words.strip())
        return SafeString("")


@register.tag("ui")
def draw(parser: Parser, token: Token) -> ComponentNode:
    drawn, props = _parts(parser, token)
    return ComponentNode(drawn, props, {})


@register.tag("block_ui")
def draw_around(parser: Parser, token: Token) -> ComponentNode:
    drawn, props = _parts(parser, token)
    nodes = parser.parse(("endblock_ui",))
    parser.delete_first_token()
    slots = [node for node in nodes if isinstance(node, SlotNode)]
    if len(slots) != len(nodes.get_nodes_by_type(SlotNode)):
        raise template.TemplateSyntaxError(
            f"A slot of “{drawn.name}” stands inside another tag; put that tag inside it."
        )
    held = {"body": NodeList(node for node in nodes if not isinstance(node, SlotNode))}
    for slot in slots:
        held[slot.name] = slot.nodelist
    for name in held:
        if name not in drawn.slots:
            raise template.TemplateSyntaxError(
                f"“{drawn.name}” has no slot “{name}”; it has: {_listed(drawn.slots)}."
            )
    return ComponentNode(drawn, props, held)


@register.tag("slot")
def slot(parser: Parser, token: Token) -> SlotNode:
    name = _literal(token.split_contents()[1:2])
    nodes = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(name, nodes)


@register.tag("filled")
def filled(parser: Parser, token: Token) -> FilledNode:  # noqa: ARG001 - Django's signature
    """``{% filled "aside" as aside %}``: what the child template put into block *aside*, or nothing."""
    bits = token.split_contents()
    if len(bits) != 4 or bits[2] != "as":  # noqa: PLR2004 - the four words of the tag
        raise template.TemplateSyntaxError('Write {% filled "block" as name %}.')
    return FilledNode(_literal(bits[1:2]), bits[3])


@register.simple_tag
def stylesheet() -> str:
    return address()


def _parts(parser: Parser, token: Token) -> tuple[Component, dict[str, FilterExpression]]:
    bits = token.split_contents()[1:]
    try:
        drawn = component(_literal(bits[:1]))
    except UnknownComponentError as unknown:
        raise template.TemplateSyntaxError(str(unknown)) from None
    rest = bits[1:]
    props: dict[str, Any] = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError(f"“{drawn.name}”: “{rest[0]}” is not written prop=value.")
    for name in props:
        if name not in drawn.props:
            raise template.TemplateSyntaxError(
                f"“{drawn.name}” has no prop “{name}”; it has: {_listed(drawn.props)}."
            )
    for name in drawn.needed:
        if name not in props:
            raise template.TemplateSyntaxError(f"“{drawn.name}” needs the prop “{name}”.")
    return drawn, props


def _literal(bits: list[str]) -> str:
    if not bits or len(bits[0]) < 3 or bits[0][0] not in "\"'" or bits[0][0] != bits[0][-1]:  # noqa: PLR2004 - quotes and a letter
        raise template.TemplateSyntaxError("The name stands first, in quotes.")
    return bits[0][1:-1]


def _listed(names: Any) -> str:
    return ", ".join(names) or "none"
