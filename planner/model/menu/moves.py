"""Moves, compiled: every other meal, food, portion or shape in one place weighed at once, and how menus cool down.

All of it stands in one file, long as it is: compiled code is kept on disk by file, and would notice no change of what
it calls, or of numbers that it uses, in another one.
"""

from __future__ import annotations

from math import exp, inf, log

import numpy as np

from planner.model.compiled import compiled, inlined, inner
from planner.model.menu.board import Board, Given
from planner.model.menu.items import IntArray, RowArray
from planner.model.program import BoolArray, FloatArray

MOST_ITEMS = 12
# A meal is a row of whole numbers: its pattern, how many portions it has, the portions in ascending order.
PATTERN, SIZE, FIRST = 0, 1, 2
MEAL = FIRST + MOST_ITEMS
FOOD, SAME, FAMILY, ROLE, CATEGORY = 0, 1, 2, 3, 4  # columns of ``Given.portion``
CAP, ONCE, APART, BOUGHT, CLOSED = 0, 1, 2, 3, 4  # columns of ``Given.group``
KCAL, NATS, LIKING = 0, 1, 2  # columns of ``Given.pool_value``; the first two also of ``Board.value``

BETTER = 1e-7  # a change must bring more than this
_LOOKS_AT_POOL = 2  # a pool of whole meals takes as long as two ways to change a meal
_STEPS = 8  # changes of single foods in one meal, one after the other
_HOPELESS = 8.0  # temperatures: what is so much worse than the best is not drawn
_OTHERS = 3  # places that are mended along with those that need it
_EXCHANGES = 0.6  # share of the visits that also try to exchange the meal with that of another day
_DRAWS = 2  # single foods drawn anew at each visit of a heated sweep
_SAME_SHAPE = 0.5  # share of these that keep the shape of the meal; the others may change it, too


