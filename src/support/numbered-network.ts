/** Records, what each goes back to, and where ways begin and end. Neither order nor repetition matters. */
export interface Network {
  starts: ReadonlySet<string>;
  onward: ReadonlyMap<string, Iterable<string>>;
  ends: ReadonlySet<string>;
}

/**
 * The same with a number for each record, so that what is asked of a network several times looks nothing up by id:
 * what record n goes back to is `targets` from `first[n]` to before `first[n + 1]`.
 */
export interface NumberedNetwork {
  /** Every record on the ways, and none besides */
  ids: readonly string[];
  numbers: ReadonlyMap<string, number>;
  starts: readonly number[];
  first: Int32Array;
  targets: Int32Array;
  isEnd: Uint8Array;
}

export function numbered(network: Network | NumberedNetwork): NumberedNetwork {
  if ('numbers' in network) return network;
  const ids: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (id: string): number => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, ids.length);
    return ids.push(id) - 1;
  };
  const starts = Array.from(network.starts, numberOf);
  const targets: number[] = [];
  // Whoever goes back to something has a number before what nothing is known of: then `first` is written in order.
  for (const from of network.onward.keys()) numberOf(from);
  const first: number[] = [0];
  for (let n = 0; n < ids.length; n += 1) {
    for (const to of network.onward.get(ids[n]!) ?? []) targets.push(numberOf(to));
    first.push(targets.length);
  }
  const isEnd = new Uint8Array(ids.length);
  for (const end of network.ends) {
    const n = numbers.get(end);
    // An end that nothing leads to is none.
    if (n !== undefined) isEnd[n] = 1;
  }
  return { ids, numbers, starts, first: Int32Array.from(first), targets: Int32Array.from(targets), isEnd };
}
