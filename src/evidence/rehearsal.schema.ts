import { CONFIDENCES } from '../claims/vocabularies.js';
import { flag, nullable, object, oneOf, schema } from '../common/openapi.js';
import { impactSchema } from '../support/impact.dto.js';

const standing = object({ confidence: nullable(oneOf(CONFIDENCES)), contested: flag, unverified: flag });

export const rehearsalSchema = schema(
  'DryRun',
  object({
    dryRun: { ...flag, description: 'Always true: nothing was stored' },
    claim: {
      ...nullable(object({ before: standing, after: standing })),
      description: 'How the claim stands, and how it would stand',
    },
    impact: impactSchema,
  }),
);
