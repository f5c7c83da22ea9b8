import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsString, Max, Min } from 'class-validator';
import { Nested, NestedList } from '../common/nested.js';
import {
  agentReference,
  array,
  integer,
  nullable,
  object,
  oneOf,
  schema,
  text,
  uuid,
} from '../common/openapi.js';
import { Optional, OptionalText } from '../common/optional.js';
import { LanguageTag } from '../common/tag-fields.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { ContributingAgentDto, textMembers } from '../testimonies/testimonies.dto.js';
import { WORDINGS } from './translation.rules.js';

const LARGEST = 2 ** 31 - 1;

/** A place in the translation and the passage it translates; several places may translate one. */
export class AlignedPassageDto {
  @ApiProperty({ description: 'Number of the passage of the original' })
  @IsInt()
  @Min(1)
  @Max(LARGEST)
  passage!: number;

  @ApiProperty({ description: 'In the translation, in Unicode code points' })
  @IsInt()
  @Min(0)
  @Max(LARGEST)
  start!: number;

  @ApiProperty({ description: 'Where it ends, exclusive' })
  @IsInt()
  @Min(1)
  @Max(LARGEST)
  end!: number;
}

export class AddTranslationDto {
  @ApiPropertyOptional({ description: 'Number of the revision that is translated; the latest when left out' })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(LARGEST)
  revision?: number;

  @ApiProperty({ description: 'Of the translation (BCP 47)', example: 'en' })
  @LanguageTag()
  language!: string;

  @ApiProperty({
    description: 'The whole text, kept byte for byte as received; at most 5 MiB of UTF-8',
  })
  @IsString({ message: 'the text of the translation' })
  text!: string;

  @ApiProperty({ type: ContributingAgentDto, description: 'Who translated it; may be unnamed, or software' })
  @Nested(() => ContributingAgentDto)
  translator!: ContributingAgentDto;

  @ApiPropertyOptional({
    type: [AlignedPassageDto],
    description:
      'Which places translate which passage; by order when left out, where both have as many; empty where it cannot be told',
  })
  @Optional()
  @NestedList(() => AlignedPassageDto, { max: 20_000 })
  passages?: AlignedPassageDto[];

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'An earlier translation of the testimony into the same language that this one is better than',
  })
  @Optional()
  @Uuid()
  replaces?: string;

  @OptionalText(20_000)
  note?: string;
}

const summary = {
  id: uuid,
  testimony: object({ id: uuid, accession: text, title: text }),
  revision: object({ id: uuid, number: integer }),
  language: text,
  translator: nullable(agentReference),
  ...textMembers,
  note: nullable(text),
  replaces: nullable(uuid),
  replacedBy: nullable(uuid),
  activity: activityReference,
};

export const translationSummary = schema(
  'TranslationSummary',
  object({ ...summary, passages: { type: 'integer', description: 'How many places are aligned' } }),
);

export const translationSchema = schema(
  'Translation',
  object({
    ...summary,
    text,
    comparedWith: { ...object({ id: uuid, number: integer }), description: 'The latest revision' },
    passages: array(
      object({
        number: integer,
        start: integer,
        end: integer,
        original: object({ id: uuid, number: integer, start: integer, end: integer }),
        wording: {
          ...oneOf(WORDINGS),
          description: 'What has become of the words translated in the revision compared with',
        },
      }),
    ),
  }),
);

export const passageTranslationSchema = schema(
  'PassageTranslation',
  object({
    translation: object({ id: uuid, language: text, translator: nullable(agentReference) }),
    original: object({ id: uuid, number: integer, pointer: text }),
    wording: {
      ...oneOf(WORDINGS.slice(0, 2)),
      description: 'Whether the words translated are those of the passage asked for',
    },
    places: array(object({ number: integer, start: integer, end: integer, text })),
  }),
);
