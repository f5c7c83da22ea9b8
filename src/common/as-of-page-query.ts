import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Optional } from './optional.js';
import { PageQuery } from './page.js';

/** Lists of what belongs to one record may ask for what the archive held earlier. */
export class AsOfPageQuery extends PageQuery {
  @ApiPropertyOptional({
    description: 'The id of an activity, or a time (RFC 3339): the list as it stood then',
    example: '2026-11-23T12:00:00Z',
  })
  @Optional()
  @IsString()
  @MaxLength(60)
  asOf?: string;
}
