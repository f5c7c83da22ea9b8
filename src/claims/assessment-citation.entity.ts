import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id } from '../provenance/ledger-columns.js';
import { AssessmentEntity } from './assessment.entity.js';
import { CitationEntity } from './citation.entity.js';

/** A citation that an assessment rests on. */
@Entity('assessment_citation')
@Unique('uq__assessment_citation__assessment_id__citation_id', ['assessmentId', 'citationId'])
@Index('ix__assessment_citation__citation_id', ['citationId'])
export class AssessmentCitationEntity {
  @Id('assessment_citation')
  id!: string;

  @Column('uuid', { name: 'assessment_id' })
  @ForeignKey(() => AssessmentEntity, { name: 'fk__assessment_citation__assessment_id__assessment' })
  assessmentId!: string;

  @Column('uuid', { name: 'citation_id' })
  @ForeignKey(() => CitationEntity, { name: 'fk__assessment_citation__citation_id__citation' })
  citationId!: string;

  @Access('assessment_citation')
  access!: number;

  @GeneratedBy('assessment_citation')
  activityId!: string;
}
