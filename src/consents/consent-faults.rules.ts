import { readEdtf } from '../common/edtf-date.js';
import { type Fault, shown } from '../common/fault.js';
import { faultOfTime } from '../common/told-date.js';
import { CONSENT_ACTS } from '../testimonies/rights.vocabulary.js';
import type { RecordConsentDto, RevokeConsentDto } from './consents.dto.js';

const SIGNED = [
  'signerId',
  'signerWords',
  'role',
  'narratorId',
  'signed',
  'conditions',
  'restriction',
  'paper',
] as const;

/** @returns what is wrong with an event before anything is looked up */
export function faultsOfConsent(wanted: RecordConsentDto, today: Date): Fault[] {
  const faults = wanted.instrument === 'none_found' ? faultsOfNone(wanted) : faultsOfPaper(wanted);
  const time = faultOfTime(wanted.signed?.edtf, '/signed/edtf', today);
  return time === null ? faults : [...faults, time];
}

/** Where nothing was found, nobody signed and nothing is allowed; what counts is where it was searched for. */
function faultsOfNone(wanted: RecordConsentDto): Fault[] {
  const faults = SIGNED.filter((field) => wanted[field] !== undefined).map((field): Fault => ({
    pointer: `/${field}`,
    code: 'consent.none_found',
    expected: 'nothing, since nothing was found',
    found: shown(wanted[field]),
  }));
  for (const act of CONSENT_ACTS) {
    const answer = wanted.scope?.[act] ?? 'not_mentioned';
    if (answer === 'not_mentioned') continue;
    const expected = 'nothing to be mentioned, since nothing was found';
    faults.push({ pointer: `/scope/${act}`, code: 'consent.none_found', expected, found: answer });
  }
  if (wanted.searched === undefined) {
    faults.push({
      pointer: '/searched',
      code: 'consent.searched_required',
      expected: 'where a paper was searched for',
      found: 'nothing',
    });
  }
  return faults;
}

function faultsOfPaper(wanted: RecordConsentDto): Fault[] {
  const faults: Fault[] = [];
  const fault = (pointer: string, code: string, expected: string, found: string): void => {
    faults.push({ pointer, code, expected, found });
  };
  const { signerId, signerWords, role, scope = {}, conditions } = wanted;
  const who = faultOfSomebody('signer', signerId, signerWords);
  if (who !== null) faults.push(who);
  if (role === undefined) {
    fault('/role', 'consent.role_required', 'as what the signer signed', 'nothing');
  } else if (role === 'narrator' && signerId === undefined) {
    fault('/signerId', 'consent.signer_required', 'the narrator who signed, by id', 'nothing');
  }
  if (wanted.searched !== undefined) {
    fault('/searched', 'consent.searched_in_vain', 'nothing, unless none was found', 'where was searched');
  }
  const isConditional = CONSENT_ACTS.some((act) => scope[act] === 'conditional');
  if (isConditional && conditions === undefined) {
    fault('/conditions', 'consent.conditions_required', 'the conditions of what is conditional', 'nothing');
  }
  if (!isConditional && conditions !== undefined) {
    fault('/conditions', 'consent.nothing_conditional', 'an act in /scope that is conditional', 'none');
  }
  return faults;
}

/** Somebody is an agent of the archive or is described: one of the two. */
function faultOfSomebody(
  part: 'signer' | 'revoker',
  id: string | undefined,
  words: string | undefined,
): Fault | null {
  if ((id === undefined) !== (words === undefined)) return null;
  return {
    pointer: `/${part}Id`,
    code: `consent.${part}_required`,
    expected: `either ${part}Id or ${part}Words`,
    found: id === undefined ? 'neither' : 'both',
  };
}

/**
 * @param signed the first day on which it can have been signed, where that is known
 * @returns what is wrong with a revocation before anything is looked up
 */
export function faultsOfRevocation(
  { revokerId, revokerWords, revoked }: RevokeConsentDto,
  signed: string | null,
  today: Date,
): Fault[] {
  const faults = [
    faultOfSomebody('revoker', revokerId, revokerWords),
    faultOfTime(revoked?.edtf, '/revoked/edtf', today),
  ].filter((fault): fault is Fault => fault !== null);
  const latest = revoked?.edtf === undefined ? null : readEdtf(revoked.edtf).latest;
  const isBefore = latest !== null && signed !== null && (latest.endsWith('BC') || latest < signed);
  if (isBefore) {
    faults.push({
      pointer: '/revoked/edtf',
      code: 'consent.revoked_before_signed',
      expected: `a time not before it was signed, ${signed}`,
      found: JSON.stringify(revoked!.edtf),
    });
  }
  return faults;
}
