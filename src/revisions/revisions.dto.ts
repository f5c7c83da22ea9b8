import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString } from 'class-validator';
import { ANCHOR_METHODS, ANCHOR_STATES } from '../collation/vocabularies.js';
import { NestedList } from '../common/nested.js';
import { array, integer, nullable, object, oneOf, schema, text, uuid } from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { textMembers } from '../testimonies/testimonies.dto.js';
import { REVISION_KINDS, REVISION_REASONS, type RevisionReason } from '../testimonies/revision.entity.js';

/** So many characters, of the text of the revision named, are replaced. An empty replacement takes them out. */
export class EditDto {
  @ApiProperty({ description: 'In Unicode code points of the revision named, inclusive' })
  @IsInt()
  start!: number;

  @ApiProperty({ description: 'Exclusive; the same as start to put something in' })
  @IsInt()
  end!: number;

  @ApiPropertyOptional({ description: 'The words replaced, to be sure: refused where others stand there' })
  @Optional()
  @IsString()
  exact?: string;

  @ApiProperty({ description: 'What is to stand there, kept as received' })
  @IsString()
  replacement!: string;
}

export class CreateRevisionDto {
  @ApiProperty({ description: 'The number of the revision that is put right: the latest, or it is refused' })
  @IsInt()
  of!: number;

  @ApiProperty({ enum: REVISION_REASONS })
  @IsIn(REVISION_REASONS)
  kind!: RevisionReason;

  @ApiProperty({ description: 'Why', example: 'Joined lines that the scan had broken.' })
  @Text({ max: 2000 })
  because!: string;

  @ApiPropertyOptional({ description: 'The whole new text, kept byte for byte; or else edits' })
  @Optional()
  @IsString()
  text?: string;

  @ApiPropertyOptional({ type: [EditDto], description: 'All against the revision named, in any order' })
  @Optional()
  @NestedList(() => EditDto, { min: 1, max: 10_000 })
  edits?: EditDto[];

  @ApiPropertyOptional({
    enum: ['paragraph', 'turn'],
    description: 'What its passages are; as before when left out',
  })
  @Optional()
  @IsIn(['paragraph', 'turn'])
  passages?: 'paragraph' | 'turn';

  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    description: 'The reviews in which the narrator asked for what it does',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(100)
  @Uuid({ each: true })
  reviewIds?: string[];
}

const place = { passage: integer, exact: text };

export const carriedAnchorSchema = schema(
  'CarriedAnchor',
  object({
    id: uuid,
    claim: object({ id: uuid, number: integer, statement: text }),
    state: oneOf(ANCHOR_STATES),
    method: oneOf(ANCHOR_METHODS),
    score: nullable({ type: 'number', description: 'How like the words before, from 0 to 1' }),
    margin: nullable({ type: 'number', description: 'How much liker than the next best place' }),
    before: object({ revision: integer, ...place }),
    now: nullable(object({ ...place, passage: nullable(integer), start: integer, end: integer })),
    version: integer,
  }),
);

const carriedList = (description: string) => ({ ...array(carriedAnchorSchema), description });

export const carriedSchema = schema(
  'CarriedRevision',
  object({
    id: uuid,
    testimony: object({ id: uuid, accession: text }),
    number: integer,
    kind: oneOf(REVISION_KINDS),
    because: nullable(text),
    previous: nullable(integer),
    ...textMembers,
    passages: object({
      kept: integer,
      added: { ...array(integer), description: 'Numbers of passages that are new' },
      removed: { ...array(integer), description: 'Numbers of passages that do not go on' },
    }),
    totals: object({
      firm: integer,
      moved: integer,
      textChanged: integer,
      needsReview: integer,
      lost: integer,
    }),
    moved: carriedList('Of the firm ones, those that stand in another passage; at most 200'),
    textChanged: carriedList('At most 200; GET …/anchors gives them all'),
    needsReview: carriedList('At most 200'),
    lost: carriedList('At most 200'),
    restrictions: {
      ...array(object({ id: uuid, carried: oneOf(['exact', 'widened']), passages: array(integer) })),
      description:
        'Restrictions on words, followed to this text. exact: the same words, or none where they are gone for certain; ' +
        'widened: whole passages, since nobody can tell which of their words are the closed ones',
    },
    sealed: {
      ...nullable(
        object({
          revisions: array(integer),
          claims: array(object({ id: uuid, number: integer, statement: text })),
        }),
      ),
      description:
        'Of a redaction: earlier texts that were sealed, and claims that are closed with them, at most 200',
    },
    activity: activityReference,
  }),
);
