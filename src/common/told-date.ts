import { ApiPropertyOptional } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { InvalidEdtf, isToCome, readEdtf } from './edtf-date.js';
import type { Fault } from './fault.js';
import { Optional, OptionalText } from './optional.js';

/** An EDTF date (ISO 8601-2), strictly: no day that no calendar has. */
export function Edtf(): PropertyDecorator {
  return ValidateBy({
    name: 'date.invalid',
    validator: {
      validate: (value: unknown) => faultOf(value) === null,
      defaultMessage: (args) => faultOf(args?.value) ?? 'a date in EDTF',
    },
  });
}

/** A date as a person told it: the words used, and what they come to in EDTF; at least one of them. */
export class ToldDateDto {
  @OptionalText(500, { description: 'The words used for it', example: 'in the spring of 1945' })
  words?: string;

  @ApiPropertyOptional({ description: 'EDTF (ISO 8601-2), levels 0 to 2', example: '1945-21' })
  @Optional()
  @Edtf()
  edtf?: string;
}

export interface ToldDate {
  words: string | null;
  edtf: string | null;
  /** A PostgreSQL datemultirange, for indexes */
  span: string | null;
}

export function toldDate(dto: ToldDateDto | undefined | null): ToldDate {
  return {
    words: dto?.words ?? null,
    edtf: dto?.edtf ?? null,
    span: dto?.edtf === undefined || dto.edtf === null ? null : readEdtf(dto.edtf).span,
  };
}

/**
 * What has not come yet cannot be said to be so: it would count for ever.
 * @returns what is wrong with the date of a statement, or null
 */
export function faultOfTime(edtf: string | undefined, pointer: string, today: Date): Fault | null {
  if (edtf === undefined || !isToCome(readEdtf(edtf), today)) return null;
  return {
    pointer,
    code: 'date.in_the_future',
    expected: 'a time that has come',
    found: JSON.stringify(edtf),
  };
}

/** @returns what was expected, or null where the value is a date */
function faultOf(value: unknown): string | null {
  if (typeof value !== 'string') return 'a date in EDTF, as text';
  try {
    readEdtf(value);
    return null;
  } catch (error) {
    if (error instanceof InvalidEdtf) return error.expected;
    throw error;
  }
}
