import { ApiProperty } from '@nestjs/swagger';
import { Text } from '../common/text.js';

export class WithdrawCitationDto {
  @ApiProperty({ description: 'Why it is withdrawn; it stays on record' })
  @Text({ max: 4000 })
  because!: string;
}

export class WithdrawSourceDto {
  @ApiProperty({ description: 'Why it is worth nothing; it and all that was cited from it stay on record' })
  @Text({ max: 4000 })
  because!: string;
}
