import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { checkedId } from '../common/record-id.js';
import { TestimoniesQueries } from './testimonies.queries.js';

/** People cite accession numbers: wherever a path takes the id of a testimony, it takes `KTB-0001` too. */
@Injectable()
export class TestimonyIdPipe implements PipeTransform<string, Promise<string> | string> {
  constructor(private readonly queries: TestimoniesQueries) {}

  transform(key: string): Promise<string> | string {
    return /^KTB-\d{4,9}$/.test(key) ? this.queries.idOf(key) : checkedId(key, 'testimony');
  }
}

export function TestimonyId(): ParameterDecorator {
  return Param('id', TestimonyIdPipe);
}
