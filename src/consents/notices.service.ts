import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { lockTestimony } from '../testimonies/lock-testimony.js';
import { accessOfTestimony } from './access-of-testimony.js';
import { faultsOfNotice, kindOfNotice } from './notice.rules.js';
import { NoticeWithdrawalEntity } from './notice-withdrawal.entity.js';
import { NoticeEntity } from './notice.entity.js';
import type { SetNoticeDto } from './notices.dto.js';

const shownAlready = statement(
  'notices.shown',
  `SELECT FROM notice n
   WHERE n.testimony_id = $1 AND n.code = $2 AND n.project_id IS NOT DISTINCT FROM $3::uuid
     AND NOT EXISTS (SELECT FROM notice_withdrawal w WHERE w.notice_id = n.id)`,
);

const standing = statement(
  'notices.standing',
  `SELECT n.testimony_id AS "testimonyId", n.access,
     EXISTS (SELECT FROM notice_withdrawal w WHERE w.notice_id = n.id) AS "isWithdrawn"
   FROM notice n WHERE n.id = $1 AND may_read(n.access, $2::smallint[])`,
);

/** Local Contexts Notices, which the archive sets, and Labels, which it shows as a community gave them. */
@Injectable()
export class NoticesService {
  constructor(private readonly ledger: Ledger) {}

  set(by: Attribution, testimonyId: string, wanted: SetNoticeDto): Promise<string> {
    return this.ledger.record({ type: 'notice.set', by }, async (activity) => {
      await lockTestimony(activity, testimonyId);
      const faults = faultsOfNotice(wanted);
      if (faults.length > 0) throw invalid(faults);
      const { code, projectId } = wanted;
      const shown = await activity.rows(shownAlready, [testimonyId, code, projectId ?? null]);
      if (shown.length > 0) {
        throw new Problem(409, 'notice.set_already', 'It is shown on this testimony already.');
      }
      const id = randomUUID();
      const access = await accessOfTestimony(activity, testimonyId);
      const row = { ...wanted, id, testimonyId, kind: kindOfNotice(code), access };
      await activity.manager.insert(NoticeEntity, row);
      return id;
    });
  }

  withdraw(by: Attribution, id: string, because: string): Promise<void> {
    return this.ledger.record({ type: 'notice.withdraw', by }, async (activity) => {
      await lockTestimony(activity, (await find(activity, id)).testimonyId);
      const { isWithdrawn, access } = await find(activity, id);
      if (isWithdrawn) throw new Problem(409, 'notice.withdrawn', 'It was withdrawn already.');
      await activity.manager.insert(NoticeWithdrawalEntity, { noticeId: id, because, access });
    });
  }
}

interface StandingRow {
  testimonyId: string;
  access: number;
  isWithdrawn: boolean;
}

async function find({ rows, by }: Activity, id: string): Promise<StandingRow> {
  const [row] = await rows<StandingRow>(standing, [id, by.clearance]);
  if (row === undefined) throw notFound('notice');
  return row;
}
