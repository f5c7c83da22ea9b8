import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { AccountsModule } from './accounts/accounts.module.js';
import type { OpenIdSettings } from './accounts/openid-settings.js';
import { AgentsModule } from './agents/agents.module.js';
import { AnnotationsModule } from './annotations/annotations.module.js';
import { AuthoritiesModule } from './authorities/authorities.module.js';
import { ClaimsModule } from './claims/claims.module.js';
import { ConsentsModule } from './consents/consents.module.js';
import { ContradictionsModule } from './contradictions/contradictions.module.js';
import type { Connections } from './database/connections.js';
import { DatabaseModule } from './database/database.module.js';
import { DescentModule } from './descent/descent.module.js';
import { entities } from './entities.js';
import { ErasuresModule } from './erasures/erasures.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { ExchangeModule } from './exchange/exchange.module.js';
import { FlagsModule } from './flags/flags.module.js';
import { HttpModule } from './http/http.module.js';
import { LivesModule } from './lives/lives.module.js';
import { ProvenanceModule } from './provenance/provenance.module.js';
import { QuestionsModule } from './questions/questions.module.js';
import { PeopleModule } from './people/people.module.js';
import { ProvModule } from './prov/prov.module.js';
import { QueueModule } from './queue/queue.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { PointersModule } from './pointers/pointers.module.js';
import { TranslationsModule } from './translations/translations.module.js';
import { RestrictionsModule } from './restrictions/restrictions.module.js';
import { RevisionsModule } from './revisions/revisions.module.js';
import { SourcesModule } from './sources/sources.module.js';
import { SupportModule } from './support/support.module.js';
import type { LogSettings } from './transparency-log/log-settings.js';
import { TransparencyLogModule } from './transparency-log/transparency-log.module.js';
import { TestimoniesModule } from './testimonies/testimonies.module.js';

@Module({})
export class AppModule {
  /**
   * @param openId where people may sign in elsewhere
   * @param erasureList where the list of erasures is kept; without one nothing is erased
   * @param log how the transparency log is kept; without it entries wait for who keeps it
   */
  static on(
    connections: Connections,
    {
      openId = null,
      erasureList = null,
      log = null,
    }: { openId?: OpenIdSettings | null; erasureList?: string | null; log?: LogSettings | null } = {},
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        DatabaseModule.connect(connections, entities),
        ProvenanceModule,
        AccessModule,
        TransparencyLogModule.with(log),
        AgentsModule,
        AccountsModule.with(openId),
        SourcesModule,
        AuthoritiesModule,
        TestimoniesModule,
        RestrictionsModule,
        ConsentsModule,
        ClaimsModule,
        RevisionsModule,
        TranslationsModule,
        PointersModule,
        LivesModule,
        DescentModule,
        SupportModule,
        EvidenceModule,
        ContradictionsModule,
        QuestionsModule,
        FlagsModule,
        QueueModule,
        PeopleModule,
        ErasuresModule.keeping(erasureList),
        ReportsModule,
        ProvModule,
        ExchangeModule,
        AnnotationsModule,
        HttpModule,
      ],
    };
  }
}
