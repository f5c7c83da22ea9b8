import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Nested } from '../common/nested.js';
import { flag, object, schema, text, uuid } from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { Text } from '../common/text.js';
import { ToldDateDto } from '../common/told-date.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { rightsStatementMembers } from '../testimonies/rights-on-display.js';
import {
  RIGHTS_BASES,
  RIGHTS_CODES,
  type RightsBasis,
  type RightsCode,
} from '../testimonies/rights.vocabulary.js';

export class StateRightsDto {
  @ApiProperty({
    enum: RIGHTS_CODES,
    description: 'RightsStatements.org 1.0, a Creative Commons licence 4.0, CC0 or the Public Domain Mark',
  })
  @IsIn(RIGHTS_CODES)
  code!: RightsCode;

  @ApiProperty({ enum: RIGHTS_BASES })
  @IsIn(RIGHTS_BASES)
  basis!: RightsBasis;

  @ApiProperty({ description: 'How one knows' })
  @Text({ max: 20_000 })
  because!: string;

  @ApiPropertyOptional({ type: ToldDateDto, description: 'When it was looked into' })
  @Optional()
  @Nested(() => ToldDateDto)
  determined?: ToldDateDto;
}

export const rightsStatementSchema = schema(
  'RightsStatement',
  object({
    id: uuid,
    testimony: object({ id: uuid, accession: text, title: text }),
    ...rightsStatementMembers,
    current: { ...flag, description: 'Whether it is what holds, now or at the moment asked for' },
    activity: activityReference,
  }),
);
