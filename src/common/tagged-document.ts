import { hash } from 'node:crypto';

/** A body that is sent as it is, with an entity tag. */
export class TaggedDocument {
  /**
   * @param version of the record, for If-Match; left out where the document is no single record
   * @param path where the record can be read, for the Location of one just made
   */
  constructor(
    text: string,
    readonly mediaType: string,
    readonly version?: number,
    readonly path?: string,
  ) {
    this.bytes = Buffer.from(text, 'utf8');
  }

  /** As it is sent: encoded once, for the tag, the length and the wire alike. */
  readonly bytes: Buffer;

  /**
   * A strong entity tag. `v3` is the record's version, which If-Match compares; what follows it tells apart
   * documents of one version whose children differ, for caches.
   */
  get etag(): string {
    const digest = hash('sha256', this.bytes, 'base64url').slice(0, 16);
    return this.version === undefined ? `"${digest}"` : `"v${this.version}.${digest}"`;
  }
}
