import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsOptional, ValidateIf } from 'class-validator';
import { Text } from './text.js';

/** A field that may be left out. Null is a value, and refused: leaving out is not the same as taking away. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** A field that may be left out, or be null to say that there is nothing (any more). */
export function Clearable(): PropertyDecorator {
  return IsOptional();
}

/** Text that may be left out, of at most `max` code points. */
export function OptionalText(max: number, documented: ApiPropertyOptions = {}): PropertyDecorator {
  return applyDecorators(ApiPropertyOptional(documented), Optional(), Text({ max }));
}

/** Text that may be left out, or null to take it away. */
export function ClearableText(max: number, documented: ApiPropertyOptions = {}): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ ...(documented as object), type: String, nullable: true }),
    Clearable(),
    Text({ max }),
  );
}
