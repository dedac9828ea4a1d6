"""Every list, board and form once, as a person meets it on a phone: nothing sticks out, no icon or word is missing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.foundation.records.kinds import record_models
from tenure.interfaces.web.addresses import list_url, new_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TECHNICAL = re.compile(r"_|^Is |\b(id|pct|qty)\b")
LOOK = """() => {
  const all = (words) => [...document.querySelectorAll(words)];
  const labels = all("#main label, #main th, #main legend, #main h1").map((each) => each.innerText.trim());
  const blank = all("svg use").filter((each) => each.checkVisibility() && !each.getBBox().width);
  return {
    wide: document.documentElement.scrollWidth > innerWidth,
    labels: labels,
    icons: blank.map((each) => each.getAttribute("href")),
  };
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_fits_a_phone_and_speaks_plainly(page: Page, sign_in: object, customer: Account, theme: str) -> None:
    sign_in(user=User.objects.get(email="ada@northwind.example"))  # type: ignore[operator]
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 390, "height": 844})
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)

    troubles = []
    for model in record_models():
        addresses = [list_url(model.kind), new_url(model.kind)]
        addresses += [f"{list_url(model.kind)}board/"] if model.kind.stage else []
        for address in addresses:
            answer = page.goto(address)
            seen = page.evaluate(LOOK)
            technical = [label for label in seen["labels"] if TECHNICAL.search(label)]
            if answer is None or not answer.ok or seen["wide"] or seen["icons"] or technical or errors:
                troubles.append((address, answer and answer.status, seen["wide"], seen["icons"], technical, [*errors]))
            errors.clear()

    assert troubles == []
