import { hash } from 'node:crypto';

/** A body that PostgreSQL has already written as JSON: it is passed on as it is, never parsed and written again. */
export class JsonDocument {
  /**
   * @param version of the record, for If-Match; left out where the document is no single record
   * @param path where the record can be read, for the Location of one just made
   */
  constructor(
    readonly text: string,
    readonly version?: number,
    readonly path?: string,
  ) {}

  /**
   * A strong entity tag. `v3` is the record's version, which If-Match compares; what follows it tells apart
   * documents of one version whose children differ, for caches.
   */
  get etag(): string {
    const digest = hash('sha256', this.text, 'base64url').slice(0, 16);
    return this.version === undefined ? `"${digest}"` : `"v${this.version}.${digest}"`;
  }
}
