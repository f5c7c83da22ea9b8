import { connect, type Socket } from 'node:net';

/** Requests as they go over the wire, made before anything is measured; drawn in turn. */
export type Requests = Buffer[];

export interface Slice {
  requests: number;
  seconds: number;
  /** In milliseconds */
  latencies: number[];
}

const MOST_REQUESTS = 500_000;
const LONGEST_ANSWER = 30_000;

/** Sends requests over so many connections, each waiting for its answer, until the time is over. */
export async function generateLoad(
  port: number,
  requests: Requests,
  connections: number,
  seconds: number,
  signal: AbortSignal,
): Promise<Slice> {
  const clients = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const abort = (): void => clients.forEach((client) => client.close());
  signal.addEventListener('abort', abort);
  try {
    const latencies: number[] = [];
    const started = performance.now();
    const end = started + seconds * 1000;
    let sent = Math.floor(Math.random() * requests.length);
    await Promise.all(
      clients.map(async (client) => {
        for (let now = performance.now(); now < end && latencies.length < MOST_REQUESTS;) {
          await client.ask(requests[sent++ % requests.length]!);
          const answered = performance.now();
          latencies.push(answered - now);
          now = answered;
        }
      }),
    );
    return { requests: latencies.length, seconds: (performance.now() - started) / 1000, latencies };
  } finally {
    signal.removeEventListener('abort', abort);
    for (const client of clients) client.close();
    signal.throwIfAborted();
  }
}

/**
 * A kept-alive connection that reads just enough of HTTP to know where an answer ends. A whole client would take
 * a good part of the two cores, and hide how the servers differ.
 */
class Connection {
  private waiting: { resolve: () => void; reject: (error: Error) => void } | undefined;
  private head = '';
  /** Bytes of the body still to come; null while the head is read */
  private missing: number | null = null;
  private status = 0;
  private refusal: string | null = null;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.setTimeout(LONGEST_ANSWER, () => this.fail(new Error('No answer came.')));
    socket.on('data', (piece: Buffer) => this.take(piece));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('The server closed the connection.')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Connection(socket)));
      socket.once('error', reject);
    });
  }

  ask(request: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(piece: Buffer): void {
    if (this.missing !== null) return this.takeBody(piece);
    this.head += piece.toString('latin1');
    const end = this.head.indexOf('\r\n\r\n');
    if (end === -1) return;
    this.status = Number(this.head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.head.slice(0, end + 2))?.[1];
    if (length === undefined) return this.fail(new Error('An answer without content-length.'));
    this.missing = Number(length);
    const rest = this.head.length - end - 4;
    this.head = '';
    this.takeBody(piece.subarray(piece.length - rest));
  }

  private takeBody(piece: Buffer): void {
    if (this.status >= 300) this.refusal = (this.refusal ?? '') + piece.toString('utf8');
    this.missing! -= piece.length;
    if (this.missing! > 0) return;
    this.missing = null;
    if (this.refusal !== null) return this.fail(new Error(`${this.status} ${this.refusal}`));
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve();
  }

  private fail(error: Error): void {
    this.waiting?.reject(error);
    this.waiting = undefined;
    this.socket.destroy();
  }
}
