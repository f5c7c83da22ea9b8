import { parseArgs } from 'node:util';

/** How big the archive is: claims are 200 a testimony, so that one testimony is like one of a large archive. */
export const SIZES = {
  tiny: { claims: 2_000, sources: 1_000 },
  XS: { claims: 30_000, sources: 6_000 },
  S: { claims: 100_000, sources: 20_000 },
  M: { claims: 1_000_000, sources: 200_000 },
} as const;

export type SizeName = keyof typeof SIZES;

export interface Options {
  size: SizeName;
  /** Of measuring, for each work, number of connections and side */
  seconds: number;
  /** A directory that keeps the archive for the next run; null for one of this run alone */
  keep: string | null;
  /** Keys of the works to measure; null for all */
  only: string[] | null;
  explain: boolean;
  /** Where to write CPU profiles of both servers; null for none */
  profile: string | null;
  /** Name search instead of the comparison with bare PostgreSQL */
  names: boolean;
  /** What the transparency log costs a write, instead of anything else */
  log: boolean;
  /** Whether what is hidden can be told by the clock, instead of anything else */
  timing: boolean;
  /** How fast an archive is verified, instead of anything else */
  verify: boolean;
  /** How fast the whole archive is written as PROV, instead of anything else */
  prov: boolean;
  /** How fast citations are written, instead of anything else */
  citations: boolean;
  /** How fast long documents are written, instead of anything else */
  documents: boolean;
  /** Where words are after corrections, instead of anything else; null for no */
  anchors: { seed: number } | null;
}

export const USAGE = `npm run bench -- [--size tiny|XS|S|M] [--seconds N] [--keep DIR] [--only a,b] [--explain] [--profile DIR]

  --size S      ${Object.entries(SIZES)
    .map(([name, { claims }]) => `${name}: ${claims.toLocaleString('en')} claims`)
    .join(', ')} (default S)
  --seconds 6   of measuring, for each work, number of connections and side
  --keep DIR    keep the archive in DIR, and use the one that is there already
  --only a,b    only these works: claim, list, reading, up, down, support, impact, queue, record, answered
  --explain     also how PostgreSQL answers each of the reads
  --profile DIR also CPU profiles of both servers (which slows them both)
  --names       instead of all this: name search on 1,000,000 name forms (tiny: 10,000)
  --log         instead of all this: the same writes with the transparency log and without, and how soon they are in it
  --timing      instead of all this: whether what is hidden can be told from what never was by the clock
  --documents   instead of all this: long documents written as HTML, PDF and DOCX
  --verify      instead of all this: how fast an archive is verified (kataribe verify)
  --prov        instead of all this: the whole archive written as PROV in each format
  --citations   instead of all this: 10,000 cites over 2,000 sources as notes, against pandoc
  --anchors     instead of all this: whether words are found again in corrected transcripts, and how long a revision takes
  --seed 2026   which transcripts and corrections those are`;

/** What was asked for cannot be done; says why, and what can. */
export class UsageError extends Error {}

/** @throws a UsageError */
export function readOptions(args: string[]): Options | 'help' {
  const { values } = parsed(args);
  if (values.help === true) return 'help';
  const size = values.size ?? 'S';
  if (!isSize(size)) throw new UsageError(`--size is one of tiny, XS, S and M, not ${size}.\n\n${USAGE}`);
  const seconds = Number(values.seconds ?? 6);
  if (!(seconds >= 0.5 && seconds <= 3600)) {
    throw new UsageError(`--seconds is a number from 0.5 to 3600, not ${values.seconds}.\n\n${USAGE}`);
  }
  const seed = Number(values.seed ?? 2026);
  if (!Number.isInteger(seed))
    throw new UsageError(`--seed is a whole number, not ${values.seed}.\n\n${USAGE}`);
  return {
    size,
    seconds,
    keep: values.keep ?? null,
    only: values.only?.split(',') ?? null,
    explain: values.explain === true,
    profile: values.profile ?? null,
    names: values.names === true,
    log: values.log === true,
    timing: values.timing === true,
    verify: values.verify === true,
    prov: values.prov === true,
    citations: values.citations === true,
    documents: values.documents === true,
    anchors: values.anchors === true ? { seed } : null,
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        size: { type: 'string' },
        seconds: { type: 'string' },
        keep: { type: 'string' },
        only: { type: 'string' },
        explain: { type: 'boolean' },
        profile: { type: 'string' },
        names: { type: 'boolean' },
        log: { type: 'boolean' },
        timing: { type: 'boolean' },
        verify: { type: 'boolean' },
        prov: { type: 'boolean' },
        citations: { type: 'boolean' },
        documents: { type: 'boolean' },
        anchors: { type: 'boolean' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`, { cause: error });
  }
}

function isSize(name: string): name is SizeName {
  return Object.hasOwn(SIZES, name);
}
