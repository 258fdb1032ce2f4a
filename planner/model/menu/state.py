"""A menu while it is being improved: what stands, what may be put, what it costs and misses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from planner.model.menu import moves
from planner.model.menu.board import Board, Given, copied, packed_board, packed_given
from planner.model.menu.items import IntArray, RowArray
from planner.model.menu.master import MasterResult
from planner.model.menu.moves import APART, BOUGHT, CAP, FIRST, MEAL, MOST_ITEMS, ONCE, PATTERN, SIZE
from planner.model.menu.pins import Pins, Place
from planner.model.menu.pools import pools
from planner.model.menu.problem import Meal, MenuProblem
from planner.model.menu.quantities import SAFE
from planner.model.program import FloatArray

Menu = tuple[tuple[Meal, ...], ...]  # per day, per slot

SHARE_NATS = 600.0  # nats for a slot's energy off by the whole day's
CLASH_NATS = 60.0  # nats for a food over its cap, twice a day, or on two days running
LONG_LIST_NATS = 7.0  # nats for each food on the shopping list beyond the most
_NEARLY = 0.03  # share of a target by which whole meals may stay behind fractions of meals, where neither reaches it
# Rows that stay missed grow heavier; nutrients faster than plate rules, which give way first.
_GROWTH, _RULE_GROWTH = 4.0, 3.5
_FAULTS_PER_NAT = 0.05  # a target missed counts as four plate rules, energy, magnesium and potassium as twelve
_PASSED = 2.0  # a limit passed counts as so many targets missed: no week passes one to come closer to a vitamin
_UNSAFE = 1000.0  # faults: nothing that is wished for weighs up what the health screening sets


def mean_bounds(problem: MenuProblem, master: MasterResult) -> tuple[FloatArray, FloatArray]:
    """(Q,) least and most on the mean day; what even fractions of meals miss, a menu must nearly come as close to."""
    bounds = problem.bounds
    asked = ~bounds.rule & ~bounds.soft
    short, over = (
        np.where(asked & (missed > 0.0), missed + _NEARLY * bounds.scale, 0.0) for missed in (master.short, master.over)
    )
    return bounds.mean_lower - short, bounds.mean_upper + over


class MenuState:
    """One menu being changed in place; days and slots count from 0.

    Bounds are rows: those on the mean day (of the whole plan), then those on each day. R = both together; amounts are
    in units of each bound's scale.
    """

    def __init__(
        self,
        problem: MenuProblem,
        master: MasterResult,
        pins: Pins | None = None,
        seed: int = 0,
        beside: MenuState | None = None,
    ) -> None:
        """``beside``: another menu of the same problem and pins, of which all that no search changes is taken."""
        self.problem, self._pins = problem, pins or Pins()
        bounds, days, slots = problem.bounds, problem.days, len(problem.slots)
        mean = np.flatnonzero(np.isfinite(bounds.mean_lower) | np.isfinite(bounds.mean_upper))
        day = np.flatnonzero(np.isfinite(bounds.day_lower) | np.isfinite(bounds.day_upper))
        # The dearest to miss come first: those are weighed most often, and soonest tell that a change is too dear.
        dear = np.abs(master.prices) * bounds.scale
        mean, day = (rows[np.argsort(-dear[rows], kind="stable")] for rows in (mean, day))
        self._quantity = np.concatenate([mean, day])  # (R,) which quantity a row bounds
        self._scale = bounds.scale[self._quantity]
        # What no menu can meet must come nearly as close as fractions of meals do; that of single days stays a wish, for
        # growing weights would only spoil the rest.
        self._soft = np.r_[bounds.soft[mean], (bounds.soft | (master.unmet & ~bounds.rule))[day]]
        self._first_weight = bounds.weight[self._quantity]
        # Bounds of the plan's mean are kept as those of its sum.
        whole = np.r_[np.full(len(mean), float(days)), np.ones(len(day))]
        self._margin = bounds.margin[self._quantity] / self._scale * whole
        if beside is None:
            self.given = self._given(master, mean, day, whole)
        else:
            weight, clash, group = self._first_weight.copy(), np.array([CLASH_NATS]), beside.given.group.copy()
            self.given = beside.given._replace(weight=weight, clash_nats=clash, group=group)  # what a search changes
        groups, rows = self.given.group.shape[1], len(self._scale)
        most = max(len(self.given.portion), len(self.given.pool_meals))
        self.board = Board(
            meals=np.full((days, slots, MEAL), -1, dtype=np.int64),
            brings=np.zeros((days, slots, rows)),
            sum_mean=np.zeros(len(mean)),
            sum_day=np.zeros((days, len(day))),
            value=np.zeros((days, slots, 2)),
            stands=np.zeros(groups, dtype=np.int64),
            today=np.zeros((days + 1, groups), dtype=np.int64),
            listed=np.zeros(1, dtype=np.int64),
            chance=np.array([seed], dtype=np.uint64),
            looks=np.zeros(1, dtype=np.int64),
            scores=np.empty(most),
            choices=np.empty(most, dtype=np.int64),
            ways=np.empty((MOST_ITEMS * (1 + int(np.diff(self.given.near_first).max(initial=0))), 3), dtype=np.int64),
            beside=np.empty(MOST_ITEMS, dtype=np.uint32),
            barred=np.empty(self.given.pool_bits.shape[1], dtype=np.uint64),
            base=np.empty(rows),
            costs=np.empty(rows),
            stake=np.empty(rows, dtype=np.bool_),
            rows=np.empty(rows, dtype=np.uint32),
            room=np.empty((rows, 3)),
        )
        self._all = (packed_given(self.given), packed_board(self.board))

    def _given(self, master: MasterResult, mean: IntArray, day: IntArray, whole: FloatArray) -> Given:
        problem, items, bounds, days = self.problem, self.problem.items, self.problem.bounds, self.problem.days
        content = np.zeros((len(items.food) + 1, len(self._scale)))
        content[:-1] = items.content[:, self._quantity] / self._scale
        roles = int(items.role.max()) + 1
        least, most = np.zeros((2, roles + 1, content.shape[1]))
        for role in range(roles):
            of_role = content[:-1][items.role[items.food] == role]
            if len(of_role):
                least[role], most[role] = of_role.min(axis=0), of_role.max(axis=0)
        caps = problem.caps()
        groups, foods = len(caps), problem.groups
        bought = np.arange(groups) < foods
        bought[items.same[[i for i, food in enumerate(items.foods) if food.role == "water"]]] = False
        group = np.zeros((5, groups + 1), dtype=np.int64)
        group[CAP] = np.iinfo(np.int64).max
        group[CAP, :-1], group[ONCE, :-1], group[APART, :-1], group[BOUGHT, :-1] = (
            caps, problem.once_a_day(), problem.apart, bought,
        )  # fmt: skip
        company = problem.company
        of_food = np.column_stack([items.same, items.family, items.role, company.category])
        portion = np.column_stack([items.food, of_food[items.food]])
        none = np.array([[len(items.foods), groups, int(items.family.max()) + 1, roles, company.liking.shape[1] - 1]])
        run, offered = self._offered()
        patterns = np.array([0, *accumulate(len(shape.cost) for shape in problem.patterns)])
        near_ends = np.array([0, *accumulate(len(shape.near) for shape in problem.patterns)])
        energy = items.content[:, problem.energy]
        kind_content = np.ascontiguousarray(problem.kind_content[:, self._quantity] / self._scale)
        found = pools(problem, master, self._pins)
        pool_rows = found.rows(content, kind_content)
        own, own_first, bits = found.bits()
        pinned = np.full((days, len(problem.slots), MOST_ITEMS), -1, dtype=np.int64)
        for place, held in self._pins.portions.items():
            pinned[place][: len(held)] = held
        lower, upper = mean_bounds(problem, master)
        return Given(
            low=np.r_[lower[mean], bounds.day_lower[day]] / self._scale * whole + self._margin,
            high=np.r_[upper[mean], bounds.day_upper[day]] / self._scale * whole - self._margin,
            weight=self._first_weight.copy(),
            content=content,
            least=least,
            most=most,
            kind_content=kind_content,
            portion=np.vstack([portion, none]).astype(np.uint32),
            energy=np.r_[energy, 0.0],
            group=group,
            alone=np.pad(np.ascontiguousarray(items.surprise[:, items.food] + items.deviation), ((0, 0), (0, 1))),
            clash=company.clash,
            liking=company.liking,
            kind_food=np.pad(problem.kind_food, ((0, 0), (0, 1))),
            run=run,
            offered=offered,
            slot_row=np.asarray(problem.slot_row, dtype=np.int64),
            share=self._pins.shares(problem),
            shape_first=patterns[:-1],
            shape_cost=np.concatenate([shape.cost for shape in problem.patterns]),
            shape_kind=np.concatenate([shape.kind for shape in problem.patterns]),
            near_first=np.r_[
                *(shape.near_first[:-1] + n for shape, n in zip(problem.patterns, near_ends, strict=False)),
                near_ends[-1:],
            ],
            near=np.vstack([shape.near for shape in problem.patterns]),
            pool_of=found.of,
            pool_first=found.first,
            pool_meals=found.meals,
            pool_rows=pool_rows,
            pool_groups=found.groups,
            pool_value=found.value,
            pool_range=found.range(pool_rows),
            pool_own=own,
            pool_own_first=own_first,
            pool_bits=bits,
            pinned=pinned,
            free=np.array(self._places(), dtype=np.int64).reshape(-1, 2),
            foods=foods,
            most_foods=problem.most_foods,
            new_food=float(problem.new_food),
            share_nats=SHARE_NATS / float(problem.share_kcal.mean(axis=1).sum()),
            clash_nats=np.array([CLASH_NATS]),
            long_list_nats=LONG_LIST_NATS,
        )

    def _offered(self) -> tuple[IntArray, RowArray]:
        """(rows, roles + 1) and flat: the portions of each role that may be put at each row of slots."""
        items = self.problem.items
        food = items.food[: self._pins.offered]
        role, roles = items.role[food], int(items.role.max()) + 1
        run, found, n = np.zeros((len(items.surprise), roles + 1), dtype=np.int64), [], 0
        for row, surprise in enumerate(items.surprise):
            at = np.flatnonzero(np.isfinite(surprise[food]))
            found.append(at[np.argsort(role[at], kind="stable")])
            run[row] = n + np.searchsorted(role[found[-1]], np.arange(roles + 1))
            n += len(at)
        return run, np.concatenate(found).astype(np.uint32)

    def _put(self, day: int, slot: int, meal: Meal) -> None:
        moves.put(*self._all, day, slot, _row(meal))

    def score(self) -> float:
        """The whole menu: nats, what it misses, clashes, and the price of every new food to buy."""
        return moves.score(*self._all)

    def plain_score(self) -> float:
        """The nats of the menu at the first weights: comparable between rounds."""
        weight, clash = self.given.weight.copy(), self.given.clash_nats.copy()
        self.first_weights()
        found = self.score()
        self.given.weight[:], self.given.clash_nats[:] = weight, clash
        return found

    def first_weights(self) -> None:
        """What is missed weighs what it did at first."""
        self.given.weight[:], self.given.clash_nats[:] = self._first_weight, CLASH_NATS

    def clashes(self) -> int:
        """Foods and kinds over their cap, twice a day, or on two days running where they may not."""
        group, today = self.given.group[:, :-1], self.board.today[:, :-1]
        over = np.maximum(self.board.stands[:-1] - group[CAP], 0).sum()
        twice = np.maximum(today - 1, 0)[:, group[ONCE] > 0].sum()
        running = ((today[1:] > 0) & (today[:-1] > 0) & (group[APART] > 0)).sum()
        return int(over + twice + running)

    def _wrong(self) -> tuple[FloatArray, FloatArray]:
        """How badly each hard row is missed: (mean rows,) and (days, day rows); 0 = it holds."""
        board, n = self.board, len(self.board.sum_mean)
        low, high = self.given.low - self._margin - 1e-9, self.given.high + self._margin + 1e-9
        over = np.where(self._soft, 0.0, np.where(self.problem.bounds.rule[self._quantity], 1.0, _PASSED))
        mean = np.where(board.sum_mean > high[:n], over[:n], (board.sum_mean < low[:n]) & ~self._soft[:n])
        day = np.where(board.sum_day > high[n:], over[n:], (board.sum_day < low[n:]) & ~self._soft[n:])
        return mean, day

    def _heavier(self) -> None:
        """Let the rows that are missed, and clashes, weigh more."""
        mean, day = self._wrong()
        wrong = np.r_[mean, day.max(axis=0)] > 0.0
        growth = np.where(self.problem.bounds.rule[self._quantity], _RULE_GROWTH, _GROWTH)
        self.given.weight[wrong] *= growth[wrong]
        if self.clashes():
            self.given.clash_nats[:] *= _RULE_GROWTH

    def faults(self) -> float:
        """How much is wrong: every hard row missed (a nutrient counts as several rules), and every clash."""
        mean, day = self._wrong()
        bounds = self.problem.bounds
        counts = np.where(bounds.rule, 1.0, np.where(bounds.weight >= SAFE, _UNSAFE, _FAULTS_PER_NAT * bounds.weight))
        return float(np.r_[mean, day.sum(axis=0)] @ counts[self._quantity] + self.clashes())

    def _places(self) -> list[Place]:
        return [
            (day, slot)
            for day in range(self.problem.days)
            for slot in range(len(self.problem.slots))
            if (day, slot) not in self._pins.meals
        ]

    def menu(self) -> Menu:
        """The menu as it stands."""
        return tuple(tuple(map(_meal, row)) for row in self.board.meals.tolist())

    def keep(self) -> Board:
        """What stands, to go back to."""
        return copied(self.board)

    def back_to(self, kept: Board) -> None:
        """Back to a menu seen before; the random numbers and the count of looks go on."""
        for name, part in kept._asdict().items():
            if name not in ("chance", "looks"):
                np.copyto(getattr(self.board, name), part)


def _row(meal: Meal) -> IntArray:
    row = np.full(MEAL, -1, dtype=np.int64)
    row[PATTERN], row[SIZE] = meal[0], len(meal[1])
    row[FIRST : FIRST + len(meal[1])] = meal[1]
    return row


def _meal(row: Sequence[int]) -> Meal:
    return row[PATTERN], tuple(row[FIRST : FIRST + row[SIZE]])
