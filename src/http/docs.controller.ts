import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import swaggerUiFolder from 'swagger-ui-dist/absolute-path.js';
import { notFound } from '../common/problem.js';

const FILES: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
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
  page(): string {
    return PAGE;
  }

  @Get('docs/start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  start(): string {
    return START;
  }

  @Get('docs/swagger-ui.css')
  @Header('content-type', FILES['swagger-ui.css'] as string)
  style(): Promise<Buffer> {
    return asset('swagger-ui.css');
  }

  @Get('docs/:file')
  @Header('content-type', FILES['swagger-ui-bundle.js'] as string)
  script(@Param('file') file: string): Promise<Buffer> {
    return asset(file);
  }
}

function asset(file: string): Promise<Buffer> {
  if (!(file in FILES)) throw notFound('file');
  return readFile(join(swaggerUiFolder(), file));
}
