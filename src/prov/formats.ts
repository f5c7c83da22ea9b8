import { Problem } from '../common/problem.js';
import { JsonLdWriter } from './json-ld.js';
import { ProvJsonWriter } from './prov-json.js';
import { ProvNWriter } from './prov-n.js';
import type { Namespaces, Writer } from './statements.js';
import { TurtleWriter } from './turtle.js';

export const PROV_FORMATS = ['json', 'provn', 'turtle', 'jsonld'] as const;
export type ProvFormat = (typeof PROV_FORMATS)[number];

interface Format {
  mediaType: string;
  contentType: string;
  extension: string;
  writer: (namespaces: Namespaces, base: string) => Writer;
}

export const FORMATS: Record<ProvFormat, Format> = {
  json: {
    mediaType: 'application/json',
    contentType: 'application/json; charset=utf-8',
    extension: 'prov.json',
    writer: (namespaces) => new ProvJsonWriter(namespaces),
  },
  provn: {
    mediaType: 'text/provenance-notation',
    contentType: 'text/provenance-notation; charset="UTF-8"',
    extension: 'provn',
    writer: (namespaces) => new ProvNWriter(namespaces),
  },
  turtle: {
    mediaType: 'text/turtle',
    contentType: 'text/turtle; charset=utf-8',
    extension: 'ttl',
    writer: (namespaces) => new TurtleWriter(namespaces),
  },
  jsonld: {
    mediaType: 'application/ld+json',
    contentType: 'application/ld+json',
    extension: 'jsonld',
    writer: (namespaces, base) => new JsonLdWriter(namespaces, base),
  },
};

/** The format that whoever asks would rather have, by the Accept of HTTP; PROV-JSON where all are the same to him. */
export function acceptedFormat(accept: string | undefined): ProvFormat {
  if (accept === undefined || accept.trim() === '') return 'json';
  const ranges = accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const weight = Number(quality ?? 1);
    return { type, weight: Number.isNaN(weight) ? 0 : weight };
  });
  /** The range that names it most exactly says how much it is wanted. */
  const wanted = (mediaType: string): number => {
    const [group] = mediaType.split('/');
    for (const type of [mediaType, `${group}/*`, '*/*']) {
      const range = ranges.find((one) => one.type === type);
      if (range !== undefined) return range.weight;
    }
    return 0;
  };
  const [best] = PROV_FORMATS.map((format) => ({ format, weight: wanted(FORMATS[format].mediaType) })).sort(
    (one, other) => other.weight - one.weight,
  );
  if (best === undefined || best.weight <= 0) {
    const offered = PROV_FORMATS.map((format) => FORMATS[format].mediaType).join(', ');
    throw new Problem(406, 'prov.not_acceptable', `Provenance is written as ${offered}.`);
  }
  return best.format;
}
