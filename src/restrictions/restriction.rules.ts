import { type EdtfDate, readEdtf } from '../common/edtf-date.js';
import { type Fault, shown } from '../common/fault.js';
import type { RecordKind } from '../provenance/record-kinds.js';
import type { RestrictionMode, RestrictionPart } from './vocabularies.js';

/** What is to be restricted, and how. */
export interface WantedRestriction {
  kind: RecordKind;
  part: RestrictionPart;
  mode: RestrictionMode;
  start?: number;
  end?: number;
}

const LISTED: readonly RestrictionMode[] = ['on_request', 'listed_sealed'];
const UNLISTED: readonly RestrictionMode[] = ['hidden_sealed', 'withdrawn'];
const PARTS_OF_TESTIMONY: readonly RestrictionPart[] = ['content', 'description', 'summary'];

/** Faults of a restriction that says nothing anybody could carry out. */
export function faultsOf({ kind, part, mode, start, end }: WantedRestriction): Fault[] {
  const fault = (pointer: string, code: string, expected: string, found: string): Fault[] => [
    { pointer, code: `restriction.${code}`, expected, found },
  ];
  if (PARTS_OF_TESTIMONY.includes(part) && kind !== 'testimony') {
    return fault('/part', 'part_of_testimony', `a testimony, which alone has a ${part} of its own`, kind);
  }
  if (part === 'span') {
    if (kind !== 'revision')
      return fault('/kind', 'span_of_revision', 'a revision, for a stretch of its text', kind);
    if (start === undefined || end === undefined || start >= end) {
      return fault(
        '/end',
        'span_empty',
        'start and end of the stretch, in characters of the revision',
        'none',
      );
    }
    // A sentence with words taken out unmarked would be one the narrator never said.
    if (UNLISTED.includes(mode))
      return fault('/mode', 'span_unmarked', 'a mode that leaves a mark in the text', mode);
  } else if (start !== undefined || end !== undefined) {
    return fault('/start', 'no_span', 'no place in a text, unless part is span', 'one');
  }
  if (LISTED.includes(mode) && !['content', 'span'].includes(part) && kind !== 'passage') {
    const expected =
      'the content of a testimony, a passage or a stretch of text, which alone can be listed and sealed';
    return fault('/mode', 'cannot_be_listed', expected, `${part} of ${kind}`);
  }
  return [];
}

/** A testimony that is listed and sealed is restricted in its content. */
export function partOf(
  kind: RecordKind,
  mode: RestrictionMode,
  part: RestrictionPart | undefined,
): RestrictionPart {
  return part ?? (kind === 'testimony' && LISTED.includes(mode) ? 'content' : 'record');
}

/** The access that what it closes has; `compartment` is that of this restriction alone. */
export function levelOf(mode: RestrictionMode, compartment: number): number {
  if (mode === 'registered') return 1;
  return mode === 'on_request' ? compartment : 3;
}

/**
 * The first day after an EDTF date, on which a restriction until then may end.
 * @returns a fault where the date never ends, or has passed
 */
export function endOf(edtf: string, today: string): { endsOn: string } | { fault: Fault } {
  const { latest }: EdtfDate = readEdtf(edtf);
  const fault = (code: string, expected: string): { fault: Fault } => ({
    fault: { pointer: '/until/edtf', code: `restriction.${code}`, expected, found: shown(edtf) },
  });
  if (latest === null)
    return fault('until_never', 'a date that comes to an end; leave it out for a restriction without one');
  if (latest.endsWith('BC') || latest < today) return fault('until_past', 'a date that is still to come');
  return { endsOn: dayAfter(latest) };
}

function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
