// Another instance that lets the tree grow, as a process that a test may kill at any moment. It is told by the environment.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../dist/src/app.module.js';

const { connections, log } = JSON.parse(process.env.KATARIBE_TEST_LOG ?? '{}');
await NestFactory.createApplicationContext(AppModule.on(connections, { log }), { logger: false });
process.stdout.write('sequencing\n');
setInterval(() => undefined, 1000);
