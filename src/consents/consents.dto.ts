import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, ValidateBy } from 'class-validator';
import { AsOfQuery } from '../common/as-of-query.js';
import { Nested } from '../common/nested.js';
import { Optional, OptionalText } from '../common/optional.js';
import { LanguageTag } from '../common/tag-fields.js';
import { Text } from '../common/text.js';
import { Edtf, ToldDateDto } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { CONSENT_ACTS, CONSENT_ANSWERS, type ConsentAnswer } from '../testimonies/rights.vocabulary.js';
import { INSTRUMENTS, type Instrument, SIGNER_ROLES, type SignerRole } from './consent.vocabulary.js';

const answer = (target: object, property: string | symbol): void => {
  ApiPropertyOptional({ enum: CONSENT_ANSWERS, default: 'not_mentioned' })(target, property);
  Optional()(target, property);
  IsIn(CONSENT_ANSWERS)(target, property);
};

/** What a paper says of each act; what it does not mention may be left out. */
export class ConsentScopeDto implements Partial<Record<(typeof CONSENT_ACTS)[number], ConsentAnswer>> {
  @answer
  disseminate?: ConsentAnswer;

  @answer
  quote?: ConsentAnswer;

  @answer
  nameNarrator?: ConsentAnswer;

  @answer
  publishAudio?: ConsentAnswer;

  @answer
  translate?: ConsentAnswer;

  @answer
  machineUse?: ConsentAnswer;
}

export class VerbatimDto {
  @ApiProperty({ description: 'Letter for letter' })
  @Text({ max: 20_000 })
  text!: string;

  @ApiProperty({ description: 'BCP 47', example: 'ja' })
  @LanguageTag()
  language!: string;
}

export class ConditionsDto extends VerbatimDto {
  @ApiPropertyOptional({ default: false, description: 'Whether everybody may read them' })
  @Optional()
  @IsBoolean()
  shown?: boolean;
}

/** The paper or the recording stays outside of the archive. */
export class PaperDto {
  @ApiPropertyOptional({
    description: 'SHA-256 in hexadecimal',
    example: 'e3b0c44298fc1c149afbf4c8996fb924…',
  })
  @Optional()
  @ValidateBy({
    name: 'consent.sha256',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
      defaultMessage: () => 'a SHA-256 in hexadecimal, 64 digits',
    },
  })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value))
  sha256?: string;

  @OptionalText(2000, { description: 'Where it is kept' })
  kept?: string;
}

export class RecordConsentDto {
  @ApiProperty({ enum: INSTRUMENTS })
  @IsIn(INSTRUMENTS)
  instrument!: Instrument;

  @ApiPropertyOptional({ format: 'uuid', description: 'Who signed, an agent of the archive' })
  @Optional()
  @Uuid()
  signerId?: string;

  @OptionalText(2000, { description: 'Who signed, where it is nobody the archive has on record' })
  signerWords?: string;

  @ApiPropertyOptional({ enum: SIGNER_ROLES, description: 'As what; required but for none_found' })
  @Optional()
  @IsIn(SIGNER_ROLES)
  role?: SignerRole;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'For which narrator an heir or a guardian signed; left out where there is one alone',
  })
  @Optional()
  @Uuid()
  narratorId?: string;

  @ApiPropertyOptional({ type: ToldDateDto, description: 'When' })
  @Optional()
  @Nested(() => ToldDateDto)
  signed?: ToldDateDto;

  @ApiPropertyOptional({ type: ConsentScopeDto })
  @Optional()
  @Nested(() => ConsentScopeDto)
  scope?: ConsentScopeDto;

  @ApiPropertyOptional({ type: ConditionsDto, description: 'Of what is allowed under conditions' })
  @Optional()
  @Nested(() => ConditionsDto)
  conditions?: ConditionsDto;

  @ApiPropertyOptional({ type: VerbatimDto, description: 'What the paper restricts' })
  @Optional()
  @Nested(() => VerbatimDto)
  restriction?: VerbatimDto;

  @ApiPropertyOptional({ type: PaperDto })
  @Optional()
  @Nested(() => PaperDto)
  paper?: PaperDto;

  @OptionalText(20_000, { description: 'Where a paper was searched for; required with none_found' })
  searched?: string;

  @OptionalText(20_000)
  note?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The event of this testimony in whose place it comes' })
  @Optional()
  @Uuid()
  supersedes?: string;
}

export class RevokeConsentDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'By whom, an agent of the archive' })
  @Optional()
  @Uuid()
  revokerId?: string;

  @OptionalText(2000, { description: 'By whom, where it is nobody the archive has on record' })
  revokerWords?: string;

  @ApiProperty({ enum: SIGNER_ROLES })
  @IsIn(SIGNER_ROLES)
  role!: SignerRole;

  @ApiPropertyOptional({ type: ToldDateDto, description: 'As of when; left out for today' })
  @Optional()
  @Nested(() => ToldDateDto)
  revoked?: ToldDateDto;

  @ApiProperty({ description: 'The reason that was given' })
  @Text({ max: 20_000 })
  because!: string;
}

export class ConsentsQuery extends AsOfQuery {
  @ApiPropertyOptional({ description: 'A day in EDTF: what was in force then', example: '2010-03-11' })
  @Optional()
  @Edtf()
  on?: string;
}
