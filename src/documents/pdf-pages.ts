import type PDFDocument from 'pdfkit';
import type { StructureElement } from 'pdfkit';
import { type Band, LEADING, stacked } from './pdf-bands.js';
import { PdfPen } from './pdf-pen.js';
import { linesOf, type Setting } from './pdf-lines.js';

export const PAGE = { width: 595.28, height: 841.89, left: 62, right: 62, top: 68, bottom: 66 };
export const MEASURE = PAGE.width - PAGE.left - PAGE.right;
const FLOOR = PAGE.height - PAGE.bottom;
const NOTE_SIZE = 7.5;
const FOOT_SPACE = 12;

/** Puts bands on pages, one under the other, and the notes of each at the foot of its page; what of a note has no room goes on at the foot of the next. */
export class PdfPages {
  private y = PAGE.top;
  private isEmpty = true;
  private number = 0;
  private foot: Band[] = [];
  private group: Band[] = [];
  private finished: StructureElement[] = [];
  private readonly pen: PdfPen;

  constructor(
    private readonly pdf: PDFDocument,
    private readonly setting: Setting,
    private readonly running: { header: string; footer: string },
  ) {
    this.pen = new PdfPen(pdf);
    this.begin();
  }

  /** Takes the next band. Those that must stay together are placed when the last of them is there. */
  add(band: Band): void {
    this.group.push(band);
    if (!band.keep || this.group.length > 60) this.placeGroup();
  }

  /** Draws what is left. */
  end(): void {
    this.placeGroup();
    while (this.foot.length > 0) this.turn();
    this.close();
    for (const element of this.finished) element.end();
  }

  private placeGroup(): void {
    const group = this.group;
    this.group = [];
    if (group.length === 0) return;
    const notes = group.map((band) => this.noteBands(band));
    const height = heightOf([...group, ...notes.flat()]) + (notes.flat().length > 0 ? FOOT_SPACE : 0);
    const room = FLOOR - PAGE.top;
    // What is longer than a page goes on where it is.
    if (!this.isEmpty && height > this.room() && height < room * 0.7) this.turn();
    group.forEach((band, index) => this.place(band, notes[index]!));
  }

  private place(band: Band, notes: Band[]): void {
    const space = this.isEmpty ? 0 : band.space;
    // At least the beginning of each note stands on the page.
    const least = space + band.height + (notes.length > 0 ? FOOT_SPACE + heightOf(notes.slice(0, 3)) : 0);
    if (least > this.room() && !this.isEmpty) {
      this.turn();
      for (const head of band.head ?? []) {
        this.pen.artifact(head, this.y);
        this.y += head.height + 2;
      }
      return this.place({ ...band, head: [] }, notes);
    }
    this.y += space;
    this.pen.band(band, this.y);
    this.y += band.height;
    this.isEmpty = false;
    this.foot.push(...notes);
    // They are written when all notes that hang on them are.
    this.finished.push(...(band.ends ?? []));
  }

  /** Between what stands on the page and its notes. */
  private room(): number {
    return FLOOR - this.y - (this.foot.length > 0 ? FOOT_SPACE + heightOf(this.foot) : 0);
  }

  private noteBands({ cells }: Band): Band[] {
    return cells.flatMap(({ line }) =>
      line.notes.flatMap(({ number, note }) => {
        const element = this.pdf.struct('Note');

        element.dictionary.data.ID = new String(`note-${number}`);
        const lines = linesOf([`${number}\u2002`, ...note.words], MEASURE, NOTE_SIZE, this.setting);
        this.pen.notes.set(number, element);
        return stacked(lines, PAGE.left, element, { space: 0 });
      }),
    );
  }

  private turn(): void {
    this.close();
    this.begin();
  }

  private begin(): void {
    this.pdf.addPage();
    this.number++;
    this.y = PAGE.top;
    this.isEmpty = true;
  }

  private close(): void {
    this.drawFoot();
    if (this.foot.length === 0) for (const element of this.finished.splice(0)) element.end();
    const { header, footer } = this.running;
    const line = (text: string, width: number) =>
      linesOf([text.replaceAll('\n', ' ')], width, NOTE_SIZE, this.setting)[0]!;
    if (header !== '') this.pen.running(line(header, MEASURE), PAGE.left, PAGE.top - 34, 'Header');
    if (footer !== '') this.pen.running(line(footer, MEASURE - 50), PAGE.left, FLOOR + 22, 'Footer');
    const number = line(String(this.number), 50);
    this.pen.running(number, PAGE.width - PAGE.right - number.width, FLOOR + 22, 'Footer');
  }

  private drawFoot(): void {
    if (this.foot.length === 0) return;
    const room = FLOOR - this.y - FOOT_SPACE;
    const lineHeight = NOTE_SIZE * LEADING;
    const many = Math.min(
      this.foot.length,
      Math.max(this.isEmpty ? 1 : 0, Math.floor(room / lineHeight + 0.001)),
    );
    const bands = this.foot.splice(0, many);
    let y = FLOOR - heightOf(bands);
    this.pen.separator(PAGE.left, y - FOOT_SPACE / 2, MEASURE / 3);
    for (const band of bands) {
      this.pen.band(band, y);
      y += band.height;
    }
  }
}

function heightOf(bands: readonly Band[]): number {
  return bands.reduce((sum, { height, space }) => sum + height + space, 0);
}
