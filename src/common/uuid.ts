import { Transform } from 'class-transformer';
import { IsUUID } from 'class-validator';

/** The id of a record in a body or query. It comes in lower case: the same id in capitals is the same record. */
export function Uuid(options?: { each: true }): PropertyDecorator {
  return (target, property) => {
    IsUUID(undefined, options)(target, property);
    Transform(({ value }: { value: unknown }) => lowerCase(value))(target, property);
  };
}

function lowerCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCase);
  return typeof value === 'string' ? value.toLowerCase() : value;
}
