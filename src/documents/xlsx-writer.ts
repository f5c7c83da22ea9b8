import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { CheckedDocument } from './checked-document.js';
import { tablesOf } from './csv-writer.js';
import { type Cell, DocumentError, type Table } from './document.js';
import type { WriterContext } from './formats.js';
import { NO_MOMENT } from './no-moment.js';
import { cellText, textOf } from './text-of.js';
import { packedAnew } from './zip.js';

/** The limits of a worksheet. */
const LONGEST = 32_767;
const ROWS = 1_048_576;
const CUT = '… (cut)';

/** A worksheet for each table. Every text is a text: a spreadsheet calculates none of it. */
export async function* writeXlsx(
  document: CheckedDocument,
  { warn }: WriterContext,
): AsyncGenerator<Uint8Array> {
  const names = new Set<string>();
  let cut = 0;
  const sheets = [...tablesOf(document.blocks)].map((table) => ({
    sheet: sheetName(table, names),
    stickyRowsCount: 1,
    columns: table.head.map(() => ({ width: 24 })),
    data: sheetRows(table, () => cut++),
  }));
  if (sheets.length === 0)
    throw new DocumentError('document.table', 'The document has no table, and XLSX holds nothing else.');
  const written = await writeXlsxFile(sheets).toBuffer();
  if (cut > 0)
    warn({
      code: 'cell.cut',
      message: `${cut} cells were cut after ${LONGEST} characters, the most a worksheet holds.`,
    });
  yield packedAnew(written, (files) => {
    const core = files.get('docProps/core.xml');
    if (core !== undefined)
      files.set(
        'docProps/core.xml',
        core.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, document.metadata.moment ?? NO_MOMENT),
      );
  });
}

function sheetRows({ head, rows }: Table, onCut: () => void): SheetData {
  const data: SheetData = [
    head.map((name) => ({ value: fitting(name, onCut), type: String, fontWeight: 'bold' })),
  ];
  for (const row of rows) {
    if (data.length === ROWS)
      throw new DocumentError(
        'document.too_many_rows',
        `A worksheet holds ${ROWS} rows, and the table has more.`,
      );
    data.push(row.map((cell) => sheetCell(cell, onCut)));
  }
  return data;
}

function sheetCell(cell: Cell, onCut: () => void): SheetData[number][number] {
  if (typeof cell === 'number') return { value: cell, type: Number };
  const text = fitting(cellText(cell), onCut);
  // An empty cell is none.
  return text === '' ? null : { value: text, type: String, wrap: true, alignVertical: 'top' };
}

function fitting(text: string, onCut: () => void): string {
  // Excel reads _x0041_ as an A.
  const escaped = text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
  if (escaped.length <= LONGEST) return escaped;
  onCut();
  return escaped.slice(0, LONGEST - CUT.length).replace(/[\ud800-\udbff]$/, '') + CUT;
}

/** At most 31 characters, none of those a sheet may not have, and no name twice. */
function sheetName({ caption }: Table, taken: Set<string>): string {
  const name =
    textOf(caption)
      .replace(/[\\/?*[\]:'\n]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim() || 'Table';
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : ` ${number}`;
    const tried =
      name
        .slice(0, 31 - end.length)
        .replace(/[\ud800-\udbff]$/, '')
        .trim() + end;
    if (taken.has(tried.toLowerCase())) continue;
    taken.add(tried.toLowerCase());
    return tried;
  }
}
