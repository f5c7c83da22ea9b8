import { type ArgumentMetadata, type Type, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type Fault, shown } from '../common/fault.js';
import { invalid } from '../common/problem.js';

/** Reads bodies and queries into their DTOs. Unknown fields are refused, and every fault names its field. */
export function validationPipe(): ValidationPipe {
  return new RequestValidation({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => invalid(errors.flatMap((error) => faultsOf(error, ''))),
  });
}

class RequestValidation extends ValidationPipe {
  /** Queries that want nothing: most reads ask nothing, and need not be looked at each time. */
  private readonly mayBeEmpty = new Set<Type>();

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    if (type !== 'query' || metatype === undefined || Object.keys(value as object).length > 0) {
      return super.transform(value, metadata);
    }
    if (this.mayBeEmpty.has(metatype)) return new metatype();
    const query: unknown = await super.transform(value, metadata);
    this.mayBeEmpty.add(metatype);
    return query;
  }
}

function faultsOf(error: ValidationError, parent: string): Fault[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([constraint, message]): Fault => {
    if (constraint === 'whitelistValidation') {
      return {
        pointer,
        code: 'request.unknown_field',
        expected: 'only fields that /api/docs lists for this route',
        found: `a field named ${error.property.slice(0, 60)}`,
      };
    }
    return {
      pointer,
      code: codeOf(constraint),
      expected: message.replace(/^.*? must be (an? )?/, '').replace(/^.*? (should|must) /, 'it to '),
      found: error.value === undefined ? 'nothing' : shown(error.value),
    };
  });
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, pointer))];
}

/** Our own constraints are named by their code already (`date.invalid`); the library's get one made of their name. */
function codeOf(constraint: string): string {
  if (constraint.includes('.')) return constraint;
  return `request.${constraint.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}
