import type supertest from 'supertest';

/** The answer to a request with its whole text, whatever its media type: a stream that ends before its end is an error. */
export async function textOf(request: supertest.Test): Promise<supertest.Response & { text: string }> {
  const response = await request.buffer(true).parse((answer, done) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('aborted', () => done(new Error('The answer was cut off.'), null));
    answer.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')));
  });
  return Object.assign(response, { text: response.body as string });
}
