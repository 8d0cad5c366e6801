# SPDX-License-Identifier: Apache-2.0
"""What is changed in a file, and what is left alone."""

import mutate

CODE = """#include "x.h"

static const int limits[] = {1, 2};

/* if (never) x = 1; */
int add(struct pair *pair, int count)
{
	int sum = -pair->a;
	char *text = "a < b";

	if (count > 10 && text) {
		log_error("too many");
		pair->count += count;
		pair_save(pair);
	}
	sum++;
	return sum + table[3];
}
"""


def names(code):
    return [m.name.partition(": add: ")[2] for m in mutate.mutants("x.c", code)]


def test_each_change_is_made_once_and_where_it_stands():
    found = names(CODE)
    assert found == [
        "if (count > 10 && text) {  =>  if (0) {",
        "if (count > 10 && text) {  =>  if (1) {",
        "if (count > 10 && text) {  =>  if (count >= 10 && text) {",
        "if (count > 10 && text) {  =>  if (count > 11 && text) {",
        "if (count > 10 && text) {  =>  if (count > 10 || text) {",
        "pair->count += count;  =>  ;",
        "pair->count += count;  =>  pair->count -= count;",
        "pair_save(pair);  =>  ;",
        "sum++;  =>  sum--;",
        "return sum + table[3];  =>  return sum - table[3];",
    ]


def test_a_change_leaves_the_rest_as_it_was():
    for mutant in mutate.mutants("x.c", CODE):
        changed = mutant.applied(CODE)
        before, after = CODE.splitlines(), changed.splitlines()
        assert len(before) == len(after)
        assert [i for i, (a, b) in enumerate(zip(before, after), 1) if a != b] == [mutant.line]


def test_changes_of_equal_lines_have_names_of_their_own():
    doubled = CODE.replace("\tsum++;\n", "\tsum++;\n\tsum++;\n")
    found = [m.name for m in mutate.mutants("x.c", doubled)]
    assert len(set(found)) == len(found)


def test_the_sample_stays_the_same_when_lines_move():
    before = {m.name for m in mutate.mutants("x.c", CODE) if m.chosen(3)}
    after = {m.name for m in mutate.mutants("x.c", "\n\n" + CODE) if m.chosen(3)}
    assert before == after and 0 < len(before) < 11
