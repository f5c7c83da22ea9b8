import { Column, Entity, ForeignKey, Unique } from 'typeorm';
import { Access, GeneratedBy, Id } from '../provenance/ledger-columns.js';
import { NoticeEntity } from './notice.entity.js';

/** That a Notice or a Label is no longer shown, and why. */
@Entity('notice_withdrawal')
@Unique('uq__notice_withdrawal__notice_id', ['noticeId'])
export class NoticeWithdrawalEntity {
  @Id('notice_withdrawal')
  id!: string;

  @Column('uuid', { name: 'notice_id' })
  @ForeignKey(() => NoticeEntity, { name: 'fk__notice_withdrawal__notice_id__notice' })
  noticeId!: string;

  @Column('text')
  because!: string;

  @Access('notice_withdrawal')
  access!: number;

  @GeneratedBy('notice_withdrawal')
  activityId!: string;
}
