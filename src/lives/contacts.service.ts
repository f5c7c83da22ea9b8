import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { versionOf } from '../common/if-match.js';
import type { Attribution } from '../common/principal.js';
import { notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { ContactEntity } from './contact.entity.js';
import { lockAgent } from './locked-agent.js';

const writeDetails = statement(
  'contacts.write_details',
  `INSERT INTO contact_details (contact_id, details) VALUES ($1, $2)
   ON CONFLICT (contact_id) DO UPDATE SET details = excluded.details`,
);

const eraseDetails = statement('contacts.erase_details', 'DELETE FROM contact_details WHERE contact_id = $1');

/** How to reach people, for those who may know. What is written here goes into no other table, and into no history. */
@Injectable()
export class ContactsService {
  constructor(private readonly ledger: Ledger) {}

  /** @param ifMatch the header: left out the first time, required from then on */
  record(by: Attribution, agentId: string, ifMatch: string | undefined, details: string): Promise<void> {
    if (by.idempotency !== undefined) {
      throw new Problem(
        422,
        'request.idempotency_key_refused',
        'Contact details are recorded without an Idempotency-Key: what is kept with it would be a digest of the ' +
          'body, and a number can be guessed from its digest. Send If-Match when repeating.',
      );
    }
    return this.ledger.record({ type: 'contact.record', by }, (activity) =>
      this.write(activity, agentId, ifMatch, details),
    );
  }

  // The reason is no note of the activity: activities are for everybody to see.
  erase(by: Attribution, agentId: string, version: number, because: string): Promise<void> {
    return this.ledger.record({ type: 'contact.erase', by }, async (activity) => {
      await lockAgent(activity, agentId, ['person', 'group', 'organisation']);
      const before = await contactOf(activity, agentId);
      if (before === null) throw notFound('contact');
      const changes = { erasedBecause: because };
      await reviseRecord(
        activity,
        ContactEntity,
        'contact',
        { id: before.id, version },
        changes,
        checkNotErased,
      );
      await activity.rows(eraseDetails, [before.id]);
    });
  }

  private async write(
    activity: Activity,
    agentId: string,
    ifMatch: string | undefined,
    details: string,
  ): Promise<void> {
    await lockAgent(activity, agentId, ['person', 'group', 'organisation']);
    const before = await contactOf(activity, agentId);
    const id = before?.id ?? randomUUID();
    if (before !== null) {
      const version = versionOf(ifMatch);
      await reviseRecord(activity, ContactEntity, 'contact', { id, version }, { erasedBecause: null });
    } else {
      if (ifMatch !== undefined) {
        throw new Problem(412, 'request.if_match_failed', 'Nothing is recorded yet: leave If-Match out.');
      }
      await activity.manager.insert(ContactEntity, { id, agentId });
    }
    await activity.rows(writeDetails, [id, details]);
  }
}

function contactOf({ manager }: Activity, agentId: string): Promise<{ id: string } | null> {
  return manager.findOne(ContactEntity, { where: { agentId }, select: { id: true } });
}

function checkNotErased({ erasedBecause }: ContactEntity): void {
  if (erasedBecause === null) return;
  throw new Problem(409, 'contact.erased', 'The details were erased already; the first reason stays.');
}
