import { TaggedDocument } from './tagged-document.js';

/** A body that PostgreSQL has already written as JSON: it is passed on as it is, never parsed and written again. */
export class JsonDocument extends TaggedDocument {
  constructor(text: string, version?: number, path?: string) {
    super(text, 'application/json; charset=utf-8', version, path);
  }
}
