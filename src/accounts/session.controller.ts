import { Body, Controller, Delete, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequiresNothing, RequiresSession } from '../access/requires.js';
import { Answers } from '../common/openapi.js';
import { Asking, type Principal } from '../common/principal.js';
import { type Asker, AskerQueries } from './asker.queries.js';
import { OwnPasswordService } from './own-password.service.js';
import { askerSchema, ChangePasswordDto, SignInDto, TakeUpInvitationDto } from './session.dto.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { forgetSession, rememberSession, Visit, type Visitor } from './visitor.js';

@ApiTags('Access')
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly passwords: OwnPasswordService,
    private readonly askers: AskerQueries,
  ) {}

  @ApiOperation({ summary: 'Signs in by login name and password: the answer sets a cookie.' })
  @Post()
  @RequiresNothing()
  @Answers(201, askerSchema)
  async signIn(
    @Visit() visitor: Visitor,
    @Body() { loginName, password }: SignInDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Asker> {
    const secret = await this.signIns.signIn(visitor, loginName, password);
    rememberSession(reply, visitor, secret);
    return this.askers.justSignedIn(secret);
  }

  @ApiOperation({ summary: 'Who is asking, what he may do, and the token that his writing by cookie needs.' })
  @Get()
  @Answers(200, askerSchema)
  asker(@Asking() principal: Principal, @Visit() { secret }: Visitor): Promise<Asker> {
    return this.askers.asker(principal, secret);
  }

  @ApiOperation({ summary: 'Signs out.' })
  @Delete()
  @HttpCode(204)
  @RequiresSession()
  @Answers(204, null)
  async signOut(
    @Asking() { session }: Principal,
    @Visit() visitor: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.end(session!.accountId, session!.id);
    forgetSession(reply, visitor);
  }

  @ApiOperation({ summary: 'Chooses a password by an invitation, which is used up by it.' })
  @Post('invitation')
  @HttpCode(204)
  @RequiresNothing()
  @Answers(204, null)
  takeUp(@Visit() visitor: Visitor, @Body() { secret, password }: TakeUpInvitationDto): Promise<void> {
    return this.passwords.takeUp(visitor, secret, password);
  }

  @ApiOperation({ summary: 'Changes one’s own password, and ends all other sessions.' })
  @Put('password')
  @HttpCode(204)
  @RequiresSession()
  @Answers(204, null)
  changePassword(
    @Asking() { session }: Principal,
    @Visit() visitor: Visitor,
    @Body() { current, password }: ChangePasswordDto,
  ): Promise<void> {
    return this.passwords.change(visitor, session!, current, password);
  }
}
