import type { RecordFile } from './record-file.js';

type Path = (string | number)[];

/** The ids that stand for a record's keys, and where a key that stands for nothing is found out. */
export class RecordKeys {
  private readonly ids = new Map<string, string>();

  constructor(private readonly file: RecordFile) {}

  set(kind: string, key: string, id: string, path: Path): void {
    if (this.ids.has(`${kind} ${key}`))
      throw this.file.fault(path, `the ${kind} ${key} stands here a second time`);
    this.ids.set(`${kind} ${key}`, id);
  }

  get(kind: string, key: string, path: Path): string {
    const id = this.ids.get(`${kind} ${key}`);
    if (id === undefined)
      throw this.file.fault(path, `there is no ${kind} with the key ${JSON.stringify(key)}`);
    return id;
  }

  find(kind: string, key: string | undefined, path: Path): string | undefined {
    return key === undefined ? undefined : this.get(kind, key, path);
  }
}
