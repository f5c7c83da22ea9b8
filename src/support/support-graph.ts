import type { RecordKind } from '../provenance/record-kinds.js';
import type { Network } from './lines.rules.js';
import type { SupportCitation, SupportLink, SupportRows } from './support-rows.js';

/** Bases on which the narrator himself is where the telling begins (`is_firsthand` in the migrations). */
const FIRSTHAND: readonly string[] = ['witnessed', 'took_part', 'inferred'];

/** The relation of a record to the one it was merged into. */
const MERGED = 'alternateOf';

/** What is taken to have fallen: records, and single edges such as a citation to be withdrawn. */
export interface Fallen {
  records: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

export const NOTHING_FALLEN: Fallen = { records: new Set(), edges: new Set() };

/**
 * The way up from claims, as README.md defines it: what a claim goes back to by being told, and what it goes back to
 * by what is cited. The SQL functions `telling_of` and `leads_to_own_root` say the same.
 */
export class SupportGraph {
  private readonly links = new Map<string, SupportLink[]>();
  private readonly kinds = new Map<string, RecordKind>();
  private readonly claims: Map<string, SupportRows['claims'][number]>;
  private readonly tellers: Set<string>;
  private readonly chains = new Map<string, SupportRows['tellers']>();
  private readonly narrators: Set<string>;
  /** By record of a person: the record it was merged into */
  private readonly merged: Map<string, string>;

  constructor(private readonly rows: SupportRows) {
    this.merged = new Map(
      rows.links.filter(([, , , relation]) => relation === MERGED).map(([from, to]) => [from, to]),
    );
    for (const [from, to, kind, relation, edge] of rows.links) {
      if (relation === MERGED) continue;
      const link: SupportLink = [from, this.representativeOf(to), kind, relation, edge];
      const known = this.links.get(link[0]);
      if (known === undefined) this.links.set(link[0], [link]);
      else known.push(link);
      this.kinds.set(link[1], link[2]);
    }
    for (const { kind, record } of rows.citations) this.kinds.set(record, kind);
    for (const { id } of rows.claims) this.kinds.set(id, 'claim');
    this.claims = new Map(rows.claims.map((claim) => [claim.id, claim]));
    this.tellers = new Set(rows.tellers.map(({ id }) => id));
    this.narrators = new Set(rows.narrators);
    for (const told of rows.tellers) {
      const teller = { ...told, record: told.record && this.representativeOf(told.record) };
      this.chains.set(teller.claim, [...(this.chains.get(teller.claim) ?? []), teller]);
    }
  }

  /** All records of one person are one: the last of the chain of merges stands for them. */
  private representativeOf(id: string): string {
    let last = id;
    for (let next = this.merged.get(last); next !== undefined; next = this.merged.get(last)) last = next;
    return last;
  }

  kindOf(id: string): RecordKind {
    return this.kinds.get(id) ?? 'claim';
  }

  testimonyOf(claim: string): string | undefined {
    return this.claims.get(claim)?.testimony ?? undefined;
  }

  citationsOf(claim: string, stance: 'for' | 'against'): SupportCitation[] {
    return this.rows.citations.filter((citation) => citation.claim === claim && citation.stance === stance);
  }

  /** The known hops of a claim's chain that stand, nearest the narrator first. */
  chainOf(claim: string): string[] {
    const standing = new Set(this.linksOf(claim).map(([, , , , edge]) => edge));
    return [...(this.chains.get(claim) ?? [])]
      .filter(({ id, record }) => record !== null && standing.has(id))
      .sort((a, b) => a.position - b.position)
      .map(({ record }) => record as string);
  }

  narratorsOf(testimony: string): string[] {
    const narrators = this.linksOf(testimony).filter((link) => this.isNarrator(link));
    return [...new Set(narrators.map(([, to]) => to))];
  }

  /** Everything a claim goes back to by being told, whatever is cited for it; itself included. */
  telling(claim: string): Set<string> {
    const reached = new Set([claim]);
    for (const id of reached) {
      for (const link of this.linksOf(id)) if (!this.isCitation(link)) reached.add(link[1]);
    }
    return reached;
  }

  /**
   * The shortest way from a record to one of some others, along links of every sort.
   * @returns the records on it, both ends included; null where there is none
   */
  wayTo(start: string, goals: ReadonlySet<string>): string[] | null {
    const cameFrom = new Map<string, string | null>([[start, null]]);
    for (const id of cameFrom.keys()) {
      if (goals.has(id)) {
        const way: string[] = [];
        for (let step: string | null = id; step !== null; step = cameFrom.get(step) ?? null)
          way.unshift(step);
        return way;
      }
      for (const [, to] of this.linksOf(id)) if (!cameFrom.has(to)) cameFrom.set(to, id);
    }
    return null;
  }

  /** The ways from what is cited to where it begins, past none of the excluded and of the fallen. */
  cited(records: string[], excluded: ReadonlySet<string>, fallen = NOTHING_FALLEN): MutableNetwork {
    const network = this.network(excluded, fallen);
    for (const record of records) if (network.isOpen(record)) network.starts.add(record);
    for (const record of network.starts) this.follow(record, network);
    return network;
  }

  /** The ways from a claim to where its telling begins. */
  told(claim: string, fallen = NOTHING_FALLEN): MutableNetwork {
    const network = this.network([claim], fallen);
    const testimony = this.testimonyOf(claim);
    if (testimony === undefined) return network;
    const words = this.wordsOf(claim);
    for (const passage of words) if (network.connect(passage, testimony)) network.starts.add(passage);
    if (words.length === 0 && network.isOpen(testimony)) network.starts.add(testimony);
    for (const record of this.followTelling(claim, testimony, network)) this.follow(record, network);
    return network;
  }

