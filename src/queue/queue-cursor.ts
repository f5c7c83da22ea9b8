import { invalid } from '../common/problem.js';
import { openCursor, sealCursor } from '../common/sealed-cursor.js';
import type { QueueOrder } from './vocabularies.js';

/** Where a claim stands in the queue: its weight, the activity it was recorded by, its number, its id. */
export type QueuePlace = [weight: number, age: string, number: number, id: string];

/** Before every claim. */
const START: QueuePlace = [-2_147_483_648, '0', 0, '00000000-0000-0000-0000-000000000000'];

const PLACE = /^(leans|age) (0|-\d{1,9}) (\d{1,18}) (\d{1,9}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** @param place as the queue's SQL writes it */
export function encodeQueuePlace(order: QueueOrder, place: string): string {
  return sealCursor(`${order} ${place}`);
}

/** A page goes on in the order it was begun in: a place in one order is none in the other. */
export function decodeQueuePlace(order: QueueOrder, cursor: string | undefined): QueuePlace {
  if (cursor === undefined) return START;
  const parts = PLACE.exec(openCursor(cursor) ?? '');
  if (parts === null || parts[1] !== order) {
    throw invalid([
      {
        pointer: '/cursor',
        code: 'request.cursor_invalid',
        expected: 'the "next" of an earlier page in the same order, unchanged',
        found: JSON.stringify(cursor.slice(0, 60)),
      },
    ]);
  }
  return [Number(parts[2]), parts[3]!, Number(parts[4]), parts[5]!];
}
