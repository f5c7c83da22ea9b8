import { Check, Column, Entity, ForeignKey, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';

/**
 * That there are contact details of somebody, and who recorded, changed and erased them. What they say is in a table
 * without history, which only contacts.service.ts and contacts.queries.ts know.
 */
@Entity('contact')
@Unique('uq__contact__agent_id', ['agentId'])
@Check('ck__contact__access', 'access >= 0')
export class ContactEntity {
  @Id('contact')
  id!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__contact__agent_id__agent' })
  agentId!: string;

  @Column('text', { name: 'erased_because', nullable: true })
  erasedBecause!: string | null;

  @Version()
  version!: number;

  /** For the staff alone, from the first row on; so its history is too. */
  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('contact')
  activityId!: string;
}
