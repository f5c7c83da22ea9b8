/** The namespaces that nobody needs to declare. */
const RESERVED: ReadonlyMap<string, string> = new Map([
  ['prov', 'http://www.w3.org/ns/prov#'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema#'],
  ['xsi', 'http://www.w3.org/2001/XMLSchema-instance'],
]);

export const PROV = RESERVED.get('prov')!;
export const XSD = RESERVED.get('xsd')!;

/** The prefixes that hold in a document or in one of its bundles. */
export class Prefixes {
  private readonly declared = new Map<string, string>();

  constructor(private readonly outer?: Prefixes) {}

  declare(prefix: string, namespace: string): void {
    this.declared.set(prefix, namespace);
  }

  /** The full name, or `undefined` where the prefix was not declared. A name without prefix is in the default namespace. */
  expand(name: string): string | undefined {
    const colon = name.indexOf(':');
    const prefix = colon === -1 ? 'default' : name.slice(0, colon);
    const namespace = this.namespaceOf(prefix);
    return namespace === undefined ? undefined : namespace + name.slice(colon + 1);
  }

  private namespaceOf(prefix: string): string | undefined {
    return RESERVED.get(prefix) ?? this.declared.get(prefix) ?? this.outer?.namespaceOf(prefix);
  }
}
