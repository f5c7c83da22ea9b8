import type { RecordKind } from '../provenance/record-kinds.js';
import { type Fallen, type MutableNetwork, NetworkMaker, NOTHING_FALLEN } from './network-maker.js';
import type { SupportCitation, SupportRows } from './support-rows.js';

/** Bases on which the narrator himself is where the telling begins (`is_firsthand` in the migrations). */
const FIRSTHAND: readonly string[] = ['witnessed', 'took_part', 'inferred'];
/** Bases that do not say whether it came from him or from what he had read. */
const NOT_SAID: readonly string[] = ['common_knowledge', 'unknown'];

/** One step back, to a record and by the row that says so. */
interface Step {
  to: string;
  quoted: boolean;
  edge: string | null;
}

const NO_STEPS: readonly Step[] = [];

/**
 * The way up from claims, as README.md defines it: what a claim goes back to by being told, and what it goes back to
 * by what is cited. The SQL functions `telling_of` and `leads_to_own_root` say the same.
 */
export class SupportGraph {
  private readonly steps = new Map<string, Step[]>();
  private readonly kinds = new Map<string, RecordKind>();
  private readonly claims: Map<string, SupportRows['claims'][number]>;
  private readonly tellers: Set<string>;
  private readonly chains = new Map<string, SupportRows['tellers']>();
  private readonly narrators: Set<string>;
  private readonly withdrawn: ReadonlySet<string>;
  /** By record of a person: the record it was merged into */
  private readonly merged: ReadonlyMap<string, string>;

  constructor(private readonly rows: SupportRows) {
    const { from, to, kind, quoted, edge, merged } = rows.links;
    this.merged = merged;
    for (const [n, record] of from.entries()) {
      const step = { to: this.representativeOf(to[n]!), quoted: quoted[n]!, edge: edge[n] ?? null };
      const known = this.steps.get(record);
      if (known === undefined) this.steps.set(record, [step]);
      else known.push(step);
      this.kinds.set(step.to, kind[n]!);
    }
    for (const { kind: cited, record } of rows.citations) this.kinds.set(record, cited);
    for (const { id } of rows.claims) this.kinds.set(id, 'claim');
    this.claims = new Map(rows.claims.map((claim) => [claim.id, claim]));
    this.tellers = new Set(rows.tellers.map(({ id }) => id));
    this.narrators = new Set(rows.narrators);
    this.withdrawn = new Set(rows.withdrawn);
    for (const told of rows.tellers) {
      const teller = { ...told, record: told.record && this.representativeOf(told.record) };
      const known = this.chains.get(teller.claim);
      if (known === undefined) this.chains.set(teller.claim, [teller]);
      else known.push(teller);
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
    const chain = this.chains.get(claim);
    if (chain === undefined) return [];
    const standing = new Set(this.stepsOf(claim).map(({ edge }) => edge));
    return [...chain]
      .filter(({ id, record }) => record !== null && standing.has(id))
      .sort((a, b) => a.position - b.position)
      .map(({ record }) => record as string);
  }

  narratorsOf(testimony: string): string[] {
    const narrators = this.stepsOf(testimony).filter((step) => this.isNarrator(step));
    return [...new Set(narrators.map(({ to }) => to))];
  }

  /** Everything a claim goes back to by being told, whatever is cited for it; itself included. */
  telling(claim: string): Set<string> {
    const reached = new Set([claim]);
    for (const id of reached) {
      for (const step of this.stepsOf(id)) if (!this.isCitation(id, step)) reached.add(step.to);
    }
    return reached;
  }

  /** The records that lead to one of some others, along links of every sort; those others included. */
  leadingTo(goals: ReadonlySet<string>): Set<string> {
    const before = new Map<string, string[]>();
    for (const [from, steps] of this.steps) {
      for (const { to } of steps) {
        const known = before.get(to);
        if (known === undefined) before.set(to, [from]);
        else known.push(from);
      }
    }
    const leading = new Set(goals);
    for (const id of leading) for (const from of before.get(id) ?? []) leading.add(from);
    return leading;
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
      for (const { to } of this.stepsOf(id)) if (!cameFrom.has(to)) cameFrom.set(to, id);
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
    const network = this.network(new Set([claim]), fallen);
    const testimony = this.testimonyOf(claim);
    if (testimony === undefined) return network;
    const words = this.wordsOf(claim);
    for (const passage of words) if (network.connect(passage, testimony)) network.starts.add(passage);
    if (words.length === 0 && network.isOpen(testimony)) network.starts.add(testimony);
    for (const record of this.followTelling(claim, testimony, network)) this.follow(record, network);
    // Nothing is said to fall with what a narrator had read that he may have known without it.
    if (this.chainOf(claim).length === 0 && NOT_SAID.includes(this.claims.get(claim)!.basis)) {
      for (const narrator of this.narratorsOf(testimony)) {
        if (network.connect(testimony, narrator)) network.ends.add(narrator);
      }
    }
    return network;
  }

  private network(excluded: ReadonlySet<string>, { records, edges }: Fallen): NetworkMaker {
    const fallen = { edges, records: new Set([...records].map((id) => this.representativeOf(id))) };
    return new NetworkMaker([excluded, this.withdrawn], fallen);
  }

  private follow(start: string, network: NetworkMaker): void {
    const waiting = [start];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (!network.isNew(id)) continue;
      const kind = this.kindOf(id);
      const steps = this.stepsOf(id);
      if (kind === 'agent') network.ends.add(id);
      else if (kind === 'claim') {
        for (const step of steps) {
          if (this.isCitation(id, step) && !network.isFallenEdge(step.edge) && network.connect(id, step.to))
            waiting.push(step.to);
        }
        waiting.push(...this.followWords(id, network));
      } else if (kind === 'testimony') {
        waiting.push(...this.followTestimony(id, false, network));
      } else {
        if (steps.length === 0) network.ends.add(id);
        for (const { to, edge } of steps) {
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
    const steps = this.stepsOf(testimony);
    if (steps.length === 0) network.ends.add(testimony);
    const onward: string[] = [];
    const originals = steps.filter(({ edge }) => edge === testimony);
    const readings = steps.filter((step) => !this.isNarrator(step) && step.edge !== testimony);
    for (const narrator of this.narratorsOf(testimony)) {
      if (!network.connect(testimony, narrator)) continue;
      if (firsthand || readings.length === 0) network.ends.add(narrator);
      else for (const { to } of readings) if (network.connect(narrator, to)) onward.push(to);
    }
    for (const { to: original } of originals) {
      if (network.connect(testimony, original))
        onward.push(...this.followTestimony(original, firsthand, network));
    }
    return onward;
  }

  private wordsOf(claim: string): string[] {
    return this.stepsOf(claim)
      .filter(({ quoted }) => quoted)
      .map(({ to }) => to);
  }

  private stepsOf(id: string): readonly Step[] {
    return this.steps.get(id) ?? NO_STEPS;
  }

  private isCitation(from: string, { quoted, edge }: Step): boolean {
    return !quoted && this.kindOf(from) === 'claim' && !this.tellers.has(edge ?? '');
  }

  private isNarrator({ edge }: Step): boolean {
    return edge !== null && this.narrators.has(edge);
  }
}
