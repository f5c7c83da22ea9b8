import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { ActivityEntity } from '../provenance/activity.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import { RevisionEntity } from '../testimonies/revision.entity.js';

/** A layer beside one text of a testimony: what it says in another language, byte for byte as received. */
@Entity('translation')
@Unique('uq__translation__sequence', ['sequence'])
@Unique('uq__translation__replaces_id', ['replacesId'])
@Check(
  'ck__translation__sha256',
  `sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex') OR erased_by IS NOT NULL`,
)
@Check('ck__translation__bytes', 'bytes = octet_length(text) OR erased_by IS NOT NULL')
@Check('ck__translation__code_points', 'code_points = char_length(text)')
@Index('ix__translation__revision_id', ['revisionId', 'sequence'])
@Index('ix__translation__agent_id', ['agentId'])
export class TranslationEntity {
  @Id('translation')
  id!: string;

  @Sequence()
  sequence!: string;

  /** prov:wasDerivedFrom: the text that is translated */
  @Column('uuid', { name: 'revision_id' })
  @ForeignKey(() => RevisionEntity, { name: 'fk__translation__revision_id__revision' })
  revisionId!: string;

  /** BCP 47 */
  @Column('text')
  language!: string;

  @Column('text')
  text!: string;

  /** Of the UTF-8 bytes, in hexadecimal */
  @Column('text')
  sha256!: string;

  @Column('integer')
  bytes!: number;

  @Column('integer', { name: 'code_points' })
  codePoints!: number;

  /** prov:wasAttributedTo: the translator, who may be unnamed, or software */
  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__translation__agent_id__agent' })
  agentId!: string;

  /** prov:wasRevisionOf: the earlier translation into the same language that this one is better than */
  @Column('uuid', { name: 'replaces_id', nullable: true })
  @ForeignKey(() => TranslationEntity, { name: 'fk__translation__replaces_id__translation' })
  replacesId!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  /** The last activity that erased words of it: from then on hash and bytes are those of the text as it was received */
  @Column('uuid', { name: 'erased_by', nullable: true })
  @ForeignKey(() => ActivityEntity, { name: 'fk__translation__erased_by__activity' })
  erasedBy!: string | null;

  @Access('translation')
  access!: number;

  @GeneratedBy('translation')
  activityId!: string;
}
