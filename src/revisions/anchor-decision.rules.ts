import type { AnchorState } from '../collation/vocabularies.js';
import type { Fault } from '../common/fault.js';

/** What a person may say of an anchor that was carried into a new text. */
export const ANCHOR_DECISIONS = ['confirm', 'place', 'let_go'] as const;
export type AnchorDecision = (typeof ANCHOR_DECISIONS)[number];

/** What is wrong with a decision in itself, whatever it is about. */
export function faultsOfDecision(wanted: {
  decision: AnchorDecision;
  because?: string;
  anchor?: object;
}): Fault[] {
  const { decision, because, anchor } = wanted;
  const faults: Fault[] = [];
  if ((decision === 'place') !== (anchor !== undefined)) {
    faults.push({
      pointer: '/anchor',
      code: 'anchor.place_and_words',
      expected:
        decision === 'place' ? 'the words, and where they are' : `nothing: ${decision} says where by itself`,
      found: anchor === undefined ? 'nothing' : 'words',
    });
  }
  if (decision !== 'confirm' && because === undefined) {
    faults.push({
      pointer: '/because',
      code: 'anchor.because_required',
      expected:
        decision === 'place'
          ? 'why the claim rests on these words'
          : 'why the claim has no words in this text',
      found: 'nothing',
    });
  }
  return faults;
}

/**
 * What stands against a decision about an anchor as it is.
 * @returns the code of the problem and a sentence for people, or null
 */
export function obstacleTo(
  decision: AnchorDecision,
  anchor: { state: AnchorState; isCurrent: boolean; confirmedById: string | null },
): { code: string; detail: string } | null {
  if (!anchor.isCurrent) {
    const detail = 'The text has been revised since. Decide about the anchor of the latest revision.';
    return { code: 'anchor.superseded', detail };
  }
  if (decision === 'confirm') return obstacleToConfirming(anchor);
  if (decision === 'let_go' && anchor.state === 'lost' && anchor.confirmedById !== null) {
    return { code: 'anchor.let_go_already', detail: 'It has been let go already; the first reason stays.' };
  }
  return null;
}

function obstacleToConfirming({
  state,
  confirmedById,
}: {
  state: AnchorState;
  confirmedById: string | null;
}): { code: string; detail: string } | null {
  if (state === 'lost') {
    const detail = 'Its words are lost, so there is no place to confirm. Place it by hand, or let it go.';
    return { code: 'anchor.nothing_to_confirm', detail };
  }
  if (state === 'firm' || confirmedById !== null) {
    const detail = 'Its words are certain already.';
    return { code: 'anchor.certain_already', detail };
  }
  return null;
}
