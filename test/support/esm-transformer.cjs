// NestJS 12 and a few of its dependencies are published as ES modules only, which Jest 29 on Node 20
// cannot require(). This passes them through TypeScript as CommonJS; ours go through ts-jest.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const ts = require('typescript');

const self = readFileSync(__filename);

module.exports = {
  getCacheKey: (source, path) =>
    createHash('sha256').update(self).update(ts.version).update(path).update(source).digest('hex'),
  process: (source, path) => {
    // import.meta has no CommonJS form, and CommonJS has a `require` of its own.
    const text = source
      .replace(/const require = createRequire\(import\.meta\.url\);/g, '')
      .replace(/const (__filename|__dirname) = .*import\.meta\.url.*;/g, '')
      .replaceAll('import.meta.url', 'require("node:url").pathToFileURL(__filename).href');
    return {
      code: ts.transpileModule(text, {
        fileName: path,
        compilerOptions: {
          module: ts.ModuleKind.CommonJS,
          target: ts.ScriptTarget.ES2023,
          esModuleInterop: true,
        },
      }).outputText,
    };
  },
};
