import { Param, type PipeTransform } from '@nestjs/common';
import { notFound } from './problem.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return UUID.test(text);
}

/** An id that cannot be one is an id that never was: 404, the same answer as for what one may not see. */
export function checkedId(id: string, what: string): string {
  if (!isId(id)) throw notFound(what);
  return id.toLowerCase();
}

/** The `:id` of a path. */
export function RecordId(what: string, parameter = 'id'): ParameterDecorator {
  const pipe: PipeTransform<string, string> = { transform: (id) => checkedId(id, what) };
  return Param(parameter, pipe);
}
