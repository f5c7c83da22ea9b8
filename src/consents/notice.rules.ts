import { type Fault, shown } from '../common/fault.js';
import { NOTICES } from '../testimonies/rights.vocabulary.js';
import type { SetNoticeDto } from './notices.dto.js';

/** What makes a Label one that a community gave. */
const GIVEN = ['projectId', 'community', 'label', 'text', 'language'] as const;

export function kindOfNotice(code: string): 'notice' | 'label' {
  return code in NOTICES ? 'notice' : 'label';
}

/** An archive makes no Labels: it shows what it was given, whole. A Notice is its own, and was given by nobody. */
export function faultsOfNotice(wanted: SetNoticeDto): Fault[] {
  const isLabel = kindOfNotice(wanted.code) === 'label';
  return GIVEN.filter((field) => (wanted[field] === undefined) === isLabel).map((field) => ({
    pointer: `/${field}`,
    code: isLabel ? 'notice.label_not_given' : 'notice.given_by_nobody',
    expected: isLabel
      ? 'what the community gave with the Label'
      : 'nothing: a Notice is set by the archive itself',
    found: shown(wanted[field]),
  }));
}
