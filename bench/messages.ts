import type { LogSettings } from '../src/transparency-log/log-settings.js';
import type { Connections } from '../src/database/connections.js';

/** A prepared statement of the product, with the values it was given for the sample request. */
export interface Captured {
  name: string | null;
  text: string;
  values: unknown[];
}

/** What the child processes are sent and answer; by message, since their environment could be read by others. */
export type Order =
  | {
      kind: 'start';
      connections: Connections;
      statements?: Record<string, Captured[]>;
      log?: LogSettings;
    }
  | { kind: 'usage' }
  | { kind: 'stop' };

export type Answer =
  | { kind: 'listening'; port: number; token?: string }
  | { kind: 'captured'; statements: Record<string, Captured[]> }
  | { kind: 'usage'; microseconds: number; peakMebibytes: number }
  | { kind: 'failed'; message: string };

export interface CaptureOrder {
  kind: 'capture';
  connections: Connections;
  /** By key: the requests whose statements are wanted */
  requests: Record<string, { method: 'GET' | 'POST'; path: string; body?: unknown }>;
}
