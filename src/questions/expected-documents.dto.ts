import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Nested } from '../common/nested.js';
import {
  agentReference,
  array,
  integer,
  nullable,
  object,
  oneOf,
  schema,
  text,
  toldDate,
  uuid,
} from '../common/openapi.js';
import { Clearable, ClearableText, Optional, OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { sourceReference } from '../sources/sources.dto.js';
import { ATTEMPT_OUTCOMES } from './lead.vocabulary.js';
import { EXPECTED_KINDS, type ExpectedKind, SEARCH_STATES } from './vocabularies.js';

/** Who would hold it: somebody, or a place, in words, or by id and in words. */
export class HolderDto {
  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Uuid()
  agentId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Uuid()
  placeId?: string;

  @OptionalText(2000, { example: 'the archive of the railway, if it was not burnt' })
  words?: string;
}

export class ExpectDocumentDto {
  @ApiProperty({ enum: EXPECTED_KINDS })
  @IsIn(EXPECTED_KINDS)
  kind!: ExpectedKind;

  @ApiProperty({ example: 'the agreement on the cease-fire, in two languages' })
  @Text({ max: 4000 })
  description!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The claim that says it existed' })
  @Optional()
  @Uuid()
  claimId?: string;

  @ApiPropertyOptional({ type: HolderDto, description: 'Who would hold it' })
  @Optional()
  @Nested(() => HolderDto)
  holder?: HolderDto;

  @OptionalText(20_000)
  note?: string;
}

/** One of a record written by hand: what was found already is told at once. */
export class RecordedExpectedDocumentDto extends ExpectDocumentDto {
  /** The source it turned out to be */
  @Optional()
  @Uuid()
  foundSourceId?: string;
}

export class ReviseExpectedDocumentDto {
  @ApiPropertyOptional({ enum: EXPECTED_KINDS })
  @Optional()
  @IsIn(EXPECTED_KINDS)
  kind?: ExpectedKind;

  @OptionalText(4000)
  description?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @Clearable()
  @Uuid()
  claimId?: string | null;

  @ApiPropertyOptional({ type: HolderDto, nullable: true, description: 'Replaces what was said of it' })
  @Clearable()
  @Nested(() => HolderDto)
  holder?: HolderDto | null;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The source it turned out to be: it is found',
  })
  @Clearable()
  @Uuid()
  foundSourceId?: string | null;

  @ClearableText(20_000, { description: 'Why it is known not to exist any more: it is lost' })
  lostBecause?: string | null;

  @ClearableText(20_000)
  note?: string | null;
}

export class WithdrawExpectedDocumentDto {
  @ApiProperty({ example: 'The agreement was never put on paper.' })
  @Text({ max: 20_000 })
  because!: string;
}

export const expectedDocumentSchema = schema(
  'ExpectedDocument',
  object({
    id: uuid,
    questionId: uuid,
    kind: oneOf(EXPECTED_KINDS),
    description: text,
    assertedBy: nullable(object({ id: uuid, number: integer, statement: text })),
    holder: nullable(
      object({
        agent: nullable(agentReference),
        place: nullable(object({ id: uuid, name: text })),
        words: nullable(text),
      }),
    ),
    state: oneOf(SEARCH_STATES),
    attempts: integer,
    searches: array(
      object({
        leadId: uuid,
        description: text,
        attempts: integer,
        lastOutcome: nullable(oneOf(ATTEMPT_OUTCOMES)),
        lastWhen: nullable(toldDate),
      }),
    ),
    found: nullable(sourceReference),
    lostBecause: nullable(text),
    note: nullable(text),
    withdrawnBecause: nullable(text),
    version: integer,
    activity: activityReference,
  }),
);
