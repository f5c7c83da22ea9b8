import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString } from 'class-validator';
import {
  agentReference,
  array,
  flag,
  integer,
  nullable,
  object,
  oneOf,
  schema,
  text,
  toldDate,
  uuid,
} from '../common/openapi.js';
import { Text } from '../common/text.js';
import { ToldDateDto } from '../common/told-date.js';
import { AGENT_KINDS, type AgentKind } from '../provenance/agent.entity.js';
import { CONTRIBUTION_ROLES, type ContributionRole } from './contribution.entity.js';
import { REVISION_KINDS } from './revision.entity.js';
import { TESTIMONY_KINDS, type TestimonyKind } from './testimony.entity.js';
import { consentInForce, rightsSchema } from './rights-on-display.js';
import { Uuid } from '../common/uuid.js';
import { Clearable, ClearableText, Optional, OptionalText } from '../common/optional.js';
import { Nested, NestedList } from '../common/nested.js';
import { LanguageTag } from '../common/tag-fields.js';
import { activityReference } from '../provenance/provenance.dto.js';

/** An agent recorded already, by id, or a new one recorded together with the testimony. */
export class ContributingAgentDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'An agent recorded already; then nothing else' })
  @Optional()
  @Uuid()
  id?: string;

  @ApiPropertyOptional({ enum: AGENT_KINDS, default: 'person' })
  @Optional()
  @IsIn(AGENT_KINDS)
  kind?: AgentKind;

  @OptionalText(500, { example: 'Aiko Yoshino' })
  name?: string;

  @OptionalText(4000)
  description?: string;

  @OptionalText(2000, { description: 'Why there is no name; required without one' })
  unnamedBecause?: string;
}

export class ContributorDto {
  @ApiProperty({ enum: CONTRIBUTION_ROLES })
  @IsIn(CONTRIBUTION_ROLES)
  role!: ContributionRole;

  @ApiProperty({ type: ContributingAgentDto })
  @Nested(() => ContributingAgentDto)
  agent!: ContributingAgentDto;
}

export class RecordedDto extends ToldDateDto {
  @OptionalText(500, { example: 'Otaru' })
  where?: string;
}

export class TranslationOfDto {
  @ApiProperty({ description: 'Language of the original (BCP 47)', example: 'ja' })
  @LanguageTag()
  language!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The original, where the archive holds it' })
  @Optional()
  @Uuid()
  testimonyId?: string;

  @OptionalText(4000)
  note?: string;
}

class DescribedTestimonyDto {
  @ApiPropertyOptional({ type: TranslationOfDto, nullable: true })
  @Clearable()
  @Nested(() => TranslationOfDto)
  translationOf?: TranslationOfDto | null;

  @ApiPropertyOptional({
    type: RecordedDto,
    nullable: true,
    description: 'When and where it was told or written',
  })
  @Clearable()
  @Nested(() => RecordedDto)
  recorded?: RecordedDto | null;

  @ClearableText(20_000)
  summary?: string | null;

  @ClearableText(20_000, { description: 'Rights and conditions, in words' })
  rights?: string | null;
}

export class CreateTestimonyDto extends DescribedTestimonyDto {
  @ApiProperty({ example: 'Oral history interview with Aiko Yoshino' })
  @Text({ max: 1000 })
  title!: string;

  @ApiProperty({ enum: TESTIMONY_KINDS })
  @IsIn(TESTIMONY_KINDS)
  kind!: TestimonyKind;

  @ApiProperty({ description: 'BCP 47', example: 'ja' })
  @LanguageTag()
  language!: string;

  @ApiProperty({
    description: 'The whole text, kept byte for byte as received; at most 5 MiB of UTF-8',
  })
  @IsString({ message: 'the text of the testimony' })
  text!: string;

  @ApiPropertyOptional({
    enum: ['paragraph', 'turn'],
    description: 'What its passages are; speaker turns are recognised in interviews when left out',
  })
  @Optional()
  @IsIn(['paragraph', 'turn'])
  passages?: 'paragraph' | 'turn';

  @ApiProperty({ type: [ContributorDto], description: 'At least one narrator, who may be unnamed' })
  @NestedList(() => ContributorDto, { max: 100 })
  contributors!: ContributorDto[];
}

export class ReviseTestimonyDto extends DescribedTestimonyDto {
  @OptionalText(1000)
  title?: string;

  @ApiPropertyOptional({ enum: TESTIMONY_KINDS })
  @Optional()
  @IsIn(TESTIMONY_KINDS)
  kind?: TestimonyKind;

  @ApiPropertyOptional({ description: 'BCP 47' })
  @Optional()
  @LanguageTag()
  language?: string;

  @OptionalText(2000, { description: 'Why it is revised; kept with the activity' })
  note?: string;
}

/** Which text it puts right, and why: nothing of both for the first. */
const revisionDescent = {
  kind: oneOf(REVISION_KINDS),
  because: nullable(text),
  previous: { ...nullable(integer), description: 'Number of the revision it follows' },
};

/**
 * What is said of a text: always of the text that the reader is given. A hash of words that one may not see would let one
 * try guesses at them.
 */
export const textMembers = {
  sha256: {
    type: 'string',
    description: 'Of the text as the reader may see it, in UTF-8; in hexadecimal',
  },
  bytes: { type: 'integer', description: 'Of that text in UTF-8' },
  codePoints: { type: 'integer', description: 'Of that text, in which all offsets count' },
} as const;

const revisionSummary = object({
  id: uuid,
  number: integer,
  ...revisionDescent,
  ...textMembers,
  passages: integer,
  reviews: {
    type: 'integer',
    description: 'How often the narrator, or somebody for him, said that he read it',
  },
  activity: activityReference,
});

const summary = {
  id: uuid,
  accession: text,
  title: text,
  kind: oneOf(TESTIMONY_KINDS),
  language: text,
  contributors: array(object({ role: oneOf(CONTRIBUTION_ROLES), agent: agentReference })),
  recorded: nullable(object({ date: nullable(toldDate), where: nullable(text) })),
  summary: nullable(text),
  restrictions: array(
    object({
      id: uuid,
      part: text,
      mode: text,
      until: nullable({ type: 'object', additionalProperties: true }),
    }),
  ),
  claims: { type: 'integer', description: 'How many claims are recorded of it' },
  version: integer,
};

export const testimonySummary = schema('TestimonySummary', object(summary));

export const testimonySchema = schema(
  'Testimony',
  object({
    ...summary,
    translationOf: nullable(
      object({
        language: text,
        testimony: nullable(object({ id: uuid, accession: text })),
        note: nullable(text),
      }),
    ),
    rights: { ...nullable(text), description: 'Rights and conditions, in words' },
    ...rightsSchema,
    consent: {
      ...nullable(consentInForce),
      description: 'What is consented to by what is in force; null where nothing is',
    },
    revisions: array(revisionSummary),
    activity: activityReference,
  }),
);

export const revisionSchema = schema(
  'Revision',
  object({
    id: uuid,
    testimony: object({ id: uuid, accession: text }),
    number: integer,
    ...revisionDescent,
    ...textMembers,
    text: { ...text, description: 'Closed words are left out, or stand as […]' },
    passages: array(
      object({ id: uuid, number: integer, start: integer, end: integer, speaker: nullable(text) }),
    ),
    reviews: array(
      object({
        id: uuid,
        agent: agentReference,
        byNarrator: flag,
        passage: { ...nullable(integer), description: 'Null where the whole text was read' },
        reviewed: nullable(toldDate),
        asked: { ...nullable(text), description: 'Null where it was left as it is' },
      }),
    ),
    activity: activityReference,
  }),
);
