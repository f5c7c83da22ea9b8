import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { flag, nullable, object, oneOf, schema, text, uuid } from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { Text } from '../common/text.js';
import { NAME_TYPES, NAMED_KINDS, type NamedKind } from './vocabularies.js';

export class NamesQuery extends AsOfPageQuery {
  @ApiProperty({
    example: 'Sejima',
    description:
      'A name or its beginning, in any script; 瀬島, 瀨島, セジマ, せじま and Sezima find the same',
  })
  @Text({ max: 200 })
  q!: string;

  @ApiPropertyOptional({ enum: NAMED_KINDS })
  @Optional()
  @IsIn(NAMED_KINDS)
  kind?: NamedKind;
}

export const foundNameSchema = schema(
  'FoundName',
  object({
    kind: oneOf(NAMED_KINDS),
    id: uuid,
    name: { ...text, description: 'What the record itself is called' },
    unnamed: flag,
    representative: {
      ...nullable(uuid),
      description: 'The record it was merged into, if it was: the one that stands for the person or place',
    },
    form: {
      ...object({
        id: nullable(uuid),
        value: text,
        reading: nullable(text),
        type: nullable(oneOf(NAME_TYPES)),
        language: nullable(text),
        script: nullable(text),
      }),
      description: 'What was found; without an id it is the name of the record itself',
    },
    match: object({
      by: { ...oneOf(['value', 'reading']), description: 'The name as written, or its reading' },
      exact: { ...flag, description: 'All of the name, not its beginning alone' },
    }),
  }),
);
