import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import type { ConsentAct, ConsentAnswer } from '../testimonies/rights.vocabulary.js';
import { TestimonyEntity } from '../testimonies/testimony.entity.js';
import type { Instrument, SignerRole } from './consent.vocabulary.js';
import { ScopeColumns } from './scope-columns.js';

/** A paper or a recording by which somebody consented, or that none was found; for the staff alone. Never changed. */
@Entity('consent')
@ScopeColumns('consent', { default: 'not_mentioned' })
@Unique('uq__consent__sequence', ['sequence'])
@Unique('uq__consent__supersedes_id', ['supersedesId'])
@Check(
  'ck__consent__instrument',
  `instrument IN ('deed_of_gift', 'release_form', 'recorded_verbal', 'licence', 'none_found')`,
)
@Check(
  'ck__consent__role',
  `role IN ('narrator', 'interviewer', 'heir', 'guardian', 'rights_holder', 'other')`,
)
@Check(
  'ck__consent__signer',
  `CASE instrument WHEN 'none_found'
   THEN num_nonnulls(signer_id, signer_words, role, narrator_id, paper_sha256) = 0 AND searched IS NOT NULL
   ELSE num_nonnulls(signer_id, signer_words) = 1 AND role IS NOT NULL AND searched IS NULL END`,
)
@Check('ck__consent__signed', '(signed_edtf IS NULL) = (signed_span IS NULL)')
@Check(
  'ck__consent__none_found',
  `instrument <> 'none_found' OR (disseminate, quote, name_narrator, publish_audio, translate, machine_use)
   = ('not_mentioned', 'not_mentioned', 'not_mentioned', 'not_mentioned', 'not_mentioned', 'not_mentioned')`,
)
@Check(
  'ck__consent__conditions',
  `(conditions IS NOT NULL)
   = ('conditional' IN (disseminate, quote, name_narrator, publish_audio, translate, machine_use))`,
)
@Check(
  'ck__consent__conditions_language',
  '(conditions IS NULL) = (conditions_language IS NULL) AND (conditions IS NOT NULL OR NOT conditions_shown)',
)
@Check('ck__consent__restriction_language', '(restriction IS NULL) = (restriction_language IS NULL)')
@Check('ck__consent__paper_sha256', `paper_sha256 ~ '^[0-9a-f]{64}$'`)
@Check('ck__consent__access', 'access >= 0')
@Index('ix__consent__testimony_id', ['testimonyId', 'sequence'])
@Index('ix__consent__signer_id', ['signerId'])
@Index('ix__consent__narrator_id', ['narratorId'])
export class ConsentEntity implements Record<ConsentAct, ConsentAnswer> {
  @Id('consent')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'testimony_id' })
  @ForeignKey(() => TestimonyEntity, { name: 'fk__consent__testimony_id__testimony' })
  testimonyId!: string;

  @Column('text')
  instrument!: Instrument;

  @Column('uuid', { name: 'signer_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__consent__signer_id__agent' })
  signerId!: string | null;

  /** Where it is nobody the archive has on record: an agent could be seen by everybody */
  @Column('text', { name: 'signer_words', nullable: true })
  signerWords!: string | null;

  @Column('text', { nullable: true })
  role!: SignerRole | null;

  /** Whose words it is about; null where it speaks for none or for all of the narrators */
  @Column('uuid', { name: 'narrator_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__consent__narrator_id__agent' })
  narratorId!: string | null;

  @Column('text', { name: 'signed_words', nullable: true })
  signedWords!: string | null;

  @Column('text', { name: 'signed_edtf', nullable: true })
  signedEdtf!: string | null;

  @Column('datemultirange', { name: 'signed_span', nullable: true })
  signedSpan!: string | null;

  disseminate!: ConsentAnswer;
  quote!: ConsentAnswer;
  nameNarrator!: ConsentAnswer;
  publishAudio!: ConsentAnswer;
  translate!: ConsentAnswer;
  machineUse!: ConsentAnswer;

  /** Letter for letter */
  @Column('text', { nullable: true })
  conditions!: string | null;

  /** BCP 47 */
  @Column('text', { name: 'conditions_language', nullable: true })
  conditionsLanguage!: string | null;

  /** Whether everybody may read them */
  @Column('boolean', { name: 'conditions_shown', default: false })
  conditionsShown!: boolean;

  /** What the paper restricts, letter for letter */
  @Column('text', { nullable: true })
  restriction!: string | null;

  @Column('text', { name: 'restriction_language', nullable: true })
  restrictionLanguage!: string | null;

  /** Of the paper or recording, which stays outside */
  @Column('text', { name: 'paper_sha256', nullable: true })
  paperSha256!: string | null;

  @Column('text', { name: 'paper_kept', nullable: true })
  paperKept!: string | null;

  /** Where none was found */
  @Column('text', { nullable: true })
  searched!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('uuid', { name: 'supersedes_id', nullable: true })
  @ForeignKey(() => ConsentEntity, { name: 'fk__consent__supersedes_id__consent' })
  supersedesId!: string | null;

  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('consent')
  activityId!: string;
}
