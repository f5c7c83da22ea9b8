import { Controller, Get, HttpCode, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieName, cookieOf, setCookie } from '../access/cookies.js';
import { Answers } from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { Problem } from '../common/problem.js';
import { isOwnPath, LONGEST_SECONDS, newTrip, OPENID_COOKIE, type Trip, tripOf } from './openid.rules.js';
import { OpenIdProvider } from './openid-provider.js';
import { OpenIdService } from './openid.service.js';
import { checkPrivate, rememberSession, Visit, type Visitor } from './visitor.js';

export class StartOpenIdQuery {
  @ApiPropertyOptional({ description: 'A path of this archive to go to in the end', default: '/api/session' })
  @Optional()
  @ValidateBy({
    name: 'session.return_to',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isOwnPath(value),
      defaultMessage: () => 'a path of this archive, such as /api/session',
    },
  })
  returnTo?: string;
}

@ApiTags('Access')
@Controller('api/session/oidc')
export class OpenIdController {
  constructor(
    private readonly provider: OpenIdProvider,
    private readonly openid: OpenIdService,
  ) {}

  @ApiOperation({ summary: 'Sends the browser to the provider of OpenID Connect to sign in there.' })
  @Get()
  @HttpCode(303)
  @Answers(303, null, 404, 422)
  async start(
    @Visit() visitor: Visitor,
    @Query() { returnTo = '/api/session' }: StartOpenIdQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    checkPrivate(visitor);
    const kept = newTrip(returnTo);
    go(reply, await this.provider.address(tripOf(kept) as Trip));
    const { secure } = visitor;
    void reply.header('set-cookie', setCookie(OPENID_COOKIE, kept, { secure, seconds: LONGEST_SECONDS }));
  }

  @ApiOperation({ summary: 'Where the provider sends the browser back to: signs in, and goes on.' })
  @Get('callback')
  @HttpCode(303)
  @Answers(303, null, 403, 404)
  async end(
    @Visit() visitor: Visitor,
    @Req() { url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    checkPrivate(visitor);
    const trip = begun(visitor);
    const query = url.includes('?') ? url.slice(url.indexOf('?')) : '';
    const secret = await this.openid.signIn(await this.provider.person(query, trip));
    go(reply, trip.returnTo);
    rememberSession(reply, visitor, secret);
    // It has served; a second time the same way leads nowhere.
    void reply.header('set-cookie', setCookie(OPENID_COOKIE, '', { secure: visitor.secure, seconds: 0 }));
  }
}

function begun({ cookies, secure }: Visitor): Trip {
  const trip = tripOf(cookieOf(cookies, cookieName(OPENID_COOKIE, secure)));
  if (trip === 'expired') {
    throw new Problem(400, 'session.oidc_expired', 'Signing in has taken too long. Begin again.');
  }
  if (trip !== null) return trip;
  throw new Problem(
    400,
    'session.oidc_not_begun',
    'No sign-in was begun in this browser. Begin at /api/session/oidc.',
  );
}

function go(reply: FastifyReply, address: string): void {
  void reply.headers({ location: address, 'cache-control': 'no-store' });
}
