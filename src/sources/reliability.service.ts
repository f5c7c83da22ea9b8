import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Attribution, mayRead } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import type { GradeReliabilityDto } from './reliability.dto.js';
import { ReliabilityEntity } from './reliability.entity.js';
import { SourceEntity } from './source.entity.js';

/** How far sources are to be trusted, each researcher's own judgement. */
@Injectable()
export class ReliabilityService {
  constructor(private readonly ledger: Ledger) {}

  grade(by: Attribution, sourceId: string, wanted: GradeReliabilityDto): Promise<string> {
    return this.ledger.record({ type: 'reliability.assess', by }, (activity) =>
      this.write(activity, sourceId, wanted),
    );
  }

  async write(
    { manager, by }: Activity,
    sourceId: string,
    { grade, rationale }: GradeReliabilityDto,
  ): Promise<string> {
    const source = await manager.findOne(SourceEntity, {
      where: { id: sourceId },
      select: { id: true, access: true },
    });
    if (source === null || !mayRead(source.access, by.clearance)) throw notFound('source');
    const id = randomUUID();
    const { access } = source;
    await manager.insert(ReliabilityEntity, { id, sourceId, agentId: by.agentId, grade, rationale, access });
    return id;
  }
}