@inner
def _uniform(board: Board) -> float:
    """The next random number in [0, 1): splitmix64."""
    board.chance[0] += np.uint64(0x9E3779B97F4A7C15)
    z = board.chance[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@inner
def _shuffled(board: Board, n: int) -> IntArray:
    """0 to n - 1 in random order."""
    order = np.arange(n)
    for i in range(n - 1, 0, -1):
        j = int(_uniform(board) * (i + 1))
        order[i], order[j] = order[j], order[i]
    return order


@inner
def _count(given: Given, board: Board, day: int, slot: int, step: int) -> None:
    """The groups of a meal counted (step 1) or no longer counted (-1)."""
    meal = board.meals[day, slot]
    for i in range(meal[SIZE]):
        group = given.portion[meal[FIRST + i], SAME]
        if given.group[BOUGHT, group] and board.stands[group] == (0 if step > 0 else 1):
            board.listed[0] += step
        board.stands[group] += step
        board.today[day, group] += step
    kind = given.foods + given.shape_kind[given.shape_first[slot] + meal[PATTERN]]
    board.stands[kind] += step
    board.today[day, kind] += step


@compiled
def take(given: Given, board: Board, day: int, slot: int) -> None:
    """The place is empty."""
    if board.meals[day, slot, PATTERN] < 0:
        return
    _count(given, board, day, slot, -1)
    brought, sum_mean, sum_day = board.brings[day, slot], board.sum_mean, board.sum_day
    means = len(sum_mean)
    for r in range(means):
        sum_mean[r] -= brought[r]
        brought[r] = 0.0
    for r in range(means, len(brought)):
        sum_day[day, r - means] -= brought[r]
        brought[r] = 0.0
    board.meals[day, slot, PATTERN] = -1
    board.value[day, slot, KCAL] = board.value[day, slot, NATS] = 0.0


@compiled
def put(given: Given, board: Board, day: int, slot: int, meal: IntArray) -> None:
    """The meal stands at the place, and nothing else does."""
    take(given, board, day, slot)
    for i in range(MEAL):
        board.meals[day, slot, i] = meal[i]
    _count(given, board, day, slot, 1)
    shape, row = given.shape_first[slot] + meal[PATTERN], given.slot_row[slot]
    kind = given.shape_kind[shape]
    brought, of_kind, content, portions, clash, liking = (
        board.brings[day, slot], given.kind_content, given.content, given.portion, given.clash, given.liking
    )  # fmt: skip
    for r in range(len(brought)):
        brought[r] = of_kind[kind, r]
    kcal, nats = 0.0, given.shape_cost[shape]
    for i in range(meal[SIZE]):
        portion = meal[FIRST + i]
        food = portions[portion, FOOD]
        for r in range(len(brought)):
            brought[r] += content[portion, r]
        kcal += given.energy[portion]
        nats += given.alone[row, portion] + given.kind_food[kind, food]
        for j in range(i):
            other = meal[FIRST + j]
            of_both = liking[row, portions[portion, CATEGORY], portions[other, CATEGORY]]
            nats += clash[food, portions[other, FOOD]] + of_both
    sum_mean, sum_day = board.sum_mean, board.sum_day
    means = len(sum_mean)
    for r in range(means):
        sum_mean[r] += brought[r]
    for r in range(means, len(brought)):
        sum_day[day, r - means] += brought[r]
    board.value[day, slot, KCAL] = kcal
    board.value[day, slot, NATS] = nats


@inlined
def _barred(about: IntArray, stands: IntArray, today: IntArray, day: int, group: int) -> bool:
    """Whether a group may not be put on this day, given what stands elsewhere. ``about``: ``Given.group``."""
    # No branches, for they could not be foretold. Day -1 is the last row of ``today``, which stays empty.
    beside = today[day - 1, group] + today[day + 1, group]
    more = about[CLOSED, group] + about[ONCE, group] * today[day, group] + about[APART, group] * beside
    barred: bool = (stands[group] >= about[CAP, group]) | (more > 0)
    return barred


@inner
def _off(given: Given, day: int, slot: int, kcal: float) -> float:
    """Nats for the energy of a meal outside its slot's share."""
    off: float = max(given.share[day, slot, 0] - kcal, kcal - given.share[day, slot, 1], 0.0)
    return off * given.share_nats


@compiled
def score(given: Given, board: Board) -> float:
    """The whole menu: nats, what it misses, clashes, and the price of every food to buy."""
    means, days = len(board.sum_mean), len(board.meals)
    total = 0.0
    for r in range(len(given.low)):
        if r < means:
            total += max(given.low[r] - board.sum_mean[r], board.sum_mean[r] - given.high[r], 0.0) * given.weight[r]
            continue
        for day in range(days):
            there = board.sum_day[day, r - means]
            total += max(given.low[r] - there, there - given.high[r], 0.0) * given.weight[r]
    for day in range(days):
        for slot in range(board.meals.shape[1]):
            total += _off(given, day, slot, board.value[day, slot, KCAL]) + board.value[day, slot, NATS]
    clashes = 0
    for group in range(given.group.shape[1] - 1):
        clashes += max(board.stands[group] - given.group[CAP, group], 0)
        for day in range(days):
            if given.group[ONCE, group]:
                clashes += max(board.today[day, group] - 1, 0)
            if given.group[APART, group] and board.today[day, group] > 0 and board.today[day - 1, group] > 0:
                clashes += 1
    foods = int(board.listed[0])
    total += given.new_food * foods + given.long_list_nats * max(foods - given.most_foods, 0)
    return total + float(given.clash_nats[0]) * clashes


@inner
def _chosen(board: Board, scores: np.ndarray, n: int, best: float, before: float, heat: float) -> int:
    """One of the first n by chance with Boltzmann's weights, -1 for what stands; without heat the best, if it is better."""
    k = -1
    if heat <= 0.0:
        least = before - BETTER
        for i in range(n):
            if scores[i] < least:
                k, least = i, scores[i]
        return k
    whole = exp((best - before) / heat)
    stay = whole
    for i in range(n):
        scores[i] = exp((best - scores[i]) / heat)
        whole += scores[i]
    left = _uniform(board) * whole - stay
    if left < 0.0:
        return -1
    for i in range(n):
        left -= scores[i]
        if left < 0.0:
            return i
    return n - 1


@inner
def _at_stake(
    given: Given, board: Board, day: int, brought: FloatArray, least: FloatArray, most: FloatArray
) -> tuple[float, RowArray, FloatArray]:
    """What can be missed where something else stands in the place of ``brought``.

    Nats missed now; the n rows that something which brings between ``least`` and ``most`` could miss; and of each of these
    (n, 3) what may at least and at most be brought there, and nats for missing one scale of it.
    """
    # In short loops, most of which run over several rows at once: few rows are at stake, so that looking is what takes time.
    low, high, weight, sum_mean, sum_day = given.low, given.high, given.weight, board.sum_mean, board.sum_day
    base, costs, stake, rows, room, means = board.base, board.costs, board.stake, board.rows, board.room, len(sum_mean)
    for r in range(means):
        base[r] = sum_mean[r]
    for r in range(means, len(low)):
        base[r] = sum_day[day, r - means]
    for r in range(len(low)):
        now = base[r]
        there = now - brought[r]
        base[r] = there
        costs[r] = max(low[r] - now, now - high[r], 0.0) * weight[r]
        stake[r] = (low[r] - there > least[r]) | (high[r] - there < most[r])
    a = b = c = d = 0.0  # four sums, none of which waits for another
    quarter = len(low) // 4
    for r in range(quarter):
        a += costs[r]
        b += costs[quarter + r]
        c += costs[2 * quarter + r]
        d += costs[3 * quarter + r]
    for r in range(4 * quarter, len(low)):
        a += costs[r]
    n = 0
    for r in range(len(low)):
        rows[n] = r
        n += int(stake[r])  # no branch: it could not be foretold
    for i in range(n):
        r = rows[i]
        room[i, 0], room[i, 1], room[i, 2] = low[r] - base[r], high[r] - base[r], weight[r]
    return (a + b) + (c + d), rows[:n], room


@inner
def _other_meal(given: Given, board: Board, day: int, slot: int, heat: float) -> bool:
    """Another whole meal of the pool; whether there is one now."""
    pool = given.pool_of[day, slot]
    first, last = given.pool_first[pool], given.pool_first[pool + 1]
    if first == last:
        return False
    board.looks[0] += _LOOKS_AT_POOL
    about, stands, today, new_food = given.group, board.stands, board.today, given.new_food
    brought, old = board.brings[day, slot], board.meals[day, slot]
    kcal, nats = board.value[day, slot, KCAL], board.value[day, slot, NATS]
    shopping = board.listed[0]
    _count(given, board, day, slot, -1)
    before, left = nats + _off(given, day, slot, kcal), shopping
    for i in range(old[SIZE] + 1):
        if i < old[SIZE]:
            group = given.portion[old[FIRST + i], SAME]
        else:
            group = given.foods + given.shape_kind[given.shape_first[slot] + old[PATTERN]]
        if stands[group] == 0 and about[BOUGHT, group]:
            left -= 1
        if _barred(about, stands, today, day, group):
            before += given.clash_nats[0]
    missed, rows, room = _at_stake(given, board, day, brought, given.pool_range[pool, 0], given.pool_range[pool, 1])
    before += missed
    scores, at, barred, bits = board.scores, board.choices, board.barred, given.pool_bits
    value, groups, content = given.pool_value, given.pool_groups, given.pool_rows
    fewest, most, share_nats = given.share[day, slot, 0], given.share[day, slot, 1], given.share_nats
    own, first_own, words = given.pool_own, given.pool_own_first[pool], len(barred)
    for w in range(words):
        barred[w] = 0
    for i in range(given.pool_own_first[pool + 1] - first_own):
        may_not = np.uint64(_barred(about, stands, today, day, own[first_own + i]))
        barred[i >> 6] |= may_not << np.uint64(i & 63)
    # Most meals hold something that may not stand, or are too dear in any company; no branch, for it could not be foretold.
    few, limit = 0, before + _HOPELESS * heat - new_food * (left - shopping)
    for k in range(first, last):
        worth = value[k, NATS] + max(fewest - value[k, KCAL], value[k, KCAL] - most, 0.0) * share_nats
        held = np.uint64(0)
        for w in range(words):
            held |= bits[k, w] & barred[w]
        at[few], scores[few] = k, worth
        few += int((held == 0) & (worth <= limit))
    found, best = 0, before
    for j in range(few):
        k, worth, limit = at[j], scores[j], best + _HOPELESS * heat
        if worth + new_food * (left - shopping) > limit:
            continue
        bought = left
        for i in range(MOST_ITEMS + 1):
            group = groups[k, i]
            if group < 0:
                break
            if stands[group] == 0 and about[BOUGHT, group]:
                bought += 1
        worth += new_food * (bought - shopping)
        worth += given.long_list_nats * (max(bought - given.most_foods, 0) - max(shopping - given.most_foods, 0))
        for i in range(len(rows)):
            if worth > limit:
                break
            there = content[k, rows[i]]
            worth += max(room[i, 0] - there, there - room[i, 1], 0.0) * room[i, 2]
        if worth <= limit:
            scores[found], at[found] = worth, k
            found += 1
            best = min(best, worth)
    _count(given, board, day, slot, 1)
    k = _chosen(board, scores, found, best, before, heat)
    if k < 0:
        return False
    put(given, board, day, slot, given.pool_meals[at[k]])
    return True


@inner
def _ways(given: Given, board: Board, day: int, slot: int, alike: bool) -> IntArray:
    """(n, 3) ways to change a meal: pattern that results, portion that leaves, role that joins (-1 = none).

    Those come first that leave the shape as it is; with ``alike``, only those, if there are any.
    """
    meal, pinned = board.meals[day, slot], given.pinned[day, slot]
    none, n = len(given.portion) - 1, 0
    shape = given.shape_first[slot] + meal[PATTERN]
    near = given.near[given.near_first[shape] : given.near_first[shape + 1]]
    ways = board.ways
    for i in range(meal[SIZE]):
        portion = meal[FIRST + i]
        free = True
        for j in range(MOST_ITEMS):
            if pinned[j] == portion:
                free = False
        if free:
            ways[n, 0], ways[n, 1], ways[n, 2] = meal[PATTERN], portion, given.portion[portion, ROLE]
            n += 1
    few = n
    if alike and few > 0:
        return ways[:few]
    for k in range(len(near)):
        other, leaves, joins = near[k, 0], near[k, 1], near[k, 2]
        if leaves < 0:
            ways[n, 0], ways[n, 1], ways[n, 2] = other, none, joins
            n += 1
        for i in range(few):
            if leaves >= 0 and ways[i, 2] == leaves:
                ways[n, 0], ways[n, 1], ways[n, 2] = other, ways[i, 1], joins
                n += 1
    return ways[:n]


@inner
def _weighed(
    given: Given,
    board: Board,
    day: int,
    slot: int,
    way: IntArray,
    heat: float,
    bar: float,
) -> tuple[float, int]:
    """What the meal costs now, and how many changes of one way were found.

    Their costs are in ``Board.scores`` and the portions that join in ``Board.choices``. Those are left out that are
    dearer than what stands and ``bar`` nats, or than the best found, by more than is drawn at this heat.
    """
    board.looks[0] += 1
    # Every array is named once, so that its address is read once.
    about, stands, today, meals, portions = given.group, board.stands, board.today, board.meals, given.portion
    offered, energy, alone, kind, content = given.offered, given.energy, given.alone, given.kind_food, given.content
    clash, liking = given.clash, given.liking
    share_nats, fewest_kcal, most_kcal = given.share_nats, given.share[day, slot, 0], given.share[day, slot, 1]
    pattern, old, role = way[0], np.uint32(way[1]), way[2]
    none, foods, scores, what = np.uint32(len(portions) - 1), len(clash), board.scores, board.choices
    size, row = meals[day, slot, SIZE], given.slot_row[slot]
    shape = given.shape_first[slot] + meals[day, slot, PATTERN]
    of_kind = given.shape_kind[shape]
    kcal, gone, group = board.value[day, slot, KCAL], portions[old, FOOD], portions[old, SAME]
    leaving = old != none
    if leaving:
        stands[group] -= 1
        today[day, group] -= 1
    shopping = board.listed[0]
    left = 1 if leaving and stands[group] == 0 and about[BOUGHT, group] else 0
    price = given.new_food + (given.long_list_nats if shopping - left >= given.most_foods else 0.0)
    before = max(fewest_kcal - kcal, kcal - most_kcal, 0.0) * share_nats
    before += alone[row, old] + kind[of_kind, gone] + price * left
    before += given.shape_cost[shape] - given.shape_cost[given.shape_first[slot] + pattern]
    beside, n_beside = board.beside, 0
    for i in range(size):
        if meals[day, slot, FIRST + i] != old:
            beside[n_beside] = meals[day, slot, FIRST + i]
            n_beside += 1
    if leaving:
        if _barred(about, stands, today, day, group):
            before += given.clash_nats[0]
        for i in range(n_beside):
            of_both = liking[row, portions[old, CATEGORY], portions[beside[i], CATEGORY]]
            before += clash[gone, portions[beside[i], FOOD]] + of_both
    missed, rows, room = _at_stake(given, board, day, content[old], given.least[role], given.most[role])
    before += missed
    start, stop = 0, 1
    if role >= 0:
        start, stop = given.run[row, role], given.run[row, role + 1]
    found, best, seen, same, of_food = 0, before + bar, -1, 0, 0.0
    for k in range(start, stop):
        coming = none if role < 0 else offered[k]
        food, limit = portions[coming, FOOD], best + _HOPELESS * heat
        if food != seen:  # the portions of a food stand together: what it costs in any amount is added up once
            seen, of_food, same = food, kind[of_kind, food], portions[coming, SAME]
            if _barred(about, stands, today, day, same):
                of_food = inf
            elif food < foods:
                family = portions[coming, FAMILY]
                for i in range(n_beside):
                    other = beside[i]
                    if portions[other, SAME] == same or portions[other, FAMILY] == family:
                        of_food = inf
                        break
                    of_both = liking[row, portions[other, CATEGORY], portions[coming, CATEGORY]]
                    of_food += clash[portions[other, FOOD], food] + of_both
                if stands[same] == 0 and about[BOUGHT, same]:
                    of_food += price
        then = kcal - energy[old] + energy[coming]
        worth = of_food + alone[row, coming] + max(fewest_kcal - then, then - most_kcal, 0.0) * share_nats
        if worth > limit or (coming == old and pattern == meals[day, slot, PATTERN]):
            continue
        for i in range(len(rows)):
            if worth > limit:
                break
            more = content[coming, rows[i]]
            worth += max(room[i, 0] - more, more - room[i, 1], 0.0) * room[i, 2]
        if worth <= limit:
            scores[found], what[found] = worth, coming
            found += 1
            best = min(best, worth)
    if leaving:
        stands[group] += 1
        today[day, group] += 1
    return before, found


@inner
def _other_food(given: Given, board: Board, day: int, slot: int) -> bool:
    """The best of all ways to change the meal, if it is better; whether it was."""
    ways = _ways(given, board, day, slot, False)
    none = len(given.portion) - 1
    scores, what = board.scores, board.choices
    gain, at, coming = -BETTER, -1, none
    for v in range(len(ways)):
        before, found = _weighed(given, board, day, slot, ways[v], 0.0, gain)
        for i in range(found):
            if scores[i] - before < gain:
                gain, at, coming = scores[i] - before, v, what[i]
    if at < 0:
        return False
    put(given, board, day, slot, _changed(board.meals[day, slot], ways[at], coming, none))
    return True


@inner
def _redraw(given: Given, board: Board, day: int, slot: int, heat: float) -> bool:
    """One way to change the meal, drawn by chance, and what comes by Boltzmann's weights; whether anything changed."""
    ways = _ways(given, board, day, slot, _uniform(board) < _SAME_SHAPE)
    none = len(given.portion) - 1
    if len(ways) == 0:
        return False
    way = ways[int(_uniform(board) * len(ways))]
    scores, what = board.scores, board.choices
    before, found = _weighed(given, board, day, slot, way, heat, 0.0)
    best = before
    for i in range(found):
        best = min(best, scores[i])
    k = _chosen(board, scores, found, best, before, heat)
    if k < 0:
        return False
    put(given, board, day, slot, _changed(board.meals[day, slot], way, what[k], none))
    return True


@inner
def _changed(meal: IntArray, way: IntArray, coming: int, none: int) -> IntArray:
    """The meal after one of the ways, its portions in ascending order."""
    changed = np.full(MEAL, -1, dtype=np.int64)
    changed[PATTERN], size = way[0], 0
    for i in range(meal[SIZE]):
        portion = meal[FIRST + i]
        if portion == way[1]:
            continue
        if coming < portion and coming != none:
            changed[FIRST + size] = coming
            size += 1
            coming = none
        changed[FIRST + size] = portion
        size += 1
    if coming != none:
        changed[FIRST + size] = coming
        size += 1
    changed[SIZE] = size
    return changed


@inner
def _improve(given: Given, board: Board, day: int, slot: int) -> bool:
    """The best meal of the pool, then food by food until nothing helps."""
    changed = _other_meal(given, board, day, slot, 0.0)
    for _ in range(_STEPS):
        if not _other_food(given, board, day, slot):
            break
        changed = True
    return changed


@compiled
def descend(given: Given, board: Board, places: IntArray, sweeps: int) -> float:
    """Improve these places (n, 2) until nothing helps or the sweeps are used up; the score then."""
    for _ in range(sweeps):
        changed = False
        for i in _shuffled(board, len(places)):
            if _improve(given, board, places[i, 0], places[i, 1]):
                changed = True
        if not changed:
            break
    return score(given, board)


@inner
def _exchanged(given: Given, board: Board, slot: int, one: int, two: int) -> None:
    """The meals of one slot on two days change places."""
    meals, brings, value, sum_day, today = board.meals, board.brings, board.value, board.sum_day, board.today
    first_shape, portions = given.shape_first[slot], given.portion
    for day, other in ((one, two), (two, one)):
        for i in range(meals[day, slot, SIZE]):
            group = portions[meals[day, slot, FIRST + i], SAME]
            today[day, group] -= 1
            today[other, group] += 1
        kind = given.foods + given.shape_kind[first_shape + meals[day, slot, PATTERN]]
        today[day, kind] -= 1
        today[other, kind] += 1
    for i in range(MEAL):
        meals[one, slot, i], meals[two, slot, i] = meals[two, slot, i], meals[one, slot, i]
    means = len(board.sum_mean)
    for r in range(brings.shape[2]):
        first, second = brings[one, slot, r], brings[two, slot, r]
        brings[one, slot, r], brings[two, slot, r] = second, first
        if r >= means:
            sum_day[one, r - means] += second - first
            sum_day[two, r - means] += first - second
    for i in range(value.shape[2]):
        value[one, slot, i], value[two, slot, i] = value[two, slot, i], value[one, slot, i]


@inner
def _row_cost(given: Given, r: int, there: float) -> float:
    """Nats for missing a bound."""
    missed: float = max(given.low[r] - there, there - given.high[r], 0.0) * given.weight[r]
    return missed


@inner
def _clashes_of(given: Given, board: Board, day: int, slot: int) -> int:
    """How often a food of this meal, or its kind, stands twice on its day or on a day beside it where it may not."""
    meal, found = board.meals[day, slot], 0
    for i in range(meal[SIZE] + 1):
        if i < meal[SIZE]:
            group = given.portion[meal[FIRST + i], SAME]
        else:
            group = given.foods + given.shape_kind[given.shape_first[slot] + meal[PATTERN]]
        if given.group[ONCE, group]:
            found += board.today[day, group] - 1
        if given.group[APART, group] and board.today[day, group] == 1:
            found += int(board.today[day - 1, group] > 0) + int(board.today[day + 1, group] > 0)
    return found


@inner
def _exchange(given: Given, board: Board, slot: int, one: int, two: int, worst: float) -> bool:
    """The meals of a slot on two days change places if the menu gets worse by less than this; whether they did."""
    means = len(board.sum_mean)
    first, second = board.brings[one, slot], board.brings[two, slot]
    worse = 0.0
    for r in range(means, len(first)):
        a, b, more = board.sum_day[one, r - means], board.sum_day[two, r - means], second[r] - first[r]
        if more != 0.0:
            worse += _row_cost(given, r, a + more) - _row_cost(given, r, a)
            worse += _row_cost(given, r, b - more) - _row_cost(given, r, b)
    here, there = board.value[one, slot, KCAL], board.value[two, slot, KCAL]
    worse += _off(given, one, slot, there) - _off(given, one, slot, here)
    worse += _off(given, two, slot, here) - _off(given, two, slot, there)
    before = _clashes_of(given, board, one, slot) + _clashes_of(given, board, two, slot)
    if worse - given.clash_nats[0] * before >= worst:
        return False
    _exchanged(given, board, slot, one, two)
    after = _clashes_of(given, board, one, slot) + _clashes_of(given, board, two, slot)
    if worse + given.clash_nats[0] * (after - before) < worst:
        return True
    _exchanged(given, board, slot, one, two)
    return False


@inner
def _movable(given: Given, board: Board) -> BoolArray:
    """(D, S) meals of which nothing is pinned."""
    may = np.zeros((board.meals.shape[0], board.meals.shape[1]), dtype=np.bool_)
    for i in range(len(given.free)):
        day, slot = given.free[i, 0], given.free[i, 1]
        may[day, slot] = given.pinned[day, slot, 0] < 0
    return may


@compiled
def swap_days(given: Given, board: Board) -> None:
    """Meals of one slot on two days change places wherever that is better."""
    may = _movable(given, board)
    for slot in range(may.shape[1]):
        for one in range(len(may)):
            for two in range(one):
                if may[one, slot] and may[two, slot]:
                    _exchange(given, board, slot, one, two, -BETTER)


@compiled
def heated_sweep(given: Given, board: Board, heat: float) -> None:
    """One visit to each meal: changes come by chance, likelier the better they are, and worse ones too while it is hot."""
    may = _movable(given, board)
    for i in _shuffled(board, len(given.free)):
        day, slot = given.free[i, 0], given.free[i, 1]
        _other_meal(given, board, day, slot, heat)
        for _ in range(_DRAWS):
            _redraw(given, board, day, slot, heat)
        if _uniform(board) < _EXCHANGES:
            two = int(_uniform(board) * len(may))
            if two != day and may[day, slot] and may[two, slot]:
                _exchange(given, board, slot, day, two, -heat * log(1.0 - _uniform(board)))


@compiled
def by_chance(given: Given, board: Board, day: int, slot: int) -> None:
    """A meal of the pool, likelier the more the linear program used it; one that may not stand only when none may."""
    take(given, board, day, slot)
    about, stands, today, pool = given.group, board.stands, board.today, given.pool_of[day, slot]
    first, last = given.pool_first[pool], given.pool_first[pool + 1]
    liking, whole = np.empty(last - first), 0.0
    for k in range(first, last):
        liking[k - first] = given.pool_value[k, LIKING]
        for i in range(MOST_ITEMS + 1):
            group = given.pool_groups[k, i]
            if group >= 0 and _barred(about, stands, today, day, group):
                liking[k - first] *= 1e-9
                break
        whole += liking[k - first]
    left, k = _uniform(board) * whole, first
    while k < last - 1 and left >= liking[k - first]:
        left -= liking[k - first]
        k += 1
    put(given, board, day, slot, given.pool_meals[k])


@inner
def _copy(source: Board, target: Board) -> None:
    """Everything but the state of the random numbers."""
    for day in range(len(source.meals)):
        for slot in range(source.meals.shape[1]):
            for i in range(MEAL):
                target.meals[day, slot, i] = source.meals[day, slot, i]
            for r in range(source.brings.shape[2]):
                target.brings[day, slot, r] = source.brings[day, slot, r]
            target.value[day, slot, KCAL] = source.value[day, slot, KCAL]
            target.value[day, slot, NATS] = source.value[day, slot, NATS]
        for r in range(source.sum_day.shape[1]):
            target.sum_day[day, r] = source.sum_day[day, r]
        for group in range(len(source.stands)):
            target.today[day, group] = source.today[day, group]
    for r in range(len(source.sum_mean)):
        target.sum_mean[r] = source.sum_mean[r]
    for group in range(len(source.stands)):
        target.stands[group] = source.stands[group]
    target.listed[0] = source.listed[0]


@inner
def _near(given: Given, board: Board, must: IntArray) -> IntArray:
    """Those places (marked, (places,)) and a few others by chance."""
    order = _shuffled(board, len(must))
    for k in range(min(_OTHERS, len(must))):
        must[order[k]] = 1
    found, n = np.empty((len(must), 2), dtype=np.int64), 0
    for i in range(len(must)):
        if must[i]:
            found[n, 0], found[n, 1] = given.free[i, 0], given.free[i, 1]
            n += 1
    return found[:n]


@inner
def _kick(given: Given, board: Board, sweeps: int) -> float:
    """Two meals are thrown away and the neighbourhood is mended."""
    thrown = np.zeros(len(given.free), dtype=np.int64)
    order = _shuffled(board, len(given.free))
    for k in range(min(2, len(order))):
        i = order[k]
        thrown[i] = 1
        by_chance(given, board, given.free[i, 0], given.free[i, 1])
    return descend(given, board, _near(given, board, thrown), sweeps)


@inner
def _spare(given: Given, board: Board, food: int, sweeps: int) -> float:
    """Take a food off the list: its meals are mended from what is on the list anyway."""
    held = np.zeros(len(given.free), dtype=np.int64)
    for i in range(len(given.free)):
        meal = board.meals[given.free[i, 0], given.free[i, 1]]
        for j in range(meal[SIZE]):
            if given.portion[meal[FIRST + j], SAME] == food:
                held[i] = 1
    # A closed food clashes where it stands, so that nearly any other is better.
    for group in range(given.foods):
        given.group[CLOSED, group] = board.stands[group] == 0 or group == food
    found = descend(given, board, _near(given, board, held), sweeps)
    for group in range(given.foods):
        given.group[CLOSED, group] = 0
    return found


@inner
def _bought_for_little(given: Given, board: Board) -> IntArray:
    """Foods on the list that stand once or twice, those that stand once first."""
    found, n = np.empty(given.foods, dtype=np.int64), 0
    for times in (1, 2):
        for group in range(given.foods):
            if board.stands[group] == times and given.group[BOUGHT, group]:
                found[n] = group
                n += 1
    return found[:n]


@compiled
def polish(given: Given, board: Board, kept: Board, kicks: int, sweeps: int) -> float:
    """A few meals thrown away, or a food spared, and mended: what is better stays. ``kept``: room for a copy."""
    now = score(given, board)
    _copy(board, kept)
    for kick in range(kicks):
        few = _bought_for_little(given, board)
        if kick % 2 and len(few):
            then = _spare(given, board, few[int(_uniform(board) * len(few))], sweeps)
        else:
            then = _kick(given, board, sweeps)
        if then < now - BETTER:
            now = then
            _copy(board, kept)
        else:
            _copy(kept, board)
    return now


@compiled
def shorten_the_list(given: Given, board: Board, kept: Board, sweeps: int) -> None:
    """Try to do without each food that is bought for little. ``kept``: room for a copy."""
    now = score(given, board)
    _copy(board, kept)
    for food in _bought_for_little(given, board):
        if not 0 < board.stands[food] <= 2:
            continue
        then = _spare(given, board, food, sweeps)
        if then < now - BETTER:
            now = then
            _copy(board, kept)
        else:
            _copy(kept, board)
