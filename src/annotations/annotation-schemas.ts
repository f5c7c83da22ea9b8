import { array, integer, moment, object, type Schema, schema, text } from '../common/openapi.js';

const iri: Schema = { type: 'string', format: 'uri' };
const reference = object({ id: iri });
const context: Schema = { type: 'array', prefixItems: [iri, { type: 'object' }] };

/** What is there in every case, and what may be beside it. */
const withOptional = (required: Record<string, Schema>, optional: Record<string, Schema>): Schema => ({
  ...object(required),
  properties: { ...required, ...optional },
});

const creator = object({ id: iri, type: text, name: text });

const body = withOptional(
  { type: { const: 'TextualBody' }, value: text, format: text, purpose: text },
  { created: moment, creator, 'kataribe:confidence': reference, 'kataribe:judgedVersion': integer },
);

const target = withOptional(
  {
    type: { const: 'SpecificResource' },
    source: object({ id: iri, type: text, format: text, language: text }),
    state: withOptional(
      { type: { const: 'TimeState' }, 'kataribe:revision': integer },
      {
        sourceDate: moment,
        'kataribe:sha256': { ...text, description: 'Of the text as one may read it' },
      },
    ),
    'kataribe:anchorState': reference,
    'kataribe:anchorMethod': reference,
  },
  {
    selector: {
      ...array({
        anyOf: [
          object({ type: { const: 'TextPositionSelector' }, start: integer, end: integer }),
          object({ type: { const: 'TextQuoteSelector' }, exact: text, prefix: text, suffix: text }),
        ],
      }),
      description:
        'In code points of the member `text` of the source as one may read it; absent where the words are lost',
    },
    'kataribe:lostWords': { ...text, description: 'The words that stand there no more' },
  },
);

const required = {
  id: iri,
  type: { const: 'Annotation' },
  motivation: { anyOf: [text, array(text)] },
  'kataribe:claim': reference,
  'kataribe:claimVersion': integer,
  body: array(body),
  target: { anyOf: [iri, array(target)] },
};
const optional = { created: moment, modified: moment, creator };

export const annotationSchema = schema(
  'Annotation',
  withOptional({ '@context': context, ...required }, optional),
);

export const annotationCollectionSchema = schema(
  'AnnotationCollection',
  withOptional(
    { '@context': context, id: iri, type: array(text), label: text, total: integer },
    { first: iri },
  ),
);

export const annotationPageSchema = schema(
  'AnnotationPage',
  withOptional(
    {
      '@context': context,
      id: iri,
      type: { const: 'AnnotationPage' },
      partOf: iri,
      items: array(withOptional(required, optional)),
    },
    { next: iri },
  ),
);
