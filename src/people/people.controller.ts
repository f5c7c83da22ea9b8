import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { PeopleQueries } from './people.queries.js';
import { personSchema } from './people.schema.js';

@ApiTags('People')
@Controller('api/people')
export class PeopleController {
  constructor(private readonly queries: PeopleQueries) {}

  @ApiOperation({
    summary:
      'Everything known of a person, organisation or group: names, life, roles in testimonies, leads, questions.',
  })
  @Get(':id')
  @Answers(200, personSchema, 404, 422)
  read(
    @RecordId('person') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.person(id, clearance, asOf);
  }
}
