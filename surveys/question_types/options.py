"""Choices on the page, written without a template for each: on a list of States that was most of the work.

Names, ids and structure are those of Django's own widgets.
"""

from collections.abc import Iterable, Iterator

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INPUT = '<input type="{0}" name="{1}" value="{2}" id="{3}"{4}{5}>'


class Options:
    """What the widgets have in common."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        attrs = self.build_attrs(self.attrs, attrs)
        of_all = attrs.pop("id")
        inputs = self.inputs(name, self.choices, self.format_value(value), of_all, flatatt(attrs))
        inside = format_html_join("\n", f'<div><label for="{{3}}">{INPUT} {{6}}</label></div>', inputs)
        return format_html('<div id="{}">{}</div>', of_all, inside)

    def inputs(
        self, name: str, options: Iterable, chosen: list[str], before: str, attributes: str = ""
    ) -> Iterator[tuple]:
        """What INPUT is filled in with, and the label; ids are `before` and a number."""
        for number, (value, label) in enumerate(options):
            checked = " checked" if str(value) in chosen else ""
            yield self.input_type, name, value, f"{before}_{number}", attributes, checked, label


class Points(Options, forms.RadioSelect):
    """One of them."""


class Boxes(Options, forms.CheckboxSelectMultiple):
    """Any of them."""


class FoldedBoxes(Boxes):
    """Boxes in groups, folded where nothing is chosen: works on a telephone and without a script."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        chosen, of_all = self.format_value(value), attrs["id"]
        groups = []
        for place, (group, options) in enumerate(self.choices):
            inputs = list(self.inputs(name, options, chosen, f"{of_all}_{place}"))
            is_open = " open" if any(checked for *_others, checked, _label in inputs) else ""
            inside = format_html_join("\n", f"<label>{INPUT}{{6}}</label>", inputs)
            groups.append((is_open, group, inside))
        return format_html_join("\n", "<details{}><summary>{}</summary>\n{}\n</details>", groups)


class LongList(forms.Select):
    """One of many, in groups."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        chosen = self.format_value(value)
        inside = [
            format_html('<optgroup label="{}">{}</optgroup>', one, self.options_of(label, chosen))
            if isinstance(label, (list, tuple))
            else self.options_of([(one, label)], chosen)
            for one, label in self.choices
        ]
        attributes = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html(
            '<select name="{}"{}>{}</select>', name, attributes, format_html_join("\n", "{}", zip(inside))
        )

    def options_of(self, options: Iterable, chosen: list[str]) -> SafeString:
        marked = ((value, " selected" if str(value) in chosen else "", label) for value, label in options)
        return format_html_join("\n", '<option value="{}"{}>{}</option>', marked)
