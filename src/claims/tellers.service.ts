import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import { AgentsService } from '../agents/agents.service.js';
import { staleVersion } from '../common/if-match.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { chainVersion } from './teller-chain.js';
import { checkTellers, TELLER_RECORD, tellerReferences, tellerRows } from './teller-rows.js';
import type { ReplaceTellersDto } from './tellers.dto.js';

// The lock lets one after the other replace the chain.
const openChain = statement(
  'tellers.open_chain',
  `SELECT claim.access FROM claim WHERE claim.id = $1 AND may_read(claim.access, $2::smallint[]) FOR NO KEY UPDATE`,
);

const standingChain = statement(
  'tellers.standing',
  `SELECT ${chainVersion('$1', NOW)} AS version, (SELECT count(*)::integer FROM teller h
     WHERE h.claim_id = $1 AND h.withdrawn_because IS NULL) AS hops`,
);

const withdrawChain = statement(
  'tellers.withdraw',
  'UPDATE teller SET withdrawn_because = $2 WHERE claim_id = $1 AND withdrawn_because IS NULL',
);

const insertChain = statement(
  'tellers.insert',
  `INSERT INTO teller (claim_id, position, basis, agent_id, source_id, told_words, told_edtf, told_span, told_where,
     note, access)
   SELECT $1, h.position, h.basis, h."agentId", h."sourceId", h.words, h.edtf, h.span, h."where", h.note, $3
   FROM jsonb_to_recordset($2::jsonb) AS h ${TELLER_RECORD}`,
);

/** Through whom a narrator came to know, put right. */
@Injectable()
export class TellersService {
  constructor(
    private readonly ledger: Ledger,
    private readonly agents: AgentsService,
  ) {}

  /** The chain that stands is withdrawn with the reason, and the new one takes its place, in one activity. */
  replace(by: Attribution, claimId: string, version: number, wanted: ReplaceTellersDto): Promise<void> {
    return this.ledger.record({ type: 'tellers.replace', by, note: wanted.because }, (activity) =>
      this.write(activity, claimId, version, wanted),
    );
  }

  private async write(
    activity: Activity,
    claimId: string,
    version: number,
    { tellers, because }: ReplaceTellersDto,
  ): Promise<void> {
    const { rows, by } = activity;
    const [claim] = await rows<{ access: number }>(openChain, [claimId, by.clearance]);
    if (claim === undefined) throw notFound('claim');
    const [standing] = await rows<{ version: number; hops: number }>(standingChain, [claimId]);
    if (standing!.version !== version) throw staleVersion(standing!.version);
    if (tellers.length === 0 && standing!.hops === 0) {
      throw invalid([
        {
          pointer: '/tellers',
          code: 'request.nothing_changed',
          expected: 'a chain other than the one there is',
        },
      ]);
    }
    checkTellers(tellers);
    await checkReferences(activity, tellerReferences(tellers));
    const chain = await tellerRows(activity, this.agents, tellers);
    await rows(withdrawChain, [claimId, because]);
    await rows(insertChain, [claimId, JSON.stringify(chain), claim.access]);
  }
}
