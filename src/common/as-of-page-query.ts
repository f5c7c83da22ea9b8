import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { MOMENT } from './moment.js';
import { Optional } from './optional.js';
import { PageQuery } from './page.js';

/** Lists of what belongs to one record may ask for what the archive held earlier. */
export class AsOfPageQuery extends PageQuery {
  @ApiPropertyOptional({
    description: `${MOMENT}: the list as it stood then`,
    example: '2026-11-23T12:00:00Z',
  })
  @Optional()
  @IsString()
  @MaxLength(60)
  asOf?: string;
}
