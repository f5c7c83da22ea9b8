import { invalid } from '../common/problem.js';
import { openCursor, sealCursor } from '../common/sealed-cursor.js';
import type { ImpactPlace } from './impact-rows.queries.js';

/** Before every record. */
const START: ImpactPlace = { depth: -1, kind: '', id: '00000000-0000-0000-0000-000000000000' };

const PLACE = /^(\d{1,3}) (claim|source|testimony) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function encodePlace({ depth, kind, id }: ImpactPlace): string {
  return sealCursor(`${depth} ${kind} ${id}`);
}

/** A keyset of three parts: how far, which kind, which record. */
export function decodePlace(cursor: string | undefined): ImpactPlace {
  if (cursor === undefined) return START;
  const parts = PLACE.exec(openCursor(cursor) ?? '');
  if (parts === null) {
    throw invalid([
      {
        pointer: '/cursor',
        code: 'request.cursor_invalid',
        expected: 'the "next" of an earlier page, unchanged',
        found: JSON.stringify(cursor.slice(0, 60)),
      },
    ]);
  }
  return { depth: Number(parts[1]), kind: parts[2]!, id: parts[3]! };
}
