import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound } from '../common/problem.js';
import { toldDate, type ToldDateDto } from '../common/told-date.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { addNameKeys, endNameKeys, replaceNameKeys } from '../provenance/name-keys.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { refuseWithdrawnSources } from '../sources/withdrawn-sources.js';
import { NameFormEntity } from './name-form.entity.js';
import { formFaults, type JudgedForm } from './name-form.rules.js';
import type { RecordNameDto, ReviseNameDto } from './name-forms.dto.js';
import { accessOf, type Owner, ownerColumns } from './owner.js';
import { isFormReadable } from './readable-forms.js';
import { checkStanding, type Taken, unlessTaken } from './standing.js';

const PREFERRED: Taken = {
  constraint: 'uq__name_form__preferred',
  pointer: '/preferred',
  code: 'name.preferred_exists',
  detail: 'Another form is the preferred one in this script. Let that one go first.',
  expected: 'one preferred form in each script',
};

const readable = statement(
  'names.readable',
  `SELECT 'agent' AS kind, g.id FROM name_form f JOIN agent g ON g.id = f.agent_id AND may_read(g.access, $2::smallint[])
   WHERE f.id = $1 AND ${isFormReadable('f', '$2')}
   UNION ALL
   SELECT 'place', p.id FROM name_form f JOIN place p ON p.id = f.place_id AND may_read(p.access, $2::smallint[])
   WHERE f.id = $1 AND ${isFormReadable('f', '$2')}`,
);

@Injectable()
export class NameFormsService {
  constructor(private readonly ledger: Ledger) {}

  record(by: Attribution, owner: Owner, wanted: RecordNameDto): Promise<string> {
    return this.ledger.record({ type: 'name.record', by }, (activity) => this.write(activity, owner, wanted));
  }

  async write(activity: Activity, owner: Owner, wanted: RecordNameDto): Promise<string> {
    const { valid, sourceId, preferred = false, ...told } = wanted;
    const access = await accessOf(activity, owner, sourceId);
    refuseFaults({ ...told, owner: owner.kind, romanisation: told.romanisation ?? null });
    await checkSource(activity, sourceId);
    const id = randomUUID();
    await unlessTaken([PREFERRED], () =>
      activity.manager.insert(NameFormEntity, {
        id,
        ...ownerColumns(owner),
        ...told,
        ...validColumns(valid),
        sourceId,
        isPreferred: preferred,
        access,
      }),
    );
    await addNameKeys(activity, [{ owner: owner.id, form: id }, written(wanted)]);
    return id;
  }

  revise(
    by: Attribution,
    id: string,
    version: number,
    { because, valid, preferred, ...changes }: ReviseNameDto,
  ): Promise<void> {
    return this.ledger.record({ type: 'name.revise', by, note: because }, async (activity) => {
      const owner = await ownerOf(activity, id);
      const { sourceId } = changes;
      await checkSource(activity, sourceId);
      await unlessTaken([PREFERRED], () =>
        reviseRecord(
          activity,
          NameFormEntity,
          'name',
          { id, version },
          { ...changes, ...(valid === undefined ? {} : validColumns(valid)), isPreferred: preferred },
          (current) => {
            checkStanding('name', 'The name')(current);
            refuseFaults({
              ...current,
              ...given(changes),
              owner: current.agentId === null ? 'place' : 'agent',
            });
          },
        ),
      );
      const form = await activity.manager.findOneByOrFail(NameFormEntity, { id });
      await replaceNameKeys(activity, { owner: owner.id, form: id }, written(form));
    });
  }

  /** A form is never deleted: it is withdrawn, for a reason, and is found no more. */
  withdraw(by: Attribution, id: string, version: number, because: string): Promise<void> {
    return this.ledger.record({ type: 'name.withdraw', by, note: because }, async (activity) => {
      const owner = await ownerOf(activity, id);
      const changes = { withdrawnBecause: because };
      const standing = checkStanding('name', 'The name');
      await reviseRecord(activity, NameFormEntity, 'name', { id, version }, changes, standing);
      await endNameKeys(activity, { owner: owner.id, form: id });
    });
  }
}

async function ownerOf({ rows, by }: Activity, id: string): Promise<Owner> {
  const [found] = await rows<Owner>(readable, [id, by.clearance]);
  if (found === undefined) throw notFound('name');
  return found;
}

async function checkSource(activity: Activity, id: string | null | undefined): Promise<void> {
  if (typeof id !== 'string') return;
  const pointer = '/sourceId';
  await checkReferences(activity, [{ table: 'source', id, pointer }]);
  await refuseWithdrawnSources(activity, [{ id, pointer }]);
}

function refuseFaults(form: JudgedForm): void {
  const faults = formFaults(form);
  if (faults.length > 0) throw invalid(faults);
}

function validColumns(valid: ToldDateDto | null | undefined) {
  const { words, edtf, span } = toldDate(valid);
  return { validWords: words, validEdtf: edtf, validSpan: span };
}

type Given<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

function given<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Given<Fields>;
}

function written({ value, parts, reading }: Pick<ReviseNameDto, 'parts' | 'reading'> & { value: string }) {
  return { value, parts: (parts ?? []).map((part) => part.value), reading };
}
