import { Param, type PipeTransform } from '@nestjs/common';
import { notFound } from './problem.js';

/**
 * The `:number` of a path: what is no number is nothing that exists. It stays text, because a parameter of type
 * number would have been made one (`1e0`, `0x1`) before it is looked at.
 */
export function RecordNumber(what: string): ParameterDecorator {
  const pipe: PipeTransform<string, string> = {
    transform: (number) => {
      if (!/^[1-9]\d{0,8}$/.test(number)) throw notFound(what);
      return number;
    },
  };
  return Param('number', pipe);
}
