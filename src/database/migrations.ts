import { Roles1795449600001 } from '../../migrations/1795449600001-roles.js';
import { Ledger1795449600002 } from '../../migrations/1795449600002-ledger.js';
import { FirstAgent1795449600003 } from '../../migrations/1795449600003-first-agent.js';
import { ProvenanceLink1795449600004 } from '../../migrations/1795449600004-provenance-link.js';
import { Access1795449600005 } from '../../migrations/1795449600005-access.js';
import { Sources1795449600006 } from '../../migrations/1795449600006-sources.js';
import { Testimonies1795449600007 } from '../../migrations/1795449600007-testimonies.js';
import { Claims1795449600008 } from '../../migrations/1795449600008-claims.js';
import { Evidence1795449600009 } from '../../migrations/1795449600009-evidence.js';
import { Questions1795449600010 } from '../../migrations/1795449600010-questions.js';
import { Flags1795449600011 } from '../../migrations/1795449600011-flags.js';
import { Record1795449600012 } from '../../migrations/1795449600012-record.js';
import { JsonForms1795449600013 } from '../../migrations/1795449600013-json-forms.js';
import { Descent1795449600014 } from '../../migrations/1795449600014-descent.js';
import { Tellers1795449600015 } from '../../migrations/1795449600015-tellers.js';
import { Judgement1795449600016 } from '../../migrations/1795449600016-judgement.js';
import { ContradictionCases1795449600017 } from '../../migrations/1795449600017-contradiction-cases.js';
import { Queue1795449600018 } from '../../migrations/1795449600018-queue.js';
import { RecordOfDescent1795449600019 } from '../../migrations/1795449600019-record-of-descent.js';
import { Names1795449600020 } from '../../migrations/1795449600020-names.js';
import { SameAs1795449600021 } from '../../migrations/1795449600021-same-as.js';
import { Lives1795449600022 } from '../../migrations/1795449600022-lives.js';
import { Leads1795449600023 } from '../../migrations/1795449600023-leads.js';
import { Gaps1795449600024 } from '../../migrations/1795449600024-gaps.js';
import { Mentions1795449600025 } from '../../migrations/1795449600025-mentions.js';
import { NarratorReviews1795449600026 } from '../../migrations/1795449600026-narrator-reviews.js';
import { Translations1795449600027 } from '../../migrations/1795449600027-translations.js';
import { Restrictions1795449600028 } from '../../migrations/1795449600028-restrictions.js';
import { DerivedAccess1795449600029 } from '../../migrations/1795449600029-derived-access.js';
import { Consents1795449600030 } from '../../migrations/1795449600030-consents.js';
import { Rights1795449600031 } from '../../migrations/1795449600031-rights.js';
import { Derivations1795449600035 } from '../../migrations/1795449600035-derivations.js';
import { ReadableText1795449600036 } from '../../migrations/1795449600036-readable-text.js';
import { Accounts1795449600040 } from '../../migrations/1795449600040-accounts.js';
import { AccessRequests1795449600050 } from '../../migrations/1795449600050-access-requests.js';
import { Erasures1795449600060 } from '../../migrations/1795449600060-erasures.js';
import { Words1795449600061 } from '../../migrations/1795449600061-words.js';
import { EraseRecord1795449600062 } from '../../migrations/1795449600062-erase-record.js';
import { RowSecurity1795449600070 } from '../../migrations/1795449600070-row-security.js';
import { ExternalProvenance1795449600072 } from '../../migrations/1795449600072-external-provenance.js';
import { TransparencyLog1795449600080 } from '../../migrations/1795449600080-transparency-log.js';
import { LogEntries1795449600081 } from '../../migrations/1795449600081-log-entries.js';
import { LogReceipts1795449600082 } from '../../migrations/1795449600082-log-receipts.js';
import { Verifier1795449600083 } from '../../migrations/1795449600083-verifier.js';

/** Named one by one: a glob would find different files in the build and in the tests. */
export const migrations = [
  Roles1795449600001,
  Ledger1795449600002,
  FirstAgent1795449600003,
  ProvenanceLink1795449600004,
  Access1795449600005,
  Sources1795449600006,
  Testimonies1795449600007,
  Claims1795449600008,
  Evidence1795449600009,
  Questions1795449600010,
  Flags1795449600011,
  Record1795449600012,
  JsonForms1795449600013,
  Descent1795449600014,
  Tellers1795449600015,
  Judgement1795449600016,
  ContradictionCases1795449600017,
  Queue1795449600018,
  RecordOfDescent1795449600019,
  Names1795449600020,
  SameAs1795449600021,
  Lives1795449600022,
  Leads1795449600023,
  Gaps1795449600024,
  Mentions1795449600025,
  NarratorReviews1795449600026,
  Translations1795449600027,
  Restrictions1795449600028,
  DerivedAccess1795449600029,
  Consents1795449600030,
  Rights1795449600031,
  Derivations1795449600035,
  ReadableText1795449600036,
  Accounts1795449600040,
  AccessRequests1795449600050,
  Erasures1795449600060,
  Words1795449600061,
  EraseRecord1795449600062,
  RowSecurity1795449600070,
  ExternalProvenance1795449600072,
  TransparencyLog1795449600080,
  LogEntries1795449600081,
  LogReceipts1795449600082,
  Verifier1795449600083,
];
