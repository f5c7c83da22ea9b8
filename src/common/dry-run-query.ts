import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import { Optional } from './optional.js';

/** Acts that much may lean on can be tried first: nothing is stored, and the answer says what they would touch. */
export class DryRunQuery {
  @ApiPropertyOptional({ description: 'true: store nothing, and say what it would touch (200)' })
  @Optional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean()
  dryRun?: boolean;
}
