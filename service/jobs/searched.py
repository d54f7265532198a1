"""What the search for one person's data goes through, and by what it knows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from service.jobs.basket import Basket
from service.jobs.own_answers import Whose
from service.jobs.pack import Contents, Subject
from service.jobs.world import World
from service.policy.register import Register
from service.policy.years import Years
from service.reconcile.actual import Item, Stage

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Searched:
    """All that the search needs. items: the ledger's; by: by what a response is known to be theirs; agreed: of whom each answer
    that agreed a plan is, by the answer's id."""

    world: World
    register: Register
    years: Years
    items: Mapping[str, Item]
    who: Subject
    by: Whose
    basket: Basket
    contents: Contents
    agreed: Mapping[str, str] = field(default_factory=dict)

    def there(self, key: str) -> Item | None:
        found = self.items.get(key)
        return found if found and found.file_id and found.stage is not Stage.INTENDED else None

    def rows(self, item: Item, title: str) -> Rows:
        """A tab's rows; none where there is no such tab."""
        looked = self.basket.ask(f"'{item.name}'", partial(self.world.books.look, item.file_id))
        if looked is None or title not in looked:
            return ()
        return self.basket.ask(f"'{item.name}', {title}", partial(self.world.books.rows, item.file_id, title)) or ()
