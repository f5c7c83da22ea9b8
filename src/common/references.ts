import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';

/** A record that exists already, by its id. */
export class ReferenceDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: string;
}
