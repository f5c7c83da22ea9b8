import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { MOMENT } from './moment.js';
import { Optional } from './optional.js';

/** Reads of one record may ask for what the archive held earlier. */
export class AsOfQuery {
  @ApiPropertyOptional({
    description: `${MOMENT}: the record as it stood then`,
    example: '2026-11-23T12:00:00Z',
  })
  @Optional()
  @IsString()
  @MaxLength(60)
  asOf?: string;
}
