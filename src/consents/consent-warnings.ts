/** Something that is published and should perhaps not be, and the restriction that would follow. */
interface Warning {
  says: string;
  restriction: {
    kind: 'testimony' | 'agent' | 'translation';
    part: 'record' | 'content';
    mode: 'listed_sealed' | 'hidden_sealed';
    basis: 'narrator' | 'archive';
  };
}

const sealed = { kind: 'testimony', part: 'content', mode: 'listed_sealed', basis: 'narrator' } as const;

/** The archive warns and does not forbid: whether to restrict is a decision, with somebody who answers for it. */
const WARNINGS = {
  published_without_consent: {
    says: 'Everybody may read it, and nothing in force allows that for every narrator.',
    restriction: { ...sealed, basis: 'archive' },
  },
  published_though_refused: {
    says: 'Everybody may read it, though it may not be disseminated.',
    restriction: sealed,
  },
  named_though_refused: {
    says: 'A narrator is named, though he may not be.',
    restriction: { kind: 'agent', part: 'record', mode: 'hidden_sealed', basis: 'narrator' },
  },
  quoted_though_refused: {
    says: 'Claims quote it, though it may not be quoted.',
    restriction: sealed,
  },
  translated_though_refused: {
    says: 'There is a translation, though it may not be translated.',
    restriction: { kind: 'translation', part: 'record', mode: 'hidden_sealed', basis: 'narrator' },
  },
} as const satisfies Record<string, Warning>;

export type WarningCode = keyof typeof WARNINGS;
export const WARNING_CODES = Object.keys(WARNINGS) as WarningCode[];

export function warningsOf(codes: WarningCode[]): (Warning & { code: WarningCode })[] {
  return codes.map((code) => ({ code, ...WARNINGS[code] }));
}

/** Read by whoever it is. */
const PUBLIC = `'{0}'::smallint[]`;

/** OFFSET 0: looked up for the testimony at hand, never gathered for all of them. */
const exists = (rows: string): string => `EXISTS (SELECT FROM ${rows} OFFSET 0)`;

const isPublished = exists(`revision v WHERE v.testimony_id = t.id AND may_read(v.access, ${PUBLIC})`);

const isNamed = exists(`contribution b JOIN agent g ON g.id = b.agent_id AND may_read(g.access, ${PUBLIC})
  WHERE b.testimony_id = t.id AND b.role = 'narrator' AND g.name IS NOT NULL AND may_read(b.access, ${PUBLIC})`);

const isQuoted = exists(`claim q JOIN anchor a ON a.claim_id = q.id AND may_read(a.access, ${PUBLIC})
  WHERE q.testimony_id = t.id AND may_read(q.access, ${PUBLIC})`);

const isTranslated =
  exists(`revision v JOIN translation w ON w.revision_id = v.id AND may_read(w.access, ${PUBLIC})
  WHERE v.testimony_id = t.id`);

/**
 * SQL of the codes that hold for a testimony `t`, whatever one may see oneself: it is about what everybody sees.
 * @param inForce what is in force of it, joined to the left
 */
export const warningCodes = (inForce: string): string => {
  const when: Record<WarningCode, string> = {
    published_without_consent: `coalesce(${inForce}.disseminate, 'not_mentioned') = 'not_mentioned' AND ${isPublished}`,
    published_though_refused: `${inForce}.disseminate = 'refused' AND ${isPublished}`,
    named_though_refused: `${inForce}.name_narrator = 'refused' AND ${isNamed}`,
    quoted_though_refused: `${inForce}.quote = 'refused' AND ${isQuoted}`,
    translated_though_refused: `${inForce}.translate = 'refused' AND ${isTranslated}`,
  };
  const cases = WARNING_CODES.map((code) => `CASE WHEN ${when[code]} THEN '${code}' END`);
  return `array_remove(ARRAY[${cases.join(', ')}], NULL)`;
};
