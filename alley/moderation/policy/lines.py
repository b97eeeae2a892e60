"""Where in the YAML a part of the policy stands, so that an error names its line."""

import re

import yaml

STEP = re.compile(r"[^.\[\]]+|\[\d+\]")


def line_of(text: str, place: str) -> int | None:
    """The line (from 1) of `limits.comment_wait`, `guidelines[2].title` or `no_abuse.rules[0]`;
    of the nearest part above it where it is missing."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    line = None
    for step in STEP.findall(place):
        found = _below(node, step) if node is not None else None
        if found is None:
            break
        node, line = found
    return line


def _below(node: yaml.Node, step: str) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.SequenceNode) and step.startswith("["):
        at = int(step[1:-1])
        if at < len(node.value):
            return node.value[at], node.value[at].start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
        for key, value in node.value:
            if key.value == "guidelines" and isinstance(value, yaml.SequenceNode):
                return _guideline(value, step)
    return None


def _guideline(guidelines: yaml.SequenceNode, name: str) -> tuple[yaml.Node, int] | None:
    for each in guidelines.value:
        if not isinstance(each, yaml.MappingNode):
            continue
        for key, value in each.value:
            if key.value == "id" and value.value == name:
                return each, each.start_mark.line + 1
    return None
