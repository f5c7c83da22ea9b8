import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { namedSchemas } from '../common/openapi.js';
import { DocsController } from './docs.controller.js';

/** Makes the OpenAPI 3.1 document of all routes and hands it to the controller that serves it. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Kataribe')
    .setDescription(
      'An oral-history archive that can show its evidence. Reading what is public needs no token. ' +
        'Offsets are counted in Unicode code points, start inclusive, end exclusive. ' +
        'Dates people state are EDTF (ISO 8601-2). Errors are problem+json (RFC 9457).',
    )
    .setVersion('0.1.0')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'token')
    .addCookieAuth('__Host-kataribe', { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
  const document = SwaggerModule.createDocument(app, description, {
    operationIdFactory: (controller, method) =>
      `${controller.replace('Controller', '').toLowerCase()}_${method}`,
  });
  Object.assign(((document.components ??= {}).schemas ??= {}), namedSchemas());
  app.get(DocsController, { strict: false }).document = JSON.stringify(document);
  return document;
}
