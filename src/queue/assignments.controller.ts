import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { Asking, type Attribution, By, type Principal } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { assignmentSchema, ReleaseClaimDto, TakeClaimDto } from './assignments.dto.js';
import { AssignmentsQueries } from './assignments.queries.js';
import { AssignmentsService } from './assignments.service.js';

@ApiTags('Queue')
@Controller('api/claims/:id')
export class AssignmentsController {
  constructor(
    private readonly assignments: AssignmentsService,
    private readonly queries: AssignmentsQueries,
  ) {}

  @ApiOperation({ summary: 'Takes a claim upon oneself, so that no two work on it at once.' })
  @Post('assignment')
  @Requires('assignment.write')
  @Answers(201, assignmentSchema, 404, 409)
  async take(
    @By() by: Attribution,
    @RecordId('claim') claimId: string,
    @Body() body: TakeClaimDto,
  ): Promise<JsonDocument> {
    return this.queries.assignment(await this.assignments.take(by, claimId, body), by.clearance);
  }

  @ApiOperation({ summary: 'Releases a claim that one has taken; an archivist may release any.' })
  @Post('release')
  @HttpCode(200)
  @Requires('assignment.write')
  @Answers(200, assignmentSchema, 403, 404, 409)
  async release(
    @By() by: Attribution,
    @Asking() asker: Principal,
    @RecordId('claim') claimId: string,
    @Body() body: ReleaseClaimDto,
  ): Promise<JsonDocument> {
    return this.queries.assignment(await this.assignments.release(by, asker, claimId, body), by.clearance);
  }
}
