import { Injectable } from '@nestjs/common';
import { RecordNameDto } from '../authorities/name-forms.dto.js';
import { NameFormsService } from '../authorities/name-forms.service.js';
import type { Owner } from '../authorities/owner.js';
import type { Activity } from '../provenance/ledger.js';
import type { RecordChecker } from './record-checker.js';
import type { RecordKeys } from './record-keys.js';
import type { NameEntry, TestimonyRecord } from './testimony-record.js';

/** What the people and places of a record are called, in whichever script. */
@Injectable()
export class RecordNamesImport {
  constructor(private readonly names: NameFormsService) {}

  async import(
    activity: Activity,
    { agents = {}, places = {} }: TestimonyRecord,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    const named: ['agents' | 'places', Owner['kind'], Record<string, { names?: NameEntry[] }>][] = [
      ['agents', 'agent', agents],
      ['places', 'place', places],
    ];
    for (const [section, kind, entries] of named) {
      for (const [key, { names = [] }] of Object.entries(entries)) {
        for (const [n, entry] of names.entries()) {
          const path = [section, key, 'names', n];
          const wanted = await checker.check(path, RecordNameDto, formOf(entry, path, keys, checker));
          const owner = { kind, id: keys.get(kind, key, path) };
          await checker.within(path, this.names.write(activity, owner, wanted));
        }
      }
    }
  }
}

function formOf(
  { order, source, ...form }: NameEntry,
  path: (string | number)[],
  keys: RecordKeys,
  checker: RecordChecker,
): object {
  checker.refuse(path, form, { nameOrder: 'order', sourceId: 'source' });
  return { ...form, nameOrder: order, sourceId: keys.find('source', source, [...path, 'source']) };
}
