import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../access/requires.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, AnswersAs, listOf, text } from '../common/openapi.js';
import { PageQuery } from '../common/page.js';
import { Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import {
  CheckpointQuery,
  checkpointSchema,
  ConsistencyQuery,
  InclusionQuery,
  keysSchema,
  proofSchema,
  receiptSchema,
  recordReceiptSchema,
} from './log.dto.js';
import { LogQueries } from './log.queries.js';
import { ReceiptsQueries } from './receipts.queries.js';
import { checkpointAnswer, entriesAnswer, proofAnswer, tileAnswer } from './raw-answers.js';
import { TreeQueries } from './tree.queries.js';

const bytes = { ...text, contentMediaType: 'application/octet-stream' };

@ApiTags('Transparency log')
@Controller('api/log')
export class LogController {
  constructor(
    private readonly log: LogQueries,
    private readonly tree: TreeQueries,
    private readonly receipts: ReceiptsQueries,
  ) {}

  @ApiOperation({ summary: 'The size and root of the tree, signed (C2SP tlog-checkpoint).' })
  @Get('checkpoint')
  @AnswersAs(200, { 'text/plain': text }, 404, 422)
  async checkpoint(
    @Query() { size }: CheckpointQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return checkpointAnswer(reply, await this.tree.checkpoint(size));
  }

  @ApiOperation({ summary: 'Every checkpoint, the latest first, with cosignatures and time stamps.' })
  @Get('checkpoints')
  @Answers(200, listOf(checkpointSchema), 422)
  checkpoints(@Query() query: PageQuery): Promise<JsonDocument> {
    return this.log.checkpoints(query);
  }

  @ApiOperation({ summary: 'The keys that checkpoints are and were signed with.' })
  @Get('keys')
  @Answers(200, keysSchema)
  keys(@Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.log.keys(clearance);
  }

  @ApiOperation({ summary: 'That a leaf is in the tree.' })
  @Get('proofs/inclusion')
  @Answers(200, proofSchema, 422)
  async inclusion(@Query() { leaf, size }: InclusionQuery): Promise<JsonDocument> {
    return proofAnswer(await this.tree.inclusion(leaf, size));
  }

  @ApiOperation({ summary: 'That the tree begins with an earlier one.' })
  @Get('proofs/consistency')
  @Answers(200, proofSchema, 422)
  async consistency(@Query() { from, to }: ConsistencyQuery): Promise<JsonDocument> {
    return proofAnswer(await this.tree.consistency(from, to));
  }

  @ApiOperation({
    summary: 'Entries of the log as they are hashed (C2SP tlog-tiles): commitments, and no words.',
  })
  @Get('tile/entries/*')
  @Requires('audit.read')
  @AnswersAs(200, { 'application/octet-stream': bytes }, 403, 404)
  entries(@Param('*') place: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    return entriesAnswer(reply, place, this.tree);
  }

  @ApiOperation({ summary: 'Hashes of the tree, 256 to a tile (C2SP tlog-tiles).' })
  @Get('tile/*')
  @AnswersAs(200, { 'application/octet-stream': bytes }, 404)
  tile(@Param('*') place: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    return tileAnswer(reply, place, this.tree);
  }

  @ApiOperation({ summary: 'What an activity wrote, with the proofs that it is in the log.' })
  @Get('receipts/:id')
  @Answers(200, receiptSchema, 404, 422)
  receipt(
    @RecordId('activity') id: string,
    @Query() query: PageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.receipts.ofActivity(id, query, clearance);
  }

  @ApiOperation({ summary: 'Every version of a record, with the proofs that it is in the log.' })
  @Get('records/:id')
  @Answers(200, recordReceiptSchema, 404, 422)
  record(
    @RecordId('record') id: string,
    @Query() query: PageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.receipts.ofRecord(id, query, clearance);
  }
}
