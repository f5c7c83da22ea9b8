import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { DecideReleaseDto, ProposeReleaseDto, releaseSchema, ReleasesQuery } from './releases.dto.js';
import { ReleasesQueries } from './releases.queries.js';
import { ReleasesService } from './releases.service.js';

@ApiTags('Restrictions')
@Controller('api/releases')
export class ReleasesController {
  constructor(
    private readonly releases: ReleasesService,
    private readonly queries: ReleasesQueries,
  ) {}

  @ApiOperation({ summary: 'Proposes to publish a record that was drawn from restricted words.' })
  @Post()
  @Requires('release.propose')
  @Answers(201, releaseSchema, 409)
  async propose(@By() by: Attribution, @Body() body: ProposeReleaseDto): Promise<JsonDocument> {
    return this.queries.release(await this.releases.propose(by, body), by.clearance);
  }

  @ApiOperation({ summary: 'Releases proposed and decided, the latest first.' })
  @Get()
  @Requires('restriction.read')
  @Answers(200, listOf(releaseSchema), 403, 422)
  list(@Query() query: ReleasesQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.releases(query, clearance);
  }

  @ApiOperation({ summary: 'One release.' })
  @Get(':id')
  @Requires('restriction.read')
  @Answers(200, releaseSchema, 403, 404)
  read(@RecordId('release') id: string, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.release(id, clearance);
  }

  @ApiOperation({ summary: 'Approves a release (a second person), declines it, or revokes it later.' })
  @Post(':id/decision')
  @HttpCode(200)
  @Requires('release.decide')
  @Answers(200, releaseSchema, 403, 404, 409, 412, 428)
  async decide(
    @By() by: Attribution,
    @RecordId('release') id: string,
    @IfMatch() version: number,
    @Body() body: DecideReleaseDto,
  ): Promise<JsonDocument> {
    await this.releases.decide(by, id, version, body);
    return this.queries.release(id, by.clearance);
  }
}