  private network(excluded: Iterable<string>, { records, edges }: Fallen): NetworkMaker {
    const fallen = { edges, records: new Set([...records].map((id) => this.representativeOf(id))) };
    return new NetworkMaker(new Set([...excluded, ...this.rows.withdrawn]), fallen);
  }

  private follow(start: string, network: NetworkMaker): void {
    const waiting = [start];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (!network.isNew(id)) continue;
      const kind = this.kindOf(id);
      const links = this.linksOf(id);
      if (kind === 'agent') network.ends.add(id);
      else if (kind === 'claim') {
        for (const link of links) {
          if (this.isCitation(link) && !network.isFallenEdge(link[4]) && network.connect(id, link[1]))
            waiting.push(link[1]);
        }
        waiting.push(...this.followWords(id, network));
      } else if (kind === 'testimony') {
        waiting.push(...this.followTestimony(id, false, network));
      } else {
        if (links.length === 0) network.ends.add(id);
        for (const [, to, , , edge] of links) {
          if (!network.isFallenEdge(edge) && network.connect(id, to)) waiting.push(to);
        }
      }
    }
  }

  /** From a claim through the words it was quoted from to how it was told. */
  private followWords(claim: string, network: NetworkMaker): string[] {
    const testimony = this.testimonyOf(claim);
    if (testimony === undefined) return [];
    const words = this.wordsOf(claim);
    const ways = words.filter(
      (passage) => network.connect(claim, passage) && network.connect(passage, testimony),
    );
    const isOpen = words.length === 0 ? network.connect(claim, testimony) : ways.length > 0;
    return isOpen ? this.followTelling(claim, testimony, network) : [];
  }

  /** A claim is told along its chain; without one the narrator is where it begins, or what he had read. */
  private followTelling(claim: string, testimony: string, network: NetworkMaker): string[] {
    const chain = this.chainOf(claim);
    if (chain.length === 0) {
      const { basis } = this.claims.get(claim)!;
      return this.followTestimony(testimony, FIRSTHAND.includes(basis), network);
    }
    const narrators = this.narratorsOf(testimony).filter((narrator) => network.isOpen(narrator));
    if (narrators.length === 0 || !chain.every((hop) => network.isOpen(hop))) return [];
    for (const narrator of narrators) {
      network.connect(testimony, narrator);
      network.connect(narrator, chain[0]!);
    }
    chain.slice(1).forEach((hop, n) => network.connect(chain[n]!, hop));
    const last = chain.at(-1)!;
    if (this.kindOf(last) !== 'agent') return [last];
    network.ends.add(last);
    return [];
  }

  /** @returns the records still to be followed */
  private followTestimony(testimony: string, firsthand: boolean, network: NetworkMaker): string[] {
    if (!network.isNew(`${testimony} ${firsthand}`)) return [];
    const links = this.linksOf(testimony);
    if (links.length === 0) network.ends.add(testimony);
    const onward: string[] = [];
    const originals = links.filter(([, , , , edge]) => edge === testimony);
    const readings = links.filter((link) => !this.isNarrator(link) && !originals.includes(link));
    for (const narrator of this.narratorsOf(testimony)) {
      if (!network.connect(testimony, narrator)) continue;
      if (firsthand || readings.length === 0) network.ends.add(narrator);
      else for (const [, to] of readings) if (network.connect(narrator, to)) onward.push(to);
    }
    for (const [, original] of originals) {
      if (network.connect(testimony, original))
        onward.push(...this.followTestimony(original, firsthand, network));
    }
    return onward;
  }

  private wordsOf(claim: string): string[] {
    return this.linksOf(claim)
      .filter(([, , , relation]) => relation === 'wasQuotedFrom')
      .map(([, to]) => to);
  }

  private linksOf(id: string): SupportLink[] {
    return this.links.get(id) ?? [];
  }

  private isCitation([from, , , relation, edge]: SupportLink): boolean {
    return this.kindOf(from) === 'claim' && relation !== 'wasQuotedFrom' && !this.tellers.has(edge ?? '');
  }

  private isNarrator([, , , , edge]: SupportLink): boolean {
    return edge !== null && this.narrators.has(edge);
  }
}

export interface MutableNetwork extends Network {
  starts: Set<string>;
  onward: Map<string, Set<string>>;
  ends: Set<string>;
}

class NetworkMaker implements MutableNetwork {
  readonly starts = new Set<string>();
  readonly onward = new Map<string, Set<string>>();
  readonly ends = new Set<string>();
  private readonly visited = new Set<string>();

  constructor(
    private readonly excluded: ReadonlySet<string>,
    private readonly fallen: Fallen,
  ) {}

  isOpen(id: string): boolean {
    return !this.excluded.has(id) && !this.fallen.records.has(id);
  }

  isFallenEdge(edge: string | null): boolean {
    return edge !== null && this.fallen.edges.has(edge);
  }

  isNew(id: string): boolean {
    if (this.visited.has(id)) return false;
    this.visited.add(id);
    return true;
  }

  /** @returns whether the way is open */
  connect(from: string, to: string): boolean {
    if (!this.isOpen(from) || !this.isOpen(to)) return false;
    const known = this.onward.get(from);
    if (known === undefined) this.onward.set(from, new Set([to]));
    else known.add(to);
    return true;
  }
}
