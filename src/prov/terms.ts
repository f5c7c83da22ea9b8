/** One thing named in an instance: known by its name, or only known to be. */
export type Term = number;

/** The term of what is said not to be there: different from everything else. */
export const NONE: Term = 0;

/**
 * The terms of one instance of PROV and which of them are the same: constants, no two of which are, and variables, which
 * may turn out to be anything. Who uses a term is remembered, for what becomes the same has to be looked at again.
 */
export class Terms {
  private readonly parents: number[] = [];
  private readonly names: (string | undefined)[] = [];
  private readonly labels: string[] = [];
  private readonly users: number[][] = [];
  private readonly known = new Map<string, Term>();

  constructor() {
    this.constant('', '-');
  }

  /** The constant of a name; `sort` keeps names apart that mean different things. */
  constant(sort: string, name: string): Term {
    return this.lookUp(`=${sort} ${name}`, name, true);
  }

  /** The variable of a name. */
  variable(sort: string, name: string): Term {
    return this.lookUp(`?${sort} ${name}`, name, false);
  }

  /** A variable that nothing else names. */
  unnamed(): Term {
    return this.add('something unnamed', undefined);
  }

  find(term: Term): Term {
    let root = term;
    while (this.parents[root] !== root) root = this.parents[root]!;
    for (let at = term; at !== root;) {
      const next = this.parents[at]!;
      this.parents[at] = root;
      at = next;
    }
    return root;
  }

  /** The name, if it is a constant or has become one. */
  nameOf(term: Term): string | undefined {
    return this.names[this.find(term)];
  }

  /** How to call it in a message. */
  labelOf(term: Term): string {
    return this.labels[this.find(term)]!;
  }

  use(term: Term, user: number): void {
    this.users[this.find(term)]!.push(user);
  }

  /** Holds two to be the same: who has to look again, or `undefined` if they cannot be the same. */
  merge(one: Term, other: Term): number[] | undefined {
    let [kept, lost] = [this.find(one), this.find(other)];
    if (kept === lost) return [];
    if (this.names[kept] !== undefined && this.names[lost] !== undefined) return undefined;
    // The smaller one is looked at again: together that is n log n, whatever the order.
    if (this.users[kept]!.length < this.users[lost]!.length) [kept, lost] = [lost, kept];
    const again = this.users[lost]!;
    this.parents[lost] = kept;
    if (this.names[lost] !== undefined) this.labels[kept] = this.labels[lost]!;
    this.names[kept] ??= this.names[lost];
    for (const user of again) this.users[kept]!.push(user);
    this.users[lost] = [];
    return again;
  }

  private lookUp(key: string, label: string, isConstant: boolean): Term {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const term = this.add(label, isConstant ? key : undefined);
    this.known.set(key, term);
    return term;
  }

  private add(label: string, name: string | undefined): Term {
    const term = this.parents.length;
    this.parents.push(term);
    this.names.push(name);
    this.labels.push(label);
    this.users.push([]);
    return term;
  }
}
