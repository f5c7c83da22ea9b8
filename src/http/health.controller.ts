import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, object, oneOf } from '../common/openapi.js';
import { Problem } from '../common/problem.js';
import { HealthQueries } from './health.queries.js';

const fine = object({ status: oneOf(['ok']) });

@ApiTags('Health')
@Controller()
export class HealthController {
  constructor(private readonly queries: HealthQueries) {}

  @ApiOperation({ summary: 'Is the process alive?' })
  @Get('healthz')
  @Answers(200, fine)
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @ApiOperation({ summary: 'Can it serve: is the database there, safe and up to date?' })
  @Get('readyz')
  @Answers(200, fine)
  async ready(): Promise<{ status: 'ok' }> {
    const obstacles = await this.queries.obstacles();
    if (obstacles.length > 0)
      throw new Problem(503, 'archive.not_ready', `Not ready: ${obstacles.join('; ')}.`);
    return { status: 'ok' };
  }
}
