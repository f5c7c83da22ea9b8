import { Param, type PipeTransform } from '@nestjs/common';
import { notFound } from './problem.js';

/** The `:number` of a path: what is no number is nothing that exists. */
export function RecordNumber(what: string): ParameterDecorator {
  const pipe: PipeTransform<string, number> = {
    transform: (number) => {
      if (!/^[1-9]\d{0,8}$/.test(number)) throw notFound(what);
      return Number(number);
    },
  };
  return Param('number', pipe);
}
