import type { CitedPlace } from './cited-words.rules.js';
import type { AnchorRow, ClaimRow } from './cited-words.queries.js';
import type { Pointer } from './pointer.rules.js';

export interface ClaimPlaces {
  revision: number;
  /** The one that names it in print; null where one may not see its words */
  passage: number | null;
  places: CitedPlace[];
  /** In the latest revision */
  now: { places: CitedPlace[]; passage: number | null };
}

/**
 * Where the words of a claim are in the revision that a pointer names; without one, where they last stood for certain, as
 * the archive prints it. All of them, though the pointer names the passage of but one.
 * @returns null where the pointer names nothing
 */
export function claimPlaces(
  { anchors, earlier }: Pick<ClaimRow, 'anchors' | 'earlier'>,
  { revision: wanted, passage }: Pick<Pointer, 'revision' | 'passage'>,
  latest: number,
): ClaimPlaces | null {
  const inLatest = anchors.filter((anchor) => anchor.revision === latest);
  const revision = wanted ?? inLatest[0]?.stood ?? latest;
  const found = anchors.filter((anchor) => anchor.revision === revision && anchor.state !== 'lost');
  const stoodIn = [...found, ...earlier.filter((one) => one.revision === revision)];
  if (passage !== null && !stoodIn.some((one) => one.passage === passage)) return null;
  if (found.length === 0 && wanted !== null) return null;
  return {
    revision,
    passage: found[0]?.passage ?? null,
    places: placesOf(found),
    now: { places: placesOf(inLatest), passage: inLatest[0]?.passage ?? null },
  };
}

function placesOf(anchors: readonly AnchorRow[]): CitedPlace[] {
  return anchors
    .flatMap(({ start, end, state }) => (start === null || end === null ? [] : [{ start, end, state }]))
    .sort((one, other) => one.start - other.start || one.end - other.end);
}
