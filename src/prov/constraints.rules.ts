import type { ProvFinding } from './finding.js';
import { checkImpossible } from './impossibility.rules.js';
import { infer } from './inference.rules.js';
import type { Instance } from './instance.js';
import { checkOrder } from './order-findings.rules.js';
import { readDocument } from './reading.rules.js';
import { checkSpecializations } from './specialization.rules.js';
import { checkTypes, typesOf } from './typing.rules.js';
import { unite } from './uniqueness.rules.js';

/**
 * What is wrong with a PROV document in PROV-JSON, under PROV-CONSTRAINTS (W3C, 2013): nothing, if it is valid. Takes
 * whatever JSON there is and never throws.
 */
export function checkProv(document: unknown): ProvFinding[] {
  const { instances, findings } = readDocument(document);
  return [...findings, ...instances.flatMap(checkInstance)];
}

function checkInstance(instance: Instance): ProvFinding[] {
  infer(instance);
  const differences = unite(instance);
  const types = typesOf(instance);
  return [
    ...differences,
    ...checkTypes(instance, types),
    ...checkImpossible(instance),
    ...checkSpecializations(instance),
    ...checkOrder(instance, types),
  ];
}
