import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { AsOfQuery } from '../common/as-of-query.js';
import { array, flag, integer, nullable, object, oneOf, schema, text, uuid } from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { textMembers } from '../testimonies/testimonies.dto.js';
import { REVISION_KINDS } from '../testimonies/revision.entity.js';
import { PASSAGE_STATES } from './difference.rules.js';

export const DIFFERENCE_FORMATS = ['json', 'html'] as const;
export type DifferenceFormat = (typeof DIFFERENCE_FORMATS)[number];

export class DifferenceQuery extends AsOfQuery {
  @ApiPropertyOptional({ description: 'Number of a revision; the one before `to` where left out' })
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  from?: number;

  @ApiPropertyOptional({ description: 'Number of a revision; the latest where left out' })
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  to?: number;

  @ApiPropertyOptional({ description: 'true: with the words of what was not changed' })
  @Optional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean()
  unchanged?: boolean;

  @ApiPropertyOptional({ enum: DIFFERENCE_FORMATS, default: 'json' })
  @Optional()
  @IsIn(DIFFERENCE_FORMATS)
  format?: DifferenceFormat;
}

const revision = object({
  id: uuid,
  number: integer,
  sha256: textMembers.sha256,
  kind: oneOf(REVISION_KINDS),
  because: nullable(text),
  activity: activityReference,
});

const place = nullable(object({ start: integer, end: integer }));

export const changeSchema = schema('Change', object({ kind: oneOf(['equal', 'insert', 'delete']), text }));

export const differenceSchema = schema(
  'RevisionDifference',
  object({
    testimony: object({ id: uuid, accession: text, title: text, language: text }),
    from: revision,
    to: revision,
    passages: {
      ...array(
        object({
          number: integer,
          state: oneOf(PASSAGE_STATES),
          from: place,
          to: place,
          changes: {
            ...array(changeSchema),
            description:
              'Word by word; nothing where the words are the same, unless `unchanged` asks for them',
          },
        }),
      ),
      description:
        'In the order of the text after; those that are gone follow the passage that they followed',
    },
    spacingOnly: {
      ...flag,
      description: 'All passages stand as they stood, and only the white space between them is another',
    },
  }),
);
