import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsObject, IsOptional } from 'class-validator';
import { Transform } from 'class-transformer';
import { flag, integer, nullable, object, schema, text, uuid } from '../common/openapi.js';
import { PageQuery } from '../common/page.js';
import { Text } from '../common/text.js';

/** A named source gives `csl`; an unnamed one `description` and `unnamedBecause` instead. */
export class CreateSourceDto {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'A CSL-JSON item (CSL 1.0.2) without id',
    example: { type: 'treaty', title: 'Treaty of Portsmouth', issued: { 'date-parts': [[1905, 9, 5]] } },
  })
  @IsOptional()
  @IsObject()
  csl?: Record<string, unknown>;

  @ApiPropertyOptional({ example: 'publications the author used without naming them' })
  @IsOptional()
  @Text({ max: 4000 })
  description?: string;

  @ApiPropertyOptional({ description: 'Why the source has no name; required without csl' })
  @IsOptional()
  @Text({ max: 2000 })
  unnamedBecause?: string;
}

export class ReviseSourceDto {
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  csl?: Record<string, unknown>;

  @ApiPropertyOptional()
  @IsOptional()
  @Text({ max: 4000 })
  description?: string;

  @ApiPropertyOptional({ description: 'Why it is revised; kept with the activity' })
  @IsOptional()
  @Text({ max: 2000 })
  note?: string;
}

export class SourcesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Only unnamed sources, or only named ones' })
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean()
  unnamed?: boolean;
}

export const sourceSchema = schema(
  'Source',
  object({
    id: uuid,
    title: text,
    unnamed: flag,
    csl: nullable({ type: 'object', additionalProperties: true }),
    description: nullable(text),
    unnamedBecause: nullable(text),
    citations: { type: 'integer', description: 'How many citations rest on it, withdrawn ones not counted' },
    claims: { type: 'integer', description: 'How many claims were told from it' },
    version: integer,
    activity: { $ref: '#/components/schemas/ActivityReference' },
  }),
);

export const sourceReference = schema('SourceReference', object({ id: uuid, title: text, unnamed: flag }));
