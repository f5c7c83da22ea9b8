#!/usr/bin/env node
import 'reflect-metadata';
import { program } from './commands/program.js';
import { say } from './commands/say.js';
import { StartupError } from './embedded/startup-error.js';
import { RecordFault } from './exchange/record-file.js';
import { problemOf } from './http/problem.filter.js';
import { Problem } from './common/problem.js';
import { databaseErrorOf } from './database/database-problem.js';

// `kataribe report … | head` closes our output early: that is the reader's right, and no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

program(process.env)
  .parseAsync()
  .catch((error: unknown) => {
    say(sentence(error));
    // A command may have said a status of its own.
    process.exitCode ||= 1;
  });

/** What PostgreSQL says when DATABASE_URL is not what the archive needs. */
function refusedByDatabase(error: unknown): string | null {
  const code = databaseErrorOf(error)?.code ?? '';
  const said = error instanceof Error ? error.message : '';
  if (code.startsWith('28')) return `PostgreSQL refuses the login: ${said}. Check DATABASE_URL.`;
  if (code === '3D000') return `PostgreSQL has no such database: ${said}. Check DATABASE_URL.`;
  if (code === '42501') {
    return `The login of DATABASE_URL lacks a right the archive needs (README, Your own PostgreSQL): ${said}.`;
  }
  return null;
}

/** One clear sentence for what went wrong; the whole error only for what nobody foresaw. */
function sentence(error: unknown): string {
  if (error instanceof StartupError || error instanceof RecordFault) return error.message;
  if (error instanceof Problem) return error.detail;
  const refused = refusedByDatabase(error);
  if (refused !== null) return refused;
  const problem = problemOf(error);
  if (problem.status < 500 || problem.code.startsWith('database.')) return problem.detail;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
