import type PDFDocument from 'pdfkit';
import type { OutlineItem, StructureElement } from 'pdfkit';
import type { Band, Stroke } from './pdf-bands.js';
import type { Fragment, Line } from './pdf-lines.js';

const INK = '#1a1a1a';
const LINK = '#0b4a8f';
const MARK = '#8a4b00';
const GREY = '#555555';

/** Draws, and says for each stroke and letter what it is in the structure of the document. */
export class PdfPen {
  /** By number: the elements of the notes whose reference is not drawn yet. */
  readonly notes = new Map<number, StructureElement>();
  private readonly outline: OutlineItem[];

  constructor(private readonly pdf: PDFDocument) {
    this.outline = [pdf.outline];
  }

  band(band: Band, y: number): void {
    for (const anchor of band.anchors ?? [])
      this.pdf.addNamedDestination(anchor, 'XYZ', 0, Math.max(0, y - 8), null);
    if (band.bookmark !== undefined) this.bookmark(band.bookmark, y);
    for (const { x, line, leaf } of band.cells) this.line(line, x, baseline(band.height, y, line), leaf);
    this.strokes(band, y);
  }

  /** A band that was read before, such as the head of a table on its next page. */
  artifact(band: Band, y: number): void {
    this.pdf.markContent('Artifact', { type: 'Pagination' });
    for (const { x, line } of band.cells) this.fragments(line.fragments, x, baseline(band.height, y, line));
    this.pdf.endMarkedContent();
    this.strokes(band, y);
  }

  running(line: Line, x: number, y: number, _subtype: 'Header' | 'Footer'): void {
    this.pdf.markContent('Artifact', { type: 'Pagination' });
    this.fragments(line.fragments, x, y, GREY);
    this.pdf.endMarkedContent();
  }

  separator(x: number, y: number, width: number): void {
    this.stroke(x, y, x + width, y, 0.5, '#999999');
  }

  private line(line: Line, x: number, y: number, leaf: StructureElement): void {
    // Stretches of one span are one piece of content, however many fonts they need.
    for (let from = 0; from < line.fragments.length;) {
      const { span } = line.fragments[from]!;
      let to = from + 1;
      while (line.fragments[to]?.span === span) to++;
      this.span(line.fragments.slice(from, to), x, y, leaf);
      from = to;
    }
  }

  private span(fragments: Fragment[], x: number, y: number, leaf: StructureElement): void {
    const { span } = fragments[0]!;
    const { pdf } = this;
    const type =
      span.link !== undefined
        ? 'Link'
        : span.note !== undefined
          ? 'Reference'
          : span.language !== undefined
            ? 'Span'
            : null;
    let element = leaf;
    if (type !== null) {
      element = pdf.struct(type, span.language === undefined ? {} : { lang: span.language });
      leaf.add(element);
    }
    const color = span.link !== undefined ? LINK : span.mark === true ? MARK : INK;
    const raised = span.note === undefined ? 0 : fragments[0]!.size * 0.5;
    for (const same of byActualText(fragments)) {
      const [{ actual }] = same;
      element.add(pdf.markStructureContent('Span', actual === undefined ? {} : { actual }));
      this.fragments(same, x, y - raised, color);
      pdf.endMarkedContent();
    }
    const start = x + fragments[0]!.x;
    const last = fragments.at(-1)!;
    const width = x + last.x + (last.width * last.size) / 1000 - start;
    const { size } = last;
    if (span.link !== undefined) {
      const options = {
        structParent: element,
        // A primitive would be written as a name.
        Contents: new String(fragments.map(({ text, actual }) => actual ?? text).join('')),
      };
      const box = [start, y - size, width, size * 1.3] as const;
      if (span.link.startsWith('#')) pdf.goTo(...box, span.link.slice(1), options);
      else pdf.link(...box, span.link, options);
    }
    if (span.mark === true) {
      pdf.markContent('Artifact', { type: 'Layout' });
      pdf
        .lineWidth(0.6)
        .strokeColor(MARK)
        .rect(start, y - size, width, size * 1.32)
        .stroke();
      pdf.endMarkedContent();
    }
    // pdfkit takes the page of an annotation to be the one it is on when the element ends.
    if (type !== null) element.end();
    // In the order of reading a note follows its reference, wherever on the page it stands.
    const note = span.note === undefined ? undefined : this.notes.get(span.note.number);
    if (note !== undefined) {
      leaf.add(note);
      this.notes.delete(span.note!.number);
    }
  }

  private fragments(fragments: Fragment[], x: number, y: number, color = INK): void {
    const { pdf } = this;
    pdf.fillColor(color);
    for (const { font, text, size, x: offset } of fragments) {
      pdf
        .font(font)
        .fontSize(size)
        .text(text, x + offset, y, { lineBreak: false, baseline: 'alphabetic' });
    }
  }

  private strokes({ strokes, height, space }: Band, y: number): void {
    for (const { kind, x, width, weight, color } of strokes)
      if (kind === 'bar') this.stroke(x, y - (space > 2 ? 0 : space), x, y + height, weight, color);
      else this.stroke(x, y + height + 1, x + width, y + height + 1, weight, color);
  }

  private stroke(
    x: number,
    y: number,
    toX: number,
    toY: number,
    weight: Stroke['weight'],
    color: string,
  ): void {
    this.pdf.markContent('Artifact', { type: 'Layout' });
    this.pdf.lineWidth(weight).strokeColor(color).moveTo(x, y).lineTo(toX, toY).stroke();
    this.pdf.endMarkedContent();
  }

  private bookmark({ title, level }: NonNullable<Band['bookmark']>, y: number): void {
    // A level that was left out is not made up.
    const depth = Math.min(level, this.outline.length);
    const item = this.outline[depth - 1]!.addItem(title === '' ? '—' : title, {
      expanded: false,
      fit: false,
      top: Math.max(0, y - 8),
    });
    this.outline.splice(depth, this.outline.length, item);
  }
}

function baseline(height: number, y: number, { size }: Line): number {
  return y + (height + size * 0.75) / 2;
}

/** What stands for another text is content of its own: readers lose their place where such stretches lie in each other. */
function byActualText(fragments: Fragment[]): [Fragment, ...Fragment[]][] {
  const groups: [Fragment, ...Fragment[]][] = [];
  for (const fragment of fragments) {
    const last = groups.at(-1);
    if (last === undefined || last[0].actual !== undefined || fragment.actual !== undefined)
      groups.push([fragment]);
    else last.push(fragment);
  }
  return groups;
}
