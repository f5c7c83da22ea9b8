import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences, type Reference } from '../access/readable-references.js';
import { readEdtf } from '../common/edtf-date.js';
import { type Attribution, mayRead } from '../common/principal.js';
import { invalid, notFound } from '../common/problem.js';
import { toldDate } from '../common/told-date.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { AttemptEntity } from './attempt.entity.js';
import type { RecordAttemptDto, WhereSearchedDto } from './attempts.dto.js';
import { refuseContact } from './lead-contact.js';
import { LeadEntity } from './lead.entity.js';
import { isToSomebody } from './lead.rules.js';

/** Every try made at a lead. */
@Injectable()
export class AttemptsService {
  constructor(private readonly ledger: Ledger) {}

  record(by: Attribution, leadId: string, wanted: RecordAttemptDto): Promise<string> {
    return this.ledger.record({ type: 'attempt.record', by }, (activity) =>
      this.write(activity, leadId, wanted),
    );
  }

  async write(activity: Activity, leadId: string, wanted: RecordAttemptDto): Promise<string> {
    const { outcome, when, byId, where, channel, note } = wanted;
    const lead = await readableLead(activity, leadId);
    await checkReferences(activity, [
      ...(byId === undefined ? [] : [{ table: 'agent' as const, id: byId, pointer: '/byId' }]),
      ...(where === undefined ? [] : placeSearched(where)),
    ]);
    const { words, edtf, span } = toldDate(when);
    const made = edtf === null ? undefined : readEdtf(edtf);
    const asked = [isToSomebody(lead.kind) ? lead.agentId : null, where?.agentId];
    await refuseContact(activity, asked, { dead: false, when: made });
    const id = randomUUID();
    await activity.manager.insert(AttemptEntity, {
      id,
      leadId,
      outcome,
      madeWords: words,
      madeEdtf: edtf,
      madeSpan: span,
      madeById: byId,
      wherePlaceId: where?.placeId,
      whereAgentId: where?.agentId,
      whereSourceId: where?.sourceId,
      whereWords: where?.words,
      channel,
      note,
      access: lead.access,
    });
    return id;
  }
}

async function readableLead(
  { manager, by }: Activity,
  id: string,
): Promise<Pick<LeadEntity, 'kind' | 'agentId' | 'access'>> {
  const select = { id: true, kind: true, agentId: true, access: true } as const;
  const lead = await manager.findOne(LeadEntity, { where: { id }, select });
  if (lead === null || !mayRead(lead.access, by.clearance)) throw notFound('lead');
  return lead;
}

function placeSearched({ placeId, agentId, sourceId, words }: WhereSearchedDto): Reference[] {
  const places: Reference[] = [
    ...(placeId === undefined ? [] : [{ table: 'place' as const, id: placeId, pointer: '/where/placeId' }]),
    ...(agentId === undefined ? [] : [{ table: 'agent' as const, id: agentId, pointer: '/where/agentId' }]),
    ...(sourceId === undefined
      ? []
      : [{ table: 'source' as const, id: sourceId, pointer: '/where/sourceId' }]),
  ];
  if (places.length > 1 || (places.length === 0 && words === undefined)) {
    throw invalid([
      {
        pointer: places[1]?.pointer ?? '/where',
        code: 'attempt.one_place',
        expected: 'one of placeId, agentId, sourceId and words; words may be added to the others',
        found: String(places.length),
      },
    ]);
  }
  return places;
}
