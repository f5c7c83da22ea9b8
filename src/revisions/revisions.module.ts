import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';

@Module({
  imports: [ClaimsModule, TestimoniesModule],
  controllers: [],
  providers: [],
})
export class RevisionsModule {}
