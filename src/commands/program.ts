import { Command, Option } from 'commander';
import { SCOPES } from '../access/tokens.dto.js';
import { ROLES } from '../common/principal.js';
import { PROV_FORMATS } from '../prov/formats.js';
import { REPORT_FORMATS, type ReportFormat } from '../reports/reports.service.js';
import { checkSchema } from './check-schema.js';
import { erasuresCommand } from './erasures.js';
import { exportProv, type ExportOptions } from './export.js';
import { foldNames } from './fold-names.js';
import { logKey, type LogKeyOptions } from './log-key.js';
import { migrateCommand } from './migrate.js';
import { report } from './report.js';
import { seedCommand } from './seed.js';
import { serve } from './serve.js';
import { issueToken, type TokenOptions } from './token.js';
import { PARTS } from '../verification/shares.js';
import { verify, type VerifyOptions } from './verify.js';
import { witness } from './witness.js';

/** The `kataribe` command line. */
export function program(environment: NodeJS.ProcessEnv): Command {
  const kataribe = new Command('kataribe')
    .description('An oral-history archive that can show its evidence.')
    .version('0.1.0')
    .showHelpAfterError();
  kataribe
    .command('serve', { isDefault: true })
    .description('start the archive: migrate, seed if empty, serve')
    .action(() => serve(environment));
  kataribe
    .command('migrate')
    .description('bring the schema up to date')
    .action(() => migrateCommand(environment));
  kataribe
    .command('seed')
    .description('record the first testimony, if the archive is empty')
    .action(() => seedCommand(environment));
  kataribe
    .command('report <testimony>')
    .description('print the citation report of a testimony, by id or accession number, to standard output')
    .addOption(
      new Option('-f, --format <format>', 'form of the report').choices(REPORT_FORMATS).default('md'),
    )
    .option(
      '--as-of <moment>',
      'as the archive stood: the id of an activity, a time (RFC 3339), or the size of the tree of a checkpoint',
    )
    .action((testimony: string, options: { format: ReportFormat; asOf?: string }) =>
      report(environment, testimony, options),
    );
  kataribe
    .command('export')
    .description('write the provenance of the archive, as the public sees it')
    .addOption(
      new Option('--prov <format>', 'form of the provenance').choices(PROV_FORMATS).makeOptionMandatory(),
    )
    .option('--of <record>', 'of a claim or a testimony, by id or accession number; of all when left out')
    .option('-o, --output <file>', 'where to; standard output when left out')
    .action((options: ExportOptions) => exportProv(environment, options));
  kataribe
    .command('token')
    .description('issue a token for a person or a program')
    .addOption(new Option('-r, --role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .requiredOption('-l, --label <label>', 'whose it is')
    .addOption(
      new Option('-s, --scope <scope...>', 'what it may do of that; all when left out').choices(SCOPES),
    )
    .option('-e, --expires <time>', 'until when (RFC 3339); a year from now when left out')
    .action((options: TokenOptions) => issueToken(environment, options));
  kataribe
    .command('fold-names')
    .description('make anew what names are found by, after a change of how they fold')
    .action(() => foldNames(environment));
  kataribe
    .command('erasures')
    .description('print the list of erasures that is kept beside the backups')
    .option('--apply', 'erase what the database has and the list says is erased, then free the disk of it')
    .action(({ apply }: { apply?: boolean }) => erasuresCommand(environment, apply === true));
  kataribe
    .command('verify')
    .description(
      'recompute the archive from its tables, history, links and log, and name whatever does not agree',
    )
    .option('--json', 'one document for programs')
    .option('--checkpoint <file>', 'a checkpoint of this log that was kept elsewhere', collected, [])
    .option(
      '--verifier-key <key>',
      'trust this key of the log, not those the archive has recorded',
      collected,
      [],
    )
    .option(
      '--witness <key>',
      'verifier key of a witness whose cosignatures are to be checked',
      collected,
      [],
    )
    .option(
      '--witness-url <url>',
      'a witness to ask for the checkpoint that it has cosigned last',
      collected,
      [],
    )
    .addOption(new Option('--only <parts...>', 'verify only this').choices(PARTS))
    .action((options: VerifyOptions) => verify(environment, options));
  kataribe
    .command('log-key')
    .description('print the keys that checkpoints of the log are verified by')
    .option('--new', 'begin another key, which signs beside the one there is')
    .option('--remove <verifier key>', 'let a key sign no more')
    .action((options: LogKeyOptions) => logKey(environment, options));
  kataribe
    .command('check-schema')
    .description('prove that entities and migrations agree, on a database of its own')
    .action(() => checkSchema());
  kataribe
    .command('witness')
    .description('cosign the logs of other archives, and never two histories of one')
    .requiredOption('-d, --directory <directory>', 'where its key and what it has signed are kept')
    .option('-l, --listen <host:port>', 'where it answers', '127.0.0.1:8090')
    .option('-o, --origin <key...>', 'verifier key of a log to watch; may be given more than once', [])
    .option('--origins <file>', 'a file with such keys, one a line')
    .option('-n, --name <name>', 'of the witness, such as witness.example/w1; needed at its first start')
    .action(({ directory, listen, origin, origins, name }: Record<string, string> & { origin: string[] }) =>
      witness({ directory: directory!, listen: listen!, origins: origin, originsFile: origins, name }),
    );
  return kataribe;
}

/** An option that may be given more than once. */
function collected(value: string, before: string[]): string[] {
  return [...before, value];
}
