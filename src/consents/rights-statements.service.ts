import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Attribution } from '../common/principal.js';
import { invalid } from '../common/problem.js';
import { faultOfTime, toldDate } from '../common/told-date.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { lockTestimony } from '../testimonies/lock-testimony.js';
import { RIGHTS_STATEMENTS } from '../testimonies/rights.vocabulary.js';
import { RightsStatementEntity } from './rights-statement.entity.js';
import type { StateRightsDto } from './rights-statements.dto.js';
import { accessOfTestimony } from './access-of-testimony.js';

/** What is said of the rights in testimonies. Append-only: what was said last holds. */
@Injectable()
export class RightsStatementsService {
  constructor(private readonly ledger: Ledger) {}

  state(by: Attribution, testimonyId: string, wanted: StateRightsDto): Promise<string> {
    return this.ledger.record({ type: 'rights.state', by }, (activity) =>
      this.write(activity, testimonyId, wanted),
    );
  }

  async write(activity: Activity, testimonyId: string, wanted: StateRightsDto): Promise<string> {
    await lockTestimony(activity, testimonyId);
    const { code, basis, because, determined } = wanted;
    const fault = faultOfTime(determined?.edtf, '/determined/edtf', new Date());
    if (fault !== null) throw invalid([fault]);
    const { words, edtf, span } = toldDate(determined);
    const id = randomUUID();
    await activity.manager.insert(RightsStatementEntity, {
      ...{ id, testimonyId, code, basis, because },
      ...RIGHTS_STATEMENTS[code],
      ...{ determinedWords: words, determinedEdtf: edtf, determinedSpan: span },
      access: await accessOfTestimony(activity, testimonyId),
    });
    return id;
  }
}
