import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { Problem } from '../common/problem.js';
import type { RecordFile } from './record-file.js';

type Path = (string | number)[];

/** Holds the parts of a record to the same rules as requests, and tells the line of what breaks them. */
export class RecordChecker {
  constructor(private readonly file: RecordFile) {}

  /** @returns the part as the DTO it has to be */
  async check<Dto extends object>(path: Path, dto: new () => Dto, part: object): Promise<Dto> {
    const instance = plainToInstance(dto, part);
    const errors = await validate(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
    });
    const wrong = errors.flatMap((error) => leaves(error, []))[0];
    if (wrong !== undefined) {
      throw this.file.fault([...path, ...wrong.path], `${wrong.path.join('.')}: expected ${wrong.expected}`);
    }
    return instance;
  }

  /** A key that says `true` or is not there at all. */
  isTrue(path: Path, value: unknown): boolean {
    if (value !== undefined && value !== true) throw this.fault(path, 'expected true, or nothing');
    return value === true;
  }

  /**
   * Refuses what only the API knows: a record names things by their keys.
   * @param names as requests call them, and as a record does
   */
  refuse(path: Path, part: object, names: Record<string, string>): void {
    const stranger = Object.keys(part).find((key) => Object.hasOwn(names, key));
    if (stranger === undefined) return;
    throw this.fault([...path, stranger], `${stranger}: expected ${names[stranger]} instead`);
  }

  fault(path: Path, what: string): Error {
    return this.file.fault(path, what);
  }

  /** Gives a problem that the archive has with a part the line of that part. */
  async within<Result>(path: Path, work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const steps = (error.options.faults?.[0]?.pointer ?? '').split('/').slice(1);
      const place = steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      throw this.file.fault([...path, ...place], error.detail);
    }
  }
}

function leaves(error: ValidationError, parents: string[]): { path: Path; expected: string }[] {
  const path = [...parents, error.property];
  return [
    ...Object.values(error.constraints ?? {}).map((expected) => ({
      path: path.map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
      expected,
    })),
    ...(error.children ?? []).flatMap((child) => leaves(child, path)),
  ];
}
