/** Something that is not as the log says it is, or that cannot be trusted. */
export interface Finding {
  /** Stable, for programs: `row.column_differs` */
  code: string;
  /** In plain English: what was found, and where */
  message: string;
  table?: string;
  /** Of the row */
  id?: string;
  version?: number;
  column?: string;
  activity?: string;
  leaf?: number;
}

/** What is worth knowing and nothing to worry about: words that were erased lawfully, what is not in the tree yet. */
export interface Information {
  code: string;
  message: string;
  activity?: string;
  count: number;
}

/** Where the checks put what they find. */
export interface Report {
  find(finding: Finding): void;
  inform(information: Information): void;
  /** So many of what is checked have been done: `entries`, `rows`, `links` … */
  count(what: string, many: number): void;
  /** That this table is covered by envelopes: the columns some newest envelope commits to */
  commits(table: string, columns: readonly string[]): void;
}

/** How many findings of one code are told one by one; the others are counted. */
export const MOST_OF_A_CODE = 1000;

/** What was found of one share of the work, as it goes from one thread to another. */
interface Part {
  findings: Finding[];
  byCode: Record<string, number>;
  information: Information[];
  counts: Record<string, number>;
  committed: [table: string, columns: string[]][];
}

/** All that a verification has found, put together from its parts. */
export class Findings implements Report {
  readonly findings: Finding[] = [];
  readonly counts: Record<string, number> = {};
  readonly committed = new Map<string, Set<string>>();
  private readonly perCode = new Map<string, number>();
  private readonly known = new Map<string, Information>();

  find(finding: Finding): void {
    const many = (this.perCode.get(finding.code) ?? 0) + 1;
    this.perCode.set(finding.code, many);
    if (many <= MOST_OF_A_CODE) this.findings.push(finding);
  }

  inform(information: Information): void {
    const key = `${information.code} ${information.activity ?? ''}`;
    const there = this.known.get(key);
    if (there === undefined) this.known.set(key, { ...information });
    else there.count += information.count;
  }

  /** What another has found of its share. */
  add(part: Part): void {
    for (const [code, many] of Object.entries(part.byCode)) {
      const told = part.findings.filter((finding) => finding.code === code);
      for (const finding of told) this.find(finding);
      this.perCode.set(code, this.perCode.get(code)! + many - told.length);
    }
    for (const information of part.information) this.inform(information);
    for (const [what, many] of Object.entries(part.counts)) this.count(what, many);
    for (const [table, columns] of part.committed) this.commits(table, columns);
  }

  count(what: string, many: number): void {
    this.counts[what] = (this.counts[what] ?? 0) + many;
  }

  commits(table: string, columns: readonly string[]): void {
    const there = this.committed.get(table);
    if (there === undefined) this.committed.set(table, new Set(columns));
    else for (const column of columns) there.add(column);
  }

  /** @returns how many of each code, those that are not told one by one included */
  get byCode(): Record<string, number> {
    return Object.fromEntries([...this.perCode].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  get information(): Information[] {
    return [...this.known.values()];
  }
}
