/**
 * A failure the person who starts the archive can act on: one sentence in `message`, the origin in `cause`.
 * The caller prints the message and no stack.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

export function diskFull(directory: string, cause?: unknown): StartupError {
  return new StartupError(
    `The disk that holds ${directory} is full; make room on it and start the archive again.`,
    { cause },
  );
}

/** Turns whatever went wrong on the way into a StartupError; those already made keep their own sentence. */
export function asStartupError(error: unknown, dataDirectory: string): StartupError {
  if (error instanceof StartupError) return error;
  const path = (error as { path?: unknown } | null | undefined)?.path;
  const where = typeof path === 'string' ? path : dataDirectory;
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(dataDirectory, error);
    case 'EACCES':
    case 'EPERM':
      return new StartupError(
        `The archive may not read and write ${where}; give the data directory ${dataDirectory} to the user ` +
          'who starts the archive, or choose another one.',
        { cause: error },
      );
    case 'EROFS':
      return new StartupError(
        `The data directory ${dataDirectory} lies on a read-only file system; choose another one.`,
        { cause: error },
      );
    case 'ENOTDIR':
      return new StartupError(
        `The data directory ${dataDirectory} cannot be used: ${where} lies below a file, not a directory.`,
        { cause: error },
      );
    default: {
      const reason = error instanceof Error ? error.message : String(error);
      return new StartupError(`The embedded PostgreSQL in ${dataDirectory} could not be started: ${reason}`, {
        cause: error,
      });
    }
  }
}
