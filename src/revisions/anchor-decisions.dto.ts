import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AnchorDto } from '../claims/claims.dto.js';
import { anchorMembers, anchorSchema } from '../claims/claim-schemas.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { ANCHOR_STATES, type AnchorState } from '../collation/vocabularies.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { Nested } from '../common/nested.js';
import { array, integer, object, schema, text, uuid } from '../common/openapi.js';
import { Optional, OptionalText } from '../common/optional.js';
import { ANCHOR_DECISIONS, type AnchorDecision } from './anchor-decision.rules.js';

export class DecideAnchorDto {
  @ApiProperty({
    enum: ANCHOR_DECISIONS,
    description:
      'confirm: these are the words; place: others are, which anchor gives; let_go: none are, in this text',
  })
  @IsIn(ANCHOR_DECISIONS)
  decision!: AnchorDecision;

  @OptionalText(2000, { description: 'Why; required unless it is confirmed' })
  because?: string;

  @ApiPropertyOptional({ type: AnchorDto, description: 'With place: words of the latest revision' })
  @Optional()
  @Nested(() => AnchorDto)
  anchor?: AnchorDto;
}

export class AnchorsQuery extends AsOfPageQuery {
  @ApiPropertyOptional({ enum: ANCHOR_STATES, description: 'Only anchors in this state' })
  @Optional()
  @IsIn(ANCHOR_STATES)
  state?: AnchorState;
}

const claim = object({ id: uuid, number: integer, statement: text });

export const anchorReadSchema = schema(
  'AnchorRead',
  object({ ...anchorMembers, claim, activity: activityReference }),
);

export const claimAnchorsSchema = schema(
  'ClaimAnchors',
  object({
    claim,
    anchors: array(anchorSchema),
  }),
);
