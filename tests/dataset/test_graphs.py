"""Graphs: sorted, taken apart into what hangs together, and their cycles, against reachability worked out plainly."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from recognition.dataset.order import Edge, components_of, cycles_of, sort_moments

NODES = "abcdef"
GRAPHS = st.dictionaries(st.sampled_from(NODES), st.lists(st.sampled_from(NODES), max_size=3), max_size=6).map(
    lambda graph: {node: graph.get(node, []) for node in NODES}
)


def reached(graph: dict[str, list[str]]) -> dict[str, set[str]]:
    """Give the nodes that can be reached from each by one edge or more."""
    found = {node: set(others) for node, others in graph.items()}
    for _ in graph:
        for others in found.values():
            others |= {further for other in others for further in found[other]}
    return found


@given(GRAPHS)
def test_nodes_are_of_one_component_iff_each_reaches_the_other(graph: dict[str, list[str]]) -> None:
    """Two nodes have one number if and only if there is a way there and back."""
    component, ways = components_of(graph), reached(graph)
    for one in graph:
        for other in graph:
            together = one == other or (other in ways[one] and one in ways[other])
            assert (component[one] == component[other]) is together


@given(GRAPHS)
@example(
    {"a": ["b"], "b": ["c"], "c": ["b", "d"], "d": ["a"], "e": [], "f": []}
)  # the first is on no cycle found first
def test_each_component_that_has_a_cycle_gives_one(graph: dict[str, list[str]]) -> None:
    """Each cycle goes along edges, through no node twice, and back; there is one for each part that has any."""
    cycles, component, ways = cycles_of(graph), components_of(graph), reached(graph)
    for cycle in cycles:
        assert len(set(cycle)) == len(cycle)
        assert all(later in graph[earlier] for earlier, later in pairwise([*cycle, cycle[0]]))
    found = sorted(component[cycle[0]] for cycle in cycles)
    assert found == sorted({component[node] for node in graph if node in ways[node]})


@given(GRAPHS)
def test_edges_to_what_is_no_node_are_part_of_no_cycle(graph: dict[str, list[str]]) -> None:
    """A node that has no entry of its own, such as a record that is missing, is passed over."""
    with_loose_ends = {node: [*others, "nowhere"] for node, others in graph.items()}
    assert bool(cycles_of(with_loose_ends)) == bool(cycles_of(graph))


@given(GRAPHS)
def test_sorted_moments_go_forward_and_what_is_left_is_on_a_cycle_or_behind_one(graph: dict[str, list[str]]) -> None:
    """Every moment is given once: sorted, so that no edge goes back, or as cyclic; each edge stands at its end."""
    edges = [Edge(earlier, later, 0, "") for earlier, others in graph.items() for later in others]
    ordering, ways = sort_moments(edges), reached(graph)
    touched = {moment for edge in edges for moment in (edge.earlier, edge.later)}
    assert sorted((*ordering.moments, *ordering.cyclic)) == sorted(touched)
    circling = {node for node in graph if node in ways[node]}
    assert set(ordering.cyclic) == circling | {node for start in circling for node in ways[start]}
    place = {moment: position for position, moment in enumerate(ordering.moments)}
    assert all(place[e.earlier] < place[e.later] for e in edges if e.earlier in place and e.later in place)
    for moment in touched:
        assert ordering.incoming.get(moment, []) == [edge for edge in edges if edge.later == moment]
