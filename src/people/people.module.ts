import { Module } from '@nestjs/common';
import { PeopleController } from './people.controller.js';
import { PeopleQueries } from './people.queries.js';

@Module({ controllers: [PeopleController], providers: [PeopleQueries] })
export class PeopleModule {}
