"""What a story is called in the report for departments: of which item it is, and its title in Chinese."""

import pytest


def story(item: str, title: str) -> pytest.MarkDecorator:
    """Marks a test as a story of a service item: `@story("MZ-012", "满八十周岁，次月起发")`."""
    return pytest.mark.story(item=item, title=title)
