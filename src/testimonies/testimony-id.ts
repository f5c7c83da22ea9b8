import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { TestimoniesQueries } from './testimonies.queries.js';

/** People cite accession numbers: wherever a path takes the id of a testimony, it takes `KTB-0001` too. */
@Injectable()
export class TestimonyIdPipe implements PipeTransform<string, Promise<string>> {
  constructor(private readonly queries: TestimoniesQueries) {}

  transform(key: string): Promise<string> {
    return this.queries.idOf(key);
  }
}

export function TestimonyId(): ParameterDecorator {
  return Param('id', TestimonyIdPipe);
}
