import { isNode, LineCounter, parseDocument } from 'yaml';

/** Something wrong in a record, said with the line it stands on. */
export class RecordFault extends Error {
  constructor(file: string, line: number, what: string) {
    super(`${file}, line ${line}: ${what}`);
  }
}

/** A YAML file that can tell on which line each of its parts stands. */
export class RecordFile {
  private readonly lines = new LineCounter();
  private readonly document;

  /** @param name as it is shown in faults */
  constructor(
    private readonly name: string,
    text: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines, version: '1.2', uniqueKeys: true });
    const [error] = this.document.errors;
    if (error !== undefined) {
      throw new RecordFault(name, error.linePos?.[0].line ?? 1, error.message.split('\n')[0] ?? 'not YAML');
    }
  }

  value(): unknown {
    return this.document.toJS({ maxAliasCount: 0 });
  }

  /** @param path from the top; where it leads nowhere, the fault is put down to the last part that exists */
  fault(path: (string | number)[], what: string): RecordFault {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? this.document.contents : this.document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) {
        return new RecordFault(this.name, this.lines.linePos(node.range[0]).line, what);
      }
    }
    return new RecordFault(this.name, 1, what);
  }
}
