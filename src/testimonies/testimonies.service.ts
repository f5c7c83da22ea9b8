import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences, type Reference } from '../access/readable-references.js';
import { AgentsService } from '../agents/agents.service.js';
import type { Fault } from '../common/fault.js';
import type { Attribution } from '../common/principal.js';
import { invalid } from '../common/problem.js';
import { toldDate } from '../common/told-date.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { lockDescents, refuseDescentCircle } from '../sources/descent-chains.js';
import { contributingAgent, faultOfContributingAgent } from './contributing-agent.js';
import { ContributionEntity } from './contribution.entity.js';
import { defaultSegmentation, passagesOf } from './passage.rules.js';
import { insertRevision } from './revision-insert.js';
import type { CreateTestimonyDto, ReviseTestimonyDto } from './testimonies.dto.js';
import { TestimonyEntity } from './testimony.entity.js';
import { checkText } from './whole-text.js';

// Accession numbers have no gaps: the lock is held until the number is committed or given back.
const lockAccessions = statement(
  'testimonies.lock_accessions',
  `SELECT pg_advisory_xact_lock(hashtextextended('testimony.accession', 0))`,
);

const nextAccession = statement(
  'testimonies.next_accession',
  // Four digits at least: lpad() alone would cut the fifth off.
  `SELECT 'KTB-' || lpad(n::text, greatest(4, length(n::text)), '0') AS accession
   FROM (SELECT coalesce((SELECT substr(accession, 5)::integer FROM testimony ORDER BY sequence DESC LIMIT 1), 0) + 1
     AS n) AS next`,
);

@Injectable()
export class TestimoniesService {
  constructor(
    private readonly ledger: Ledger,
    private readonly agents: AgentsService,
  ) {}

  /** Takes in a testimony with its first revision, divided into passages. */
  create(by: Attribution, wanted: CreateTestimonyDto): Promise<string> {
    checkText(wanted.text, 'testimony');
    return this.ledger.record({ type: 'testimony.create', by }, (activity) => this.write(activity, wanted));
  }

  async write(activity: Activity, wanted: CreateTestimonyDto): Promise<string> {
    checkContributors(wanted);
    await checkReferences(activity, references(wanted));
    await activity.rows(lockAccessions, []);
    const [next] = await activity.rows<{ accession: string }>(nextAccession, []);
    const id = randomUUID();
    await checkOriginal(activity, id, wanted);
    await activity.manager.insert(TestimonyEntity, {
      id,
      accession: next?.accession,
      title: wanted.title,
      kind: wanted.kind,
      language: wanted.language,
      ...described(wanted),
    });
    await this.writeContributions(activity, id, wanted);
    const { text, kind, passages } = wanted;
    const segmentation = passages ?? defaultSegmentation(kind, text);
    const revision = { id: randomUUID(), testimonyId: id, number: 1, text, segmentation };
    const places = passagesOf(text, segmentation).map((place) => ({ id: randomUUID(), ...place }));
    await insertRevision(activity, revision, places);
    return id;
  }

  /** Corrects what describes a testimony. Its words are corrected by a new revision, never here. */
  revise(by: Attribution, id: string, version: number, wanted: ReviseTestimonyDto): Promise<void> {
    const { note, title, kind, language } = wanted;
    return this.ledger.record({ type: 'testimony.revise', by, note }, async (activity) => {
      await checkReferences(activity, references(wanted));
      await checkOriginal(activity, id, wanted);
      const changes = { title, kind, language, ...described(wanted) };
      await reviseRecord(activity, TestimonyEntity, 'testimony', { id, version }, changes);
    });
  }

  private async writeContributions(
    activity: Activity,
    testimonyId: string,
    { contributors }: CreateTestimonyDto,
  ): Promise<void> {
    for (const [position, { role, agent }] of contributors.entries()) {
      const agentId = await contributingAgent(
        activity,
        this.agents,
        agent,
        `/contributors/${position}/agent`,
      );
      await activity.manager.insert(ContributionEntity, { testimonyId, agentId, role, position });
    }
  }
}

function described({
  translationOf,
  recorded,
  summary,
  rights,
}: ReviseTestimonyDto): Partial<TestimonyEntity> {
  const date = toldDate(recorded);
  return {
    ...(translationOf === undefined
      ? {}
      : {
          translationLanguage: translationOf?.language ?? null,
          translationOfId: translationOf?.testimonyId ?? null,
          translationNote: translationOf?.note ?? null,
        }),
    ...(recorded === undefined
      ? {}
      : {
          recordedWords: date.words,
          recordedEdtf: date.edtf,
          recordedSpan: date.span,
          recordedWhere: recorded?.where ?? null,
        }),
    summary,
    rights,
  };
}

/** A translation goes back to its original, and so never to itself. */
async function checkOriginal(
  activity: Activity,
  id: string,
  { translationOf }: Pick<ReviseTestimonyDto, 'translationOf'>,
): Promise<void> {
  const original = translationOf?.testimonyId;
  if (original === undefined) return;
  await lockDescents(activity);
  const [from, to] = [id, original].map((testimony) => ({ kind: 'testimony', id: testimony }));
  await refuseDescentCircle(activity, from!, to!, '/translationOf/testimonyId');
}

function references({
  contributors = [],
  translationOf,
}: Partial<Pick<CreateTestimonyDto, 'contributors' | 'translationOf'>>): Reference[] {
  const original = translationOf?.testimonyId;
  return [
    ...contributors.flatMap(({ agent: { id } }, n): Reference[] =>
      id === undefined ? [] : [{ table: 'agent', id, pointer: `/contributors/${n}/agent/id` }],
    ),
    ...(original === undefined
      ? []
      : [{ table: 'testimony' as const, id: original, pointer: '/translationOf/testimonyId' }]),
  ];
}

function checkContributors({ contributors }: CreateTestimonyDto): void {
  const faults: Fault[] = [];
  const parts = new Set<string>();
  if (!contributors.some(({ role }) => role === 'narrator')) {
    faults.push({
      pointer: '/contributors',
      code: 'testimony.narrator_required',
      expected: 'at least one contributor with the role narrator, who may be unnamed',
      found: 'none',
    });
  }
  for (const [n, { role, agent }] of contributors.entries()) {
    const { id } = agent;
    if (id === undefined) continue;
    const fault = faultOfContributingAgent(agent, `/contributors/${n}/agent`, 'testimony');
    if (fault !== null) faults.push(fault);
    if (parts.has(`${role} ${id}`)) {
      faults.push({
        pointer: `/contributors/${n}`,
        code: 'testimony.contributor_repeated',
        expected: 'each agent once in each role',
        found: `the same ${role} a second time`,
      });
    }
    parts.add(`${role} ${id}`);
  }
  if (faults.length > 0) throw invalid(faults);
}
