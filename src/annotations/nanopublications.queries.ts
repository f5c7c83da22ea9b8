import { Injectable } from '@nestjs/common';
import { type Clearance, PUBLIC } from '../common/principal.js';
import { Problem } from '../common/problem.js';
import { TaggedDocument } from '../common/tagged-document.js';
import { Reader } from '../database/reader.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { type PublishedClaim, publishedClaim } from './nanopublication-rows.js';
import { type Nanopublication, nanopublicationOf } from './nanopublication.rules.js';
import { jsonLd } from './quads-json-ld.js';
import { trig } from './trig.js';

const read = recordStatements('nanopublications.read', publishedClaim);

export const NANOPUBLICATION_FORMATS = ['trig', 'jsonld'] as const;
export type NanopublicationFormat = (typeof NANOPUBLICATION_FORMATS)[number];

const WRITERS: Record<
  NanopublicationFormat,
  { mediaType: string; write: (nanopublication: Nanopublication) => string }
> = {
  trig: {
    mediaType: 'application/trig; charset=utf-8',
    write: ({ quads, prefixes }) => trig(quads, prefixes),
  },
  jsonld: {
    mediaType: 'application/ld+json',
    write: ({ quads }) => JSON.stringify(jsonLd(quads)),
  },
};

@Injectable()
export class NanopublicationsQueries {
  constructor(private readonly reader: Reader) {}

  /** An assessed claim as everybody may know it: what is published is the same for all who ask. */
  async nanopublication(
    id: string,
    {
      clearance,
      asOf,
      base,
      format,
    }: { clearance: Clearance; asOf: string | undefined; base: string; format: NanopublicationFormat },
  ): Promise<TaggedDocument> {
    const wanted = { what: 'claim', id, asOf, path: '/api/claims' };
    const { bytes, version } = await readRecord(this.reader, read, { ...wanted, clearance: PUBLIC }).catch(
      async (error: unknown) => {
        if (clearance === PUBLIC) throw error;
        // Who may read the claim is told why there is none; whoever may not is told what everybody is.
        await readRecord(this.reader, read, { ...wanted, clearance });
        throw new Problem(
          404,
          'nanopublication.not_public',
          'The claim is not open to everybody, so it is not published.',
        );
      },
    );
    const published = JSON.parse(bytes.toString()) as PublishedClaim;
    if (published.claim.assessments.length === 0) {
      throw new Problem(
        404,
        'nanopublication.not_assessed',
        'Nobody has assessed the claim, as far as everybody may know; only what was assessed is published.',
      );
    }
    const { mediaType, write } = WRITERS[format];
    return new TaggedDocument(write(nanopublicationOf(published, base)), mediaType, version);
  }
}
