import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { type Carried, Collation } from '../collation/collation.js';
import { JsonDocument } from '../common/json-document.js';
import { invalid, notFound, type Problem } from '../common/problem.js';
import {
  type CitedPart,
  type CitedPlace,
  type CitedText,
  type Corrected,
  correctedWords,
  isWholeText,
  kindOf,
  type LaterRevision,
  sha256Of,
  wholeCorrected,
  wordsOf,
} from './cited-words.rules.js';
import {
  type Asker,
  type CitedRevision,
  CitedWordsQueries,
  type ClaimRow,
  type TestimonyRow,
  type TextsRow,
} from './cited-words.queries.js';
import { claimPlaces } from './claim-places.rules.js';
import type { Place } from '../revisions/difference.rules.js';
import { parsePointer, type Pointer, printPointer } from './pointer.rules.js';

interface Now {
  places: CitedPlace[];
  pointer: Pointer;
  /** The texts are too long to look for it while somebody waits */
  isUnknown?: boolean;
}

/** In both texts together, in code points: to compare that much takes about a second, in which nobody else is answered. */
const MOST_COMPARED = 1_500_000;

/** What a pointer comes down to. */
interface Named {
  revision: CitedRevision;
  /** With the revision, which may not have been said */
  permanent: Pointer;
  places: CitedPlace[];
  /** Where they are in the latest revision, and what names them there; asked only where that is another one */
  now: () => Promise<Now>;
  claim?: ClaimRow['claim'];
}

/** A testimony of which one may see at least one revision. */
interface Head extends TestimonyRow, Asker {
  latest: CitedRevision;
}

@Injectable()
export class CitedWordsService {
  constructor(private readonly queries: CitedWordsQueries) {}

  /** What a pointer names, in words, and what became of them since, or until then. */
  async cited(words: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const pointer = parsePointer(words);
    if ('code' in pointer) throw invalid([pointer]);
    const head = await this.head(pointer, await this.queries.asker(clearance, asOf));
    const named = await this.named(pointer, head);
    const isWhole = isWholeText(pointer);
    const { revision, claim } = named;
    const cited = await this.text(revision, named.places, clearance);
    // A range that goes beyond the end is none.
    if (named.places.length !== cited.parts.length && claim === undefined) throw nothing();
    const said = wordsOf(cited.parts);
    const answer = {
      pointer: printPointer(pointer),
      permanent: printPointer(named.permanent),
      kind: kindOf(pointer),
      testimony: head.testimony,
      revision: {
        id: revision.id,
        number: revision.number,
        sha256: revision.sha256,
        latest: head.latest.number,
      },
      passages: [...new Set(cited.parts.flatMap(({ passages }) => passages))],
      parts: cited.parts,
      words: said,
      sha256: isWhole ? revision.sha256 : said === null ? null : sha256Of(said),
      before: cited.before,
      after: cited.after,
      start: isWhole ? 0 : (cited.parts[0]?.start ?? null),
      end: isWhole ? revision.codePoints : (cited.parts.at(-1)?.end ?? null),
      claim: claim ?? null,
      correctedSince: await this.corrected(cited.parts, named, head),
    };
    return new JsonDocument(JSON.stringify(answer));
  }

  private async head({ accession }: Pointer, asker: Asker): Promise<Head> {
    const row = await this.queries.testimony(accession, asker);
    const latest = row?.revisions.at(-1);
    if (row === undefined || latest === undefined) throw nothing();
    return { ...row, latest, ...asker };
  }

  private named(pointer: Pointer, head: Head): Promise<Named> | Named {
    if (pointer.claim !== null) return this.namedClaim(pointer, pointer.claim, head);
    if (pointer.passage !== null) return this.namedPassage(pointer, pointer.passage, head);
    const revision = revisionOf(head, pointer.revision ?? head.latest.number);
    const permanent = { ...pointer, revision: revision.number };
    const { range } = pointer;
    return {
      revision,
      permanent,
      places: range === null ? [] : [{ ...range, state: null }],
      now: () =>
        range === null
          ? Promise.resolve({ places: [], pointer })
          : this.carriedRange(permanent, range, revision, head),
    };
  }

