import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Collation } from '../collation/collation.js';
import { goesOn } from '../collation/passages.rules.js';
import { CodePointIndex } from '../common/code-points.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { carrySpansInto } from '../restrictions/carry-spans.js';
import { sealEarlierTexts } from '../restrictions/seal-earlier-texts.js';
import { lockTestimony } from '../testimonies/lock-testimony.js';
import { type Passage, passagesOf, type Segmentation } from '../testimonies/passage.rules.js';
import { insertRevision, type NewPassage } from '../testimonies/revision-insert.js';
import { checkText } from '../testimonies/whole-text.js';
import { carryOutReviews } from './carried-out-reviews.js';
import { carryAnchors, endAnchors } from './carry-anchors.js';
import { edited, faultsOfEdits } from './edits.rules.js';
import type { CreateRevisionDto } from './revisions.dto.js';
import { carriedBody } from './revisions.queries.js';

interface Latest {
  id: string;
  number: number;
  text: string;
  segmentation: Segmentation;
  access: number;
  isTranslation: boolean;
  passages: Previous[];
  highest: number;
}

interface Previous {
  id: string;
  number: number;
  start: number;
  end: number;
}

const latestRevision = statement(
  'revisions.latest',
  `SELECT r.id, r.number, r.text, r.segmentation, r.access, t.translation_language IS NOT NULL AS "isTranslation",
     (SELECT json_agg(json_build_object('id', p.id, 'number', p.number, 'start', p.start_offset, 'end', p.end_offset)
        ORDER BY p.start_offset) FROM passage p WHERE p.revision_id = r.id) AS passages,
     (SELECT max(p.number) FROM passage p JOIN revision any_of ON any_of.id = p.revision_id
        WHERE any_of.testimony_id = t.id) AS highest
   FROM testimony t JOIN revision r ON r.testimony_id = t.id AND may_read(r.access, $2::smallint[])
   WHERE t.id = $1
   ORDER BY r.number DESC LIMIT 1`,
);

/** A text that was put right, with everything that was said of the one before. */
@Injectable()
export class RevisionsService {
  constructor(private readonly ledger: Ledger) {}

  /** @returns the id of the new revision */
  create(by: Attribution, testimonyId: string, wanted: CreateRevisionDto): Promise<string> {
    checkOneText(wanted);
    const act = { type: 'revision.create', by, note: wanted.because } as const;
    return this.ledger.record(act, (activity) => this.write(activity, testimonyId, wanted));
  }

  /** Does it within an activity that is never committed. @returns what it would do to the claims, as JSON */
  rehearse(by: Attribution, testimonyId: string, wanted: CreateRevisionDto): Promise<string> {
    checkOneText(wanted);
    return this.ledger.rehearse({ type: 'revision.create', by }, async (activity) => {
      const id = await this.write(activity, testimonyId, wanted);
      return carriedBody(activity, id, by.clearance);
    });
  }

  private async write(activity: Activity, testimonyId: string, wanted: CreateRevisionDto): Promise<string> {
    const { clearance } = activity.by;
    await lockTestimony(activity, testimonyId);
    const [latest] = await activity.rows<Latest>(latestRevision, [testimonyId, clearance]);
    if (latest === undefined) throw notFound('testimony');
    checkIsLatest(wanted, latest);
    const text = newText(wanted, latest);
    const segmentation = wanted.passages ?? latest.segmentation;
    const former = endAnchors(activity, testimonyId);
    // What was asked goes out before the comparing, which lets nothing else happen here.
    await nextTurn();
    const collation = new Collation(latest.text, text, wanted.edits);
    const passages = numbered(passagesOf(text, segmentation), collation, latest);
    const revisionId = randomUUID();
    const { kind, because } = wanted;
    const { number, access, id: previousId } = latest;
    const revision = { id: revisionId, testimonyId, number: number + 1, text, segmentation };
    const whole = { ...revision, kind, because, previousId, access };
    const written = insertRevision(activity, whole, passages);
    written.catch(() => undefined);
    await nextTurn();
    const succession = { previousId, revisionId, text, passages };
    await carryAnchors(activity, collation, succession, former, written);
    const followed = { id: revisionId, text, passages };
    await carrySpansInto(activity, testimonyId, followed, { previousId, collation });
    if (kind === 'redaction') await sealEarlierTexts(activity, testimonyId, { revisionId, because });
    await carryOutReviews(activity, wanted.reviewIds ?? [], revisionId);
    return revisionId;
  }
}

/** A passage that goes on keeps its number; a new one gets the next that none has ever had, whatever its place. */
function numbered(places: Passage[], collation: Collation, { passages, highest }: Latest): NewPassage[] {
  const continued = goesOn(collation, passages, places);
  let next = highest;
  return places.map((place, n) => {
    const before = continued[n] ?? null;
    const number = before?.number ?? (next += 1);
    return { ...place, id: randomUUID(), number, continuesId: before?.id ?? null };
  });
}

function checkOneText({ text, edits }: CreateRevisionDto): void {
  if ((text === undefined) !== (edits === undefined)) return;
  throw invalid([
    {
      pointer: '',
      code: 'revision.text_or_edits',
      expected: 'either text, the whole of it, or edits of the revision named',
      found: text === undefined ? 'neither' : 'both',
    },
  ]);
}

/** Whoever corrects an old text has not seen what was corrected since. */
function checkIsLatest({ of, kind }: CreateRevisionDto, { number, isTranslation }: Latest): void {
  if (of > number || of < 1) {
    throw invalid([
      {
        pointer: '/of',
        code: 'revision.unknown',
        expected: `the number of a revision of this testimony, the latest is ${number}`,
        found: String(of),
      },
    ]);
  }
  if (of < number) {
    throw new Problem(
      409,
      'revision.superseded',
      'The text has been revised since. Read it again, and decide again.',
      {
        extra: { current: number },
      },
    );
  }
  if (kind === 'translation' && !isTranslation) {
    throw invalid([
      {
        pointer: '/kind',
        code: 'revision.not_a_translation',
        expected: 'another kind: a translation of this testimony is a layer beside it (POST …/translations)',
        found: 'translation, of a text in its own language',
      },
    ]);
  }
}

function newText({ text, edits = [] }: CreateRevisionDto, latest: Latest): string {
  const index = new CodePointIndex(latest.text);
  const faults = faultsOfEdits(index, edits);
  if (faults.length > 0) throw invalid(faults);
  const whole = text ?? edited(index, edits);
  checkText(whole, 'revision');
  if (whole !== latest.text) return whole;
  throw invalid([
    {
      pointer: text === undefined ? '/edits' : '/text',
      code: 'revision.unchanged',
      expected: `another text than that of revision ${latest.number}`,
      found: 'the same, to the letter',
    },
  ]);
}
