import { ValidateBy, type ValidationOptions } from 'class-validator';
import { codePointLength } from './code-points.js';

/**
 * A string with something in it, of at most `max` Unicode code points. Columns have no limits of their own; what
 * a person may send is decided here.
 */
export function Text({ max }: { max: number }, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'request.text',
      constraints: [max],
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && value.trim() !== '' && codePointLength(value) <= max,
        defaultMessage: () => `text of 1 to ${max} characters, not only white space`,
      },
    },
    options,
  );
}