  /** Without a revision, in the latest that has it: its number is its name in all of them. */
  private async namedPassage(pointer: Pointer, passage: number, head: Head): Promise<Named> {
    const rows = await this.queries.passages(head.testimony.id, passage, head);
    const found = rows.filter(({ revision }) => revision === (pointer.revision ?? revision)).at(-1);
    if (found === undefined) throw nothing();
    const placesIn = (number: number): CitedPlace[] =>
      rows
        .filter(({ revision }) => revision === number)
        .map(({ start, end }) => ({ start, end, state: null }));
    const revision = revisionOf(head, found.revision);
    const latest = head.latest.number;
    return {
      revision,
      permanent: { ...pointer, revision: revision.number },
      places: placesIn(revision.number),
      now: () => Promise.resolve({ places: placesIn(latest), pointer: { ...pointer, revision: latest } }),
    };
  }

  private async namedClaim(pointer: Pointer, number: number, head: Head): Promise<Named> {
    const row = await this.queries.claim(head.testimony.id, number, head);
    const latest = head.latest.number;
    const found = row && claimPlaces(row, pointer, latest);
    if (!found) throw nothing();
    const { revision, passage, places } = found;
    return {
      revision: revisionOf(head, revision),
      // Where one may not see its words, no revision is said to have them.
      permanent:
        places.length === 0 ? pointer : { ...pointer, revision, passage: pointer.passage ?? passage },
      places,
      now: () =>
        Promise.resolve({
          ...found.now,
          pointer: { ...pointer, revision: latest, passage: found.now.passage },
        }),
      claim: row.claim,
    };
  }

  /**
   * The text is compared with the latest, and not step by step: nothing depends on what was written in between, and words
   * that were taken out and put back are found. Nearly always they are in the passage that has gone on; to compare whole
   * texts takes a thousand times as long.
   */
  private async carriedRange(
    pointer: Pointer,
    range: Place,
    revision: CitedRevision,
    head: Head,
  ): Promise<Now> {
    const { latest, clearance } = head;
    const ids = { from: revision.id, to: latest.id };
    const passage = await this.queries.passageTexts(ids, range, clearance);
    let found = passage && carriedIn(passage, range);
    const isTooMuch = revision.codePoints + latest.codePoints > MOST_COMPARED;
    if ((!found?.place || found.state === 'needs_review') && !isTooMuch) {
      const whole = await this.queries.texts(ids, clearance);
      found = whole && carriedIn(whole, range);
    }
    if (!found?.place) return { places: [], pointer, isUnknown: isTooMuch };
    const { place, state } = found;
    return { places: [{ ...place, state }], pointer: { ...pointer, revision: latest.number, range: place } };
  }

  /** The words in these places of a revision, which are those of the text that one is shown. */
  private async text({ id }: CitedRevision, places: CitedPlace[], clearance: Clearance): Promise<CitedText> {
    if (places.length === 0) return { parts: [], before: '', after: '' };
    const rows = await this.queries.words(id, places, clearance);
    const parts = rows.map(({ start, end, words, passages }): CitedPart => {
      const place = places.find((one) => one.start === start && one.end === end);
      return { passages, start, end, words, state: place?.state ?? null };
    });
    return { parts, before: rows[0]?.before ?? '', after: rows.at(-1)?.after ?? '' };
  }

  /** @returns null where there is no later revision, or where one may not see the words */
  private async corrected(before: CitedPart[], named: Named, head: Head): Promise<Corrected | null> {
    const { revision, permanent } = named;
    const { latest, clearance } = head;
    const later = head.revisions.filter(({ number }) => number > revision.number).map(shownRevision);
    if (later.length === 0) return null;
    if (isWholeText(permanent)) return wholeCorrected(later, revision, latest, permanent);
    if (before.length === 0) return null;
    const { places, pointer, isUnknown } = await named.now();
    if (isUnknown === true) {
      return { revisions: later, state: 'needs_review', changed: true, now: null, changes: [] };
    }
    const { parts } = await this.text(latest, places, clearance);
    return correctedWords(later, before, parts, pointer);
  }
}

function carriedIn({ before, startBefore, after, startAfter }: TextsRow, { start, end }: Place): Carried {
  const words = { start: start - startBefore, end: end - startBefore };
  const carried = new Collation(before, after).carry(words);
  const place = carried.place && {
    start: carried.place.start + startAfter,
    end: carried.place.end + startAfter,
  };
  return { ...carried, place };
}

function revisionOf({ revisions }: Head, wanted: number): CitedRevision {
  const revision = revisions.find(({ number }) => number === wanted);
  if (revision === undefined) throw nothing();
  return revision;
}

function shownRevision({ number, kind, because, at }: CitedRevision): LaterRevision {
  return { number, kind, because, at };
}

/** The same for what there never was and for what one may not see. */
function nothing(): Problem {
  return notFound('statement');
}
