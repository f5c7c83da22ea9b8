import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { QuestionTransitionDto } from './question-transitions.dto.js';
import { QuestionTransitionsService } from './question-transitions.service.js';
import { questionSchema, QuestionsQuery, RaiseQuestionDto, ReviseQuestionDto } from './questions.dto.js';
import { QuestionsQueries } from './questions.queries.js';
import { QuestionsService } from './questions.service.js';

@ApiTags('Questions')
@Controller('api/questions')
export class QuestionsController {
  constructor(
    private readonly questions: QuestionsService,
    private readonly transitions: QuestionTransitionsService,
    private readonly queries: QuestionsQueries,
  ) {}

  @ApiOperation({ summary: 'Records something that is not known.' })
  @Post()
  @Requires('question.write')
  @Answers(201, questionSchema)
  async raise(@By() by: Attribution, @Body() body: RaiseQuestionDto): Promise<JsonDocument> {
    return this.queries.question(await this.questions.raise(by, body), by.clearance);
  }

  @ApiOperation({
    summary: 'Questions with their leads and attempts, the oldest or the most pressing first.',
  })
  @Get()
  @Answers(200, listOf(questionSchema), 422)
  list(@Query() query: QuestionsQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.questions(query, clearance);
  }

  @ApiOperation({ summary: 'One question with its leads and attempts.' })
  @Get(':id')
  @Answers(200, questionSchema, 404, 422)
  read(
    @RecordId('question') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.question(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Puts a question better.' })
  @Patch(':id')
  @Requires('question.write')
  @Answers(200, questionSchema, 404, 412, 428)
  async revise(
    @By() by: Attribution,
    @RecordId('question') id: string,
    @IfMatch() version: number,
    @Body() body: ReviseQuestionDto,
  ): Promise<JsonDocument> {
    await this.questions.revise(by, id, version, body);
    return this.queries.question(id, by.clearance);
  }

  @ApiOperation({
    summary:
      'Says how a question stands now, and why; with what it was answered. 409 tells what else is possible.',
  })
  @Post(':id/transitions')
  @HttpCode(200)
  @Requires('question.write')
  @Answers(200, questionSchema, 403, 404, 409, 412, 428)
  async transition(
    @By() by: Attribution,
    @RecordId('question') id: string,
    @IfMatch() version: number,
    @Body() body: QuestionTransitionDto,
  ): Promise<JsonDocument> {
    await this.transitions.transition(by, id, version, body);
    return this.queries.question(id, by.clearance);
  }
}
