import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import { AgentsService } from '../agents/agents.service.js';
import type { Attribution } from '../common/principal.js';
import { invalid, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { contributingAgent, faultOfContributingAgent } from '../testimonies/contributing-agent.js';
import { lockTestimony } from '../testimonies/lock-testimony.js';
import { checkText, textColumns } from '../testimonies/whole-text.js';
import { alignAsTold, alignByOrder, type AlignedPassage, type OriginalPassage } from './translation.rules.js';
import type { AddTranslationDto } from './translations.dto.js';
import { type WantedRevision, wantedRevision } from '../revisions/wanted-revision.js';

const replaced = statement(
  'translations.replaced',
  `SELECT w.language, EXISTS (SELECT FROM translation x WHERE x.replaces_id = w.id) AS "isReplaced",
     (SELECT x.id FROM translation x WHERE x.replaces_id = w.id AND may_read(x.access, $3::smallint[])) AS by
   FROM translation w JOIN revision v ON v.id = w.revision_id AND may_read(v.access, $3::smallint[])
   WHERE w.id = $1 AND v.testimony_id = $2 AND may_read(w.access, $3::smallint[])`,
);

const originals = statement(
  'translations.originals',
  `SELECT id, number FROM passage WHERE revision_id = $1 AND may_read(access, $2::smallint[]) ORDER BY start_offset`,
);

// As hidden as the strictest of what it is made from: the text, who translated it, the one before.
const insert = statement(
  'translations.insert',
  `WITH made AS (
     INSERT INTO translation (id, revision_id, language, text, sha256, bytes, code_points, agent_id, replaces_id, note,
       access)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, greatest((SELECT access FROM revision WHERE id = $2),
       (SELECT access FROM agent WHERE id = $8), (SELECT access FROM translation WHERE id = $9))
     RETURNING id, access
   )
   INSERT INTO translation_passage (translation_id, number, passage_id, start_offset, end_offset, access)
   SELECT made.id, p.number, p."passageId", p.start, p."end", made.access
   FROM made, jsonb_to_recordset($11::jsonb) AS p (number integer, "passageId" uuid, start integer, "end" integer)`,
);

/** Translations are layers beside a text. The words of the original stay what claims are anchored to. */
@Injectable()
export class TranslationsService {
  constructor(
    private readonly ledger: Ledger,
    private readonly agents: AgentsService,
  ) {}

  add(by: Attribution, testimonyId: string, wanted: AddTranslationDto): Promise<string> {
    checkText(wanted.text, 'translation');
    return this.ledger.record({ type: 'translation.add', by }, (activity) =>
      this.write(activity, testimonyId, wanted),
    );
  }

  async write(activity: Activity, testimonyId: string, wanted: AddTranslationDto): Promise<string> {
    const { language, text, translator, replaces = null, note = null } = wanted;
    const revision = await wantedRevision(activity, testimonyId, wanted.revision);
    checkLanguage(language, revision);
    const fault = faultOfContributingAgent(translator, '/translator', 'translation');
    if (fault !== null) throw invalid([fault]);
    const { id: known } = translator;
    if (known !== undefined) {
      await checkReferences(activity, [{ table: 'agent', id: known, pointer: '/translator/id' }]);
    }
    if (replaces !== null) await checkReplaced(activity, testimonyId, replaces, language);
    const passages = await aligned(activity, revision, wanted);
    const agentId = await contributingAgent(activity, this.agents, translator, '/translator');
    const id = randomUUID();
    const { sha256, bytes, codePoints } = textColumns(text);
    const row = [id, revision.id, language, text, sha256, bytes, codePoints, agentId, replaces, note];
    await activity.rows(insert, [...row, JSON.stringify(passages)]);
    return id;
  }
}

function checkLanguage(language: string, original: WantedRevision): void {
  if (!isSameLanguage(language, original.language)) return;
  throw invalid([
    {
      pointer: '/language',
      code: 'translation.same_language',
      expected: 'another language than that of the testimony',
      found: JSON.stringify(language),
    },
  ]);
}

/** Tags are the same whatever their case. */
function isSameLanguage(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

async function checkReplaced(
  activity: Activity,
  testimonyId: string,
  id: string,
  language: string,
): Promise<void> {
  const { clearance } = activity.by;
  // Of two who replace one translation at once, the second is to see the first.
  await lockTestimony(activity, testimonyId);
  const [found] = await activity.rows<{ language: string; isReplaced: boolean; by: string | null }>(
    replaced,
    [id, testimonyId, clearance],
  );
  if (found === undefined || !isSameLanguage(found.language, language)) {
    throw invalid([
      {
        pointer: '/replaces',
        code: found === undefined ? 'reference.unknown' : 'translation.other_language',
        expected: 'the id of a translation of this testimony into the same language',
        found: found === undefined ? 'an id that names none' : `one into ${JSON.stringify(found.language)}`,
      },
    ]);
  }
  if (!found.isReplaced) return;
  throw new Problem(409, 'translation.replaced', 'The translation was replaced by another already.', {
    extra: found.by === null ? {} : { replacedBy: found.by },
  });
}

async function aligned(
  activity: Activity,
  { id, segmentation }: WantedRevision,
  { text, passages: told }: AddTranslationDto,
): Promise<AlignedPassage[]> {
  const passages = await activity.rows<OriginalPassage>(originals, [id, activity.by.clearance]);
  const alignment =
    told === undefined ? alignByOrder(text, segmentation, passages) : alignAsTold(text, told, passages);
  if ('faults' in alignment) throw invalid(alignment.faults);
  return alignment.passages;
}
