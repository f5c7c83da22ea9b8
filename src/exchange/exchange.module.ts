import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { AuthoritiesModule } from '../authorities/authorities.module.js';
import { ClaimsModule } from '../claims/claims.module.js';
import { ConsentsModule } from '../consents/consents.module.js';
import { ContradictionsModule } from '../contradictions/contradictions.module.js';
import { DescentModule } from '../descent/descent.module.js';
import { FlagsModule } from '../flags/flags.module.js';
import { LivesModule } from '../lives/lives.module.js';
import { QuestionsModule } from '../questions/questions.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { RecordClaimsImport } from './record-claims-import.js';
import { RecordDescentsImport } from './record-descents-import.js';
import { RecordImportService } from './record-import.service.js';
import { RecordPartiesImport } from './record-parties-import.js';
import { RecordQuestionsImport } from './record-questions-import.js';
import { RecordLeadsImport } from './record-leads-import.js';
import { RecordLivesImport } from './record-lives-import.js';
import { RecordNamesImport } from './record-names-import.js';
import { RecordPlacesImport } from './record-places-import.js';
import { RecordTestimonyImport } from './record-testimony-import.js';
import { SeedService } from './seed.service.js';

@Module({
  imports: [
    AgentsModule,
    AuthoritiesModule,
    LivesModule,
    SourcesModule,
    TestimoniesModule,
    ConsentsModule,
    ClaimsModule,
    DescentModule,
    ContradictionsModule,
    QuestionsModule,
    FlagsModule,
  ],
  providers: [
    RecordImportService,
    RecordPartiesImport,
    RecordPlacesImport,
    RecordNamesImport,
    RecordTestimonyImport,
    RecordClaimsImport,
    RecordDescentsImport,
    RecordLivesImport,
    RecordQuestionsImport,
    RecordLeadsImport,
    SeedService,
  ],
  exports: [SeedService],
})
export class ExchangeModule {}
