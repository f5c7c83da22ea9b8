import type { Edit } from '../collation/collation.js';
import type { CodePointIndex } from '../common/code-points.js';
import { type Fault, shown } from '../common/fault.js';

/** An edit as it is sent; `exact` are the words it replaces, for those who want to be sure. */
export interface WantedEdit extends Edit {
  exact?: string;
}

/**
 * What is wrong with edits of a text: all of them are meant against the text as it was, so none may touch what another
 * touches, and their order does not matter.
 */
export function faultsOfEdits(text: CodePointIndex, edits: readonly WantedEdit[]): Fault[] {
  const faults = edits.flatMap((edit, n) => faultOfEdit(text, edit, `/edits/${n}`) ?? []);
  if (faults.length > 0) return faults;
  const ordered = edits.map((edit, n) => ({ ...edit, n })).sort(byPlace);
  return ordered.flatMap((edit, n): Fault[] => {
    const before = ordered[n - 1];
    const isApart =
      before === undefined ||
      before.end < edit.start ||
      (before.end === edit.start && (before.start < before.end || edit.start < edit.end));
    if (isApart) return [];
    return [
      {
        pointer: `/edits/${edit.n}`,
        code: 'revision.edits_overlap',
        expected: 'edits that touch no place twice',
        found: `${edit.start} to ${edit.end}, where /edits/${before.n} goes from ${before.start} to ${before.end}`,
      },
    ];
  });
}

/** The text with the edits made, which are without fault. */
export function edited(text: CodePointIndex, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, replacement } of [...edits].sort(byPlace)) {
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  return [...parts, text.slice(at, text.length)].join('');
}

/** An insertion comes before what is replaced from the same place on. */
function byPlace(one: Edit, other: Edit): number {
  return one.start - other.start || one.end - other.end;
}

function faultOfEdit(
  text: CodePointIndex,
  { start, end, exact, replacement }: WantedEdit,
  pointer: string,
): Fault | null {
  for (const [name, offset] of [
    ['start', start],
    ['end', end],
  ] as const) {
    if (offset >= 0 && offset <= text.length && (name === 'start' || offset >= start)) continue;
    return {
      pointer: `${pointer}/${name}`,
      code: 'revision.edit_outside',
      expected: `a whole number from ${name === 'start' ? 0 : start} to ${text.length}, the length of the text in characters`,
      found: String(offset),
    };
  }
  const there = text.slice(start, end);
  if (exact !== undefined && exact !== there) {
    return {
      pointer: `${pointer}/exact`,
      code: 'revision.edit_mismatch',
      expected: `the words that stand from ${start} to ${end}, character by character`,
      found: `${shown(exact)} where the text has ${shown(there)}`,
    };
  }
  if (replacement !== there) return null;
  return {
    pointer: `${pointer}/replacement`,
    code: 'revision.edit_changes_nothing',
    expected: 'other words than those that stand there',
    found: shown(replacement),
  };
}
