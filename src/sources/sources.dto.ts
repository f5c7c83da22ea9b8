import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsObject } from 'class-validator';
import { Transform } from 'class-transformer';
import {
  agentReference,
  array,
  flag,
  integer,
  moment,
  nullable,
  object,
  oneOf,
  schema,
  text,
  uuid,
} from '../common/openapi.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { ClearableText, Optional, OptionalText } from '../common/optional.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { RELIABILITY_GRADES } from './reliability.vocabulary.js';

/** A named source gives `csl`; an unnamed one `description` and `unnamedBecause` instead. */
export class CreateSourceDto {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'A CSL-JSON item (CSL 1.0.2) without id',
    example: { type: 'treaty', title: 'Treaty of Portsmouth', issued: { 'date-parts': [[1905, 9, 5]] } },
  })
  @Optional()
  @IsObject()
  csl?: Record<string, unknown>;

  @OptionalText(4000, { example: 'publications the author used without naming them' })
  description?: string;

  @OptionalText(2000, { description: 'Why the source has no name; required without csl' })
  unnamedBecause?: string;
}

export class ReviseSourceDto {
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @Optional()
  @IsObject()
  csl?: Record<string, unknown>;

  @ClearableText(4000)
  description?: string | null;

  @OptionalText(2000, { description: 'Why it is revised; kept with the activity' })
  note?: string;
}

export class SourcesQuery extends AsOfPageQuery {
  @ApiPropertyOptional({ description: 'Only unnamed sources, or only named ones' })
  @Optional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean()
  unnamed?: boolean;
}

export const sourceReference = schema('SourceReference', object({ id: uuid, title: text, unnamed: flag }));

const descent = object({
  id: uuid,
  kind: {
    type: 'string',
    description: 'copies, translates, quotes, summarises, derives_from, author or informant',
  },
  source: nullable(sourceReference),
  agent: nullable(agentReference),
  testimony: nullable(object({ id: uuid, accession: text, title: text })),
  claim: nullable(object({ id: uuid, statement: text })),
  note: nullable(text),
});

const currentReliability = object({
  grade: oneOf(RELIABILITY_GRADES),
  by: agentReference,
  at: moment,
  rationale: text,
});

export const sourceSchema = schema(
  'Source',
  object({
    id: uuid,
    title: text,
    unnamed: flag,
    csl: nullable({ type: 'object', additionalProperties: true }),
    description: nullable(text),
    unnamedBecause: nullable(text),
    withdrawnBecause: nullable(text),
    descents: { ...array(descent), description: 'What it goes back to' },
    reliability: { ...array(currentReliability), description: 'How far each researcher trusts it now' },
    citations: { type: 'integer', description: 'How many citations rest on it, withdrawn ones not counted' },
    claims: { type: 'integer', description: 'How many claims were told from it' },
    version: integer,
    activity: activityReference,
  }),
);
