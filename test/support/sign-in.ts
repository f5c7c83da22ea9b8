import supertest from 'supertest';
import type { Method, TestArchive } from './archive.js';

export const PASSWORD = 'パスワード𠮷は長いほうがよい';

/** Somebody signed in by a cookie, which comes with each of his requests, as does the header of the page. */
export interface SignedIn {
  cookie: string;
  csrf: string;
  ask(method: Method, path: string): supertest.Test;
}

export function takeUp(archive: TestArchive, secret: string, password = PASSWORD): supertest.Test {
  return supertest(archive.app.getHttpServer()).post('/api/session/invitation').send({ secret, password });
}

export function tryToSignIn(archive: TestArchive, loginName: string, password = PASSWORD): supertest.Test {
  return supertest(archive.app.getHttpServer()).post('/api/session').send({ loginName, password });
}

/** The cookie that an answer sets, as it is sent back. */
export function cookieOf(answer: supertest.Response): string {
  const [set = ''] = (answer.headers['set-cookie'] ?? []) as unknown as string[];
  return set.split(';')[0]!;
}

export async function signIn(
  archive: TestArchive,
  loginName: string,
  password = PASSWORD,
): Promise<SignedIn> {
  const answer = await tryToSignIn(archive, loginName, password);
  if (answer.status !== 201) throw new Error(`/api/session: ${answer.status} ${answer.text}`);
  const cookie = cookieOf(answer);
  const { csrf } = answer.body as { csrf: string };
  return {
    cookie,
    csrf,
    ask: (method, path) =>
      supertest(archive.app.getHttpServer())[method](path).set('cookie', cookie).set('x-kataribe-csrf', csrf),
  };
}
