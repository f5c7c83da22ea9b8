import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import type { RecordKind } from '../provenance/record-kinds.js';
import type { RestrictionBasis, RestrictionMode, RestrictionPart } from './vocabularies.js';

/** That something is restricted, from this event on until one that ends it. Never changed; the staff's alone to read. */
@Entity('restriction')
@Unique('uq__restriction__sequence', ['sequence'])
@Unique('uq__restriction__replaces_id', ['replacesId'])
@Check('ck__restriction__access', 'access >= 0')
@Check('ck__restriction__part', `part IN ('record', 'content', 'description', 'summary', 'span')`)
@Check(
  'ck__restriction__end_offset',
  `CASE WHEN part = 'span' THEN 0 <= start_offset AND start_offset < end_offset
    ELSE num_nonnulls(start_offset, end_offset) = 0 END`,
)
@Check(
  'ck__restriction__mode',
  `mode IN ('registered', 'on_request', 'listed_sealed', 'hidden_sealed', 'withdrawn')`,
)
@Check(
  'ck__restriction__level',
  `CASE mode WHEN 'registered' THEN level = 1 WHEN 'on_request' THEN level > 3 ELSE level = 3 END`,
)
@Check(
  'ck__restriction__part__mode',
  `CASE WHEN part = 'span' THEN mode IN ('registered', 'on_request', 'listed_sealed')
    WHEN part = 'content' OR kind = 'passage' THEN true ELSE mode NOT IN ('on_request', 'listed_sealed') END`,
)
@Check(
  'ck__restriction__part__kind',
  `CASE part WHEN 'record' THEN true WHEN 'span' THEN kind = 'revision' ELSE kind = 'testimony' END`,
)
@Check(
  'ck__restriction__basis',
  `basis IN ('narrator', 'donor', 'law', 'privacy', 'community', 'archive', 'redaction', 'other')`,
)
@Check(
  'ck__restriction__until_years',
  `num_nonnulls(until_agent_id, until_years) <> 1 AND until_years BETWEEN 0 AND 200
    AND num_nonnulls(until_edtf, until_agent_id) <= 1`,
)
@Index('ix__restriction__record_id', ['recordId'])
@Index('ix__restriction__decided_by_id', ['decidedById'])
@Index('ix__restriction__until_agent_id', ['untilAgentId'], { where: '(until_agent_id IS NOT NULL)' })
export class RestrictionEntity {
  @Id('restriction')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('text')
  kind!: RecordKind;

  @Column('uuid', { name: 'record_id' })
  recordId!: string;

  @Column('text', { default: 'record' })
  part!: RestrictionPart;

  /** Of a span: code points of the revision, start inclusive, end exclusive. */
  @Column('integer', { name: 'start_offset', nullable: true })
  startOffset!: number | null;

  @Column('integer', { name: 'end_offset', nullable: true })
  endOffset!: number | null;

  @Column('text')
  mode!: RestrictionMode;

  /** The access that rows have which it closes */
  @Column('smallint')
  level!: number;

  @Column('text')
  basis!: RestrictionBasis;

  @Column('text')
  because!: string;

  @Column('uuid', { name: 'decided_by_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__restriction__decided_by_id__agent' })
  decidedById!: string;

  @Column('text', { name: 'until_edtf', nullable: true })
  untilEdtf!: string | null;

  /** Until so many years after the death of this person */
  @Column('uuid', { name: 'until_agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__restriction__until_agent_id__agent' })
  untilAgentId!: string | null;

  @Column('integer', { name: 'until_years', nullable: true })
  untilYears!: number | null;

  /** The first day on which it may end, where the date is known from the beginning */
  @Column('date', { name: 'ends_on', nullable: true })
  endsOn!: string | null;

  @Column('uuid', { name: 'replaces_id', nullable: true })
  @ForeignKey('RestrictionEntity', { name: 'fk__restriction__replaces_id__restriction' })
  replacesId!: string | null;

  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('restriction')
  activityId!: string;
}
