import { Check, Column, Entity, Index, Unique } from 'typeorm';

/** One act by one agent at one time (prov:Activity), which is one database transaction. */
@Entity('activity')
@Unique('uq__activity__sequence', ['sequence'])
@Check('ck__activity__access', 'access BETWEEN 0 AND 3')
@Index('ix__activity__agent_id__sequence', ['agentId', 'sequence'])
@Index('ix__activity__type__sequence', ['type', 'sequence'])
@Index('ix__activity__started_at', ['startedAt'])
export class ActivityEntity {
  @Column({
    type: 'uuid',
    primary: true,
    primaryKeyConstraintName: 'pk__activity',
    default: () => 'gen_random_uuid()',
  })
  id!: string;

  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' })
  sequence!: string;

  @Column('text')
  type!: string;

  // The foreign key to the agent is made in SQL: the two tables refer to each other, and entities do not.
  @Column('uuid', { name: 'agent_id' })
  agentId!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('timestamptz', { name: 'started_at', default: () => 'now()' })
  startedAt!: Date;

  @Column('bigint', { name: 'transaction_id', default: () => 'pg_current_xact_id()::text::bigint' })
  transactionId!: string;

  @Column('smallint', { default: 0 })
  access!: number;
}
