import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import swaggerUiFolder from 'swagger-ui-dist/absolute-path.js';
import { notFound } from '../common/problem.js';

const JAVASCRIPT = 'text/javascript; charset=utf-8';

const FILES: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': JAVASCRIPT,
  'favicon-32x32.png': 'image/png',
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Kataribe: the API</title>
<link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

/** Scripts are files of this server. Swagger UI sets styles of its own, which no hash covers; they run nothing. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true });
`;

/** The API, described for programs and for people. */
@ApiExcludeController()
@Controller('api')
export class DocsController {
  /** Set once the routes are known. */
  document = '';

  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  openapi(): string {
    return this.document;
  }

  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  page(): string {
    return PAGE;
  }

  @Get('docs/:file')
  async file(@Param('file') file: string): Promise<StreamableFile> {
    if (file === 'start.js') return new StreamableFile(Buffer.from(START), { type: JAVASCRIPT });
    const type = FILES[file];
    if (type === undefined) throw notFound('file');
    return new StreamableFile(await readFile(join(swaggerUiFolder(), file)), { type });
  }
}
