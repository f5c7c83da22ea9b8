import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';
import { TestimonyEntity } from './testimony.entity.js';

export const CONTRIBUTION_ROLES = [
  'narrator',
  'interviewer',
  'interpreter',
  'translator',
  'transcriber',
  'editor',
] as const;
export type ContributionRole = (typeof CONTRIBUTION_ROLES)[number];

/** Who had which part in a testimony; the narrator's is prov:wasAttributedTo. */
@Entity('contribution')
@Unique('uq__contribution__testimony_id__agent_id__role', ['testimonyId', 'agentId', 'role'])
@Check(
  'ck__contribution__role',
  `role IN ('narrator', 'interviewer', 'interpreter', 'translator', 'transcriber', 'editor')`,
)
@Index('ix__contribution__agent_id', ['agentId'])
export class ContributionEntity {
  @Id('contribution')
  id!: string;

  @Column('uuid', { name: 'testimony_id' })
  @ForeignKey(() => TestimonyEntity, { name: 'fk__contribution__testimony_id__testimony' })
  testimonyId!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__contribution__agent_id__agent' })
  agentId!: string;

  @Column('text')
  role!: ContributionRole;

  @Column('integer')
  position!: number;

  @Version()
  version!: number;

  @Access('contribution')
  access!: number;

  @GeneratedBy('contribution')
  activityId!: string;
}
