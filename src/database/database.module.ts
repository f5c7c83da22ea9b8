import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Connections } from './connections.js';
import { appDataSourceOptions } from './data-source.js';
import { Reader } from './reader.js';
import { CONNECTIONS } from './tokens.js';

@Global()
@Module({})
export class DatabaseModule {
  /** @param entities every entity of the archive: the folders to the right of this one own them */
  static connect(connections: Connections, entities: (new () => object)[]): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          ...appDataSourceOptions(connections, entities),
          retryAttempts: 0,
        }),
      ],
      providers: [{ provide: CONNECTIONS, useValue: connections }, Reader],
      exports: [CONNECTIONS, Reader],
    };
  }
}
