import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { Answers, array, nullable, object, schema, text, uuid } from '../common/openapi.js';
import { type Attribution, By } from '../common/principal.js';
import { EmbargoesService, type Lifting } from './embargoes.service.js';
import { LiftOverdueDto } from './restrictions.dto.js';

const lifting = schema('Lifting', object({ ended: array(uuid), held: nullable(text) }));

@ApiTags('Restrictions')
@Controller('api/embargoes')
export class EmbargoesController {
  constructor(private readonly embargoes: EmbargoesService) {}

  @ApiOperation({
    summary: 'Ends the embargoes that are over, where the archive held them because its clock had jumped.',
  })
  @Post('end')
  @HttpCode(200)
  @Requires('restriction.write')
  @Answers(200, lifting, 403, 409)
  end(@By() by: Attribution, @Body() body: LiftOverdueDto): Promise<Lifting> {
    return this.embargoes.confirm(by, body);
  }
}
