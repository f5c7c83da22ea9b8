import type { EventOrder } from './event-order.rules.js';
import type { Instance, Statement } from './instance.js';
import type { Term } from './terms.js';

/** How messages call the events of an instance. */
export class EventWords {
  private readonly usages: Map<Term, Statement>;

  constructor(
    private readonly instance: Instance,
    private readonly order: EventOrder,
  ) {
    const { statements, terms } = instance;
    this.usages = new Map(
      statements.filter(({ kind }) => kind === 'used').map((usage) => [terms.find(usage.id), usage]),
    );
  }

  /** As in "the generation of ex:a", "the usage of ex:a by ex:b". */
  describe(node: number): string {
    return `the ${this.order.events[node]!.kind} of ${this.thingsOf(node).join(' by ')}`;
  }

  /** What takes part in the event. */
  thingsOf(node: number): string[] {
    const { terms } = this.instance;
    const { kind, of } = this.order.events[node]!;
    const usage = kind === 'usage' ? this.usages.get(of) : undefined;
    const things = usage === undefined ? [of] : [usage.terms[1]!, usage.terms[0]!];
    return things.map((thing) => terms.labelOf(thing));
  }
}
