import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { nullable, object, schema, text, uuid } from '../common/openapi.js';
import { Optional, OptionalText } from '../common/optional.js';
import { LanguageTag } from '../common/tag-fields.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { noticeMembers } from '../testimonies/rights-on-display.js';
import { LABEL_CODES, NOTICE_CODES } from '../testimonies/rights.vocabulary.js';

const CODES = [...NOTICE_CODES, ...LABEL_CODES] as const;

export class SetNoticeDto {
  @ApiProperty({ enum: CODES, description: 'Of a Notice, or of a Label that a community gave' })
  @IsIn(CODES)
  code!: (typeof CODES)[number];

  @ApiPropertyOptional({ format: 'uuid', description: 'Of a Label: its project in the Local Contexts Hub' })
  @Optional()
  @Uuid()
  projectId?: string;

  @OptionalText(1000, { description: 'Of a Label: the community that gave it' })
  community?: string;

  @OptionalText(1000, { description: 'Of a Label: its name, as it was given' })
  label?: string;

  @OptionalText(20_000, { description: 'Of a Label: its words, as they were given' })
  text?: string;

  @ApiPropertyOptional({ description: 'Of a Label: the language of its words (BCP 47)', example: 'ain' })
  @Optional()
  @LanguageTag()
  language?: string;

  @OptionalText(20_000, { description: 'Why the archive shows it' })
  note?: string;
}

export class WithdrawNoticeDto {
  @ApiProperty({ description: 'Why it is no longer shown' })
  @Text({ max: 20_000 })
  because!: string;
}

export const noticeSchema = schema(
  'Notice',
  object({
    id: uuid,
    testimony: object({ id: uuid, accession: text, title: text }),
    ...noticeMembers,
    note: nullable(text),
    withdrawnBecause: nullable(text),
    activity: activityReference,
  }),
);
