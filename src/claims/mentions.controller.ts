import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { mentionSchema } from './claim-schemas.js';
import { MentionDto, WithdrawMentionDto } from './mention.dto.js';
import { MentionsQueries } from './mentions.queries.js';
import { MentionsService } from './mentions.service.js';

@ApiTags('Mentions')
@Controller('api')
export class MentionsController {
  constructor(
    private readonly mentions: MentionsService,
    private readonly queries: MentionsQueries,
  ) {}

  @ApiOperation({ summary: 'Marks whom or what a claim speaks of.' })
  @Post('claims/:id/mentions')
  @Requires('mention.write')
  @Answers(201, mentionSchema, 404)
  async addToClaim(
    @By() by: Attribution,
    @RecordId('claim') id: string,
    @Body() body: MentionDto,
  ): Promise<JsonDocument> {
    return this.queries.mention(await this.mentions.add(by, { kind: 'claim', id }, body), by.clearance);
  }

  @ApiOperation({ summary: 'Marks whom or what a passage speaks of, in words that stand in it.' })
  @Post('passages/:id/mentions')
  @Requires('mention.write')
  @Answers(201, mentionSchema, 404)
  async addToPassage(
    @By() by: Attribution,
    @RecordId('passage') id: string,
    @Body() body: MentionDto,
  ): Promise<JsonDocument> {
    return this.queries.mention(await this.mentions.add(by, { kind: 'passage', id }, body), by.clearance);
  }

  @ApiOperation({ summary: 'One mention.' })
  @Get('mentions/:id')
  @Answers(200, mentionSchema, 404, 422)
  read(
    @RecordId('mention') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.mention(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Withdraws a mention, with the reason.' })
  @Post('mentions/:id/withdrawal')
  @HttpCode(200)
  @Requires('mention.write')
  @Answers(200, mentionSchema, 403, 404, 409, 412, 428)
  async withdraw(
    @By() by: Attribution,
    @RecordId('mention') id: string,
    @IfMatch() version: number,
    @Body() body: WithdrawMentionDto,
  ): Promise<JsonDocument> {
    await this.mentions.withdraw(by, id, version, body.because);
    return this.queries.mention(id, by.clearance);
  }

  @ApiOperation({ summary: 'Everything said about a person, organisation or group, by claims and passages.' })
  @Get('agents/:id/mentions')
  @Answers(200, listOf(mentionSchema), 404, 422)
  ofAgent(
    @RecordId('agent') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.mentionsOf('agent', id, query, clearance);
  }

  @ApiOperation({ summary: 'Everything said about a place.' })
  @Get('places/:id/mentions')
  @Answers(200, listOf(mentionSchema), 404, 422)
  ofPlace(
    @RecordId('place') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.mentionsOf('place', id, query, clearance);
  }

  @ApiOperation({ summary: 'Everything said about an event.' })
  @Get('events/:id/mentions')
  @Answers(200, listOf(mentionSchema), 404, 422)
  ofEvent(
    @RecordId('event') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.mentionsOf('event', id, query, clearance);
  }
}
