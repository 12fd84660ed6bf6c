"""What is looked at on a page in a real browser: axe, widths, the focus, a refused form."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

SHOTS = Path(os.environ["SHOTS"]) if "SHOTS" in os.environ else None
AXE = Axe()
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OF_COLOURS = ("color-contrast", "link-in-text-block")
THEMES = ("light", "dark", "contrast")
ERROR = {"uz": "Xato:", "ru": "Ошибка:", "en": "Error:"}

FACTS = """() => ({
  headings: document.querySelectorAll('h1').length,
  lang: document.documentElement.lang,
  styles: [...document.querySelectorAll('style, script:not([src])')].length,
})"""
SMALL = """() => {
  const small = [];
  const controls = 'button, summary, select, input, textarea, .button, nav a';
  for (const one of document.querySelectorAll(controls)) {
    if (!one.checkVisibility() || one.closest('.vh, .options')) continue;
    if (one.matches('[type=checkbox], [type=radio], [type=hidden]')) continue;
    const { width, height } = one.getBoundingClientRect();
    const size = `${Math.round(width)} × ${Math.round(height)}`;
    if (Math.min(width, height) < 43.5) small.push(`${size}: ${one.outerHTML.slice(0, 120)}`);
  }
  return small;
}"""
FOCUS = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return '';
  const shown = focused.closest('.option') ?? focused;
  const style = getComputedStyle(shown);
  const drawn = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  const box = shown.getClientRects()[0];
  const name = shown.outerHTML.slice(0, 120);
  if (!box) return `no box: ${name}`;
  if (!drawn) return `no ring: ${name}`;
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const places = box.height > innerHeight / 2 ? [innerHeight / 2] : [box.top + 3, box.bottom - 3];
  for (const y of places) {
    const there = document.elementFromPoint(x, y);
    const own = there && (shown.contains(there) || there.contains(shown));
    if (!own) return `at ${Math.round(y)} under ${there?.outerHTML.slice(0, 60)}: ${name}`;
  }
  return '';
}"""


def violations(page, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds: by these rules alone, or by all of WCAG 2.2 A and AA."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    found = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        {"runOnly": only, "resultTypes": ["violations"]},
    )
    return [
        f"{one['id']}: {node['html'][:140]} {node['failureSummary'][-200:]}"
        for one in found
        for node in one["nodes"]
    ]


def in_every_theme(page, name: str) -> list[str]:
    """Everything in the light theme, and in the others what depends on colours.

    The window is as high as the page, so that nothing lies half under a bar of the phone. With
    SHOTS set there are pictures of it.
    """
    size = page.viewport_size
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**size, "height": max(height, size["height"])})
    page.evaluate(AXE.axe_script)
    faults = []
    for theme in THEMES:
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        if SHOTS:
            page.screenshot(path=SHOTS / f"{name.replace('/', '_')} {size['width']} {theme}.png")
        rules = () if theme == "light" else OF_COLOURS
        faults += [f"{theme}: {one}" for one in violations(page, rules)]
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    page.set_viewport_size(size)
    return faults


def of_the_house(page, locale: str) -> list[str]:
    """One h1, a title, the right language, nothing inline."""
    found = page.evaluate(FACTS)
    wanted = {"headings": 1, "lang": locale, "styles": 0}
    titled = page.title().strip(" ·") not in ("", "Imtihon")
    return [f"{name} {found[name]}" for name in wanted if found[name] != wanted[name]] + (
        [] if titled else ["no title"]
    )


def too_small(page) -> list[str]:
    """The controls of a touch screen that a finger misses."""
    return page.evaluate(SMALL) if page.evaluate("matchMedia('(pointer: coarse)').matches") else []


def too_wide(page, widths: tuple[int, ...]) -> list[str]:
    """The widths at which a page scrolls sideways, and whether it does with text of 200 %."""
    size, faults = page.viewport_size, []
    for width in widths:
        page.set_viewport_size({**size, "width": width})
        if more := _sideways(page):
            faults.append(f"{more} px too wide at {width}")
    page.set_viewport_size(size)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if more := _sideways(page):
        faults.append(f"{more} px too wide with text of 200 %")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return faults


def _sideways(page) -> int:
    return max(0, page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def focus_faults(page, presses: int) -> list[str]:
    """Where the focus is not to be seen, or lies under something, while Tab is pressed."""
    faults = []
    for _press in range(presses):
        page.keyboard.press("Tab")
        if fault := page.evaluate(FOCUS):
            faults.append(fault)
    return faults


def of_a_refusal(page, locale: str, typed: dict[str, str]) -> list[str]:
    """The summary has the focus, the title says so, links lead to fields, values are kept."""
    faults = []
    if not page.title().startswith(ERROR[locale]):
        faults.append(f"the title is {page.title()}")
    if not page.evaluate("document.activeElement.matches('.error-summary')"):
        faults.append("the summary has no focus")
    links = page.locator(".error-summary a")
    if links.count() < page.locator("main form [aria-invalid=true]").count():
        faults.append("the summary does not name every field")
    for link in links.all():
        link.press("Enter")
        target = link.get_attribute("href")
        if not page.evaluate("target => document.activeElement.matches(target)", target):
            faults.append(f"{target} gets no focus")
    for name, value in typed.items():
        field = page.locator(f"main form [name={name}]")
        if field.get_attribute("type") != "password" and field.input_value() != value:
            faults.append(f"{name} has lost {value}")
    return faults
