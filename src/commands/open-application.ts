import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { AppModule } from '../app.module.js';
import type { Connections } from '../database/connections.js';

/** The application without its HTTP side, for commands. */
export function openApplication(
  connections: Connections,
  erasureList: string | null = null,
): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(AppModule.on(connections, { erasureList }), {
    logger: ['error'],
    abortOnError: false,
  });
}
