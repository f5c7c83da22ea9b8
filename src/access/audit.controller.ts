import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JsonDocument } from '../common/json-document.js';
import {
  Answers,
  array,
  integer,
  listOf,
  moment,
  nullable,
  object,
  schema,
  text,
  uuid,
} from '../common/openapi.js';
import { PageQuery } from '../common/page.js';
import { RecordId } from '../common/record-id.js';
import { AuditQueries } from './audit.queries.js';
import { Requires } from './requires.js';

const act = { id: uuid, sequence: integer, type: text, at: moment, agent: uuid, access: integer };

const auditedActivity = schema('AuditedActivity', object(act));

const auditedWrites = schema(
  'AuditedWrites',
  object({
    ...act,
    wrote: {
      ...array(object({ kind: text, id: uuid, access: integer, sha256: nullable(text) })),
      description: 'Records as they are now that it wrote, 1000 at most; of a text, the hash of its bytes',
    },
    replaced: {
      ...array(object({ kind: text, id: uuid, generatedBy: uuid, access: integer })),
      description: 'Former versions that it ended, 1000 at most',
    },
  }),
);

@ApiTags('Access')
@Controller('api/audit/activities')
export class AuditController {
  constructor(private readonly queries: AuditQueries) {}

  @ApiOperation({ summary: 'All that was done, restricted or not, the latest first: without a word of it.' })
  @Get()
  @Requires('audit.read')
  @Answers(200, listOf(auditedActivity), 403, 422)
  list(@Query() query: PageQuery): Promise<JsonDocument> {
    return this.queries.activities(query);
  }

  @ApiOperation({ summary: 'What was written and replaced by one act: which records, and hashes of texts.' })
  @Get(':id')
  @Requires('audit.read')
  @Answers(200, auditedWrites, 403, 404)
  read(@RecordId('activity') id: string): Promise<JsonDocument> {
    return this.queries.activity(id);
  }
}
