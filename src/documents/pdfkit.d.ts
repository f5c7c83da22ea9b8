/** What is used of pdfkit 0.20, which brings no types of its own. */
declare module 'pdfkit' {
  import type { Readable } from 'node:stream';
  import type { Font } from 'fontkit';

  interface StructureContent {
    refs: unknown[];
  }

  export interface StructureElement {
    dictionary: { data: Record<string, unknown> };
    add(child: StructureElement | StructureContent): this;
    end(): void;
  }

  export interface OutlineItem {
    addItem(title: string, options?: { expanded?: boolean; top?: number; fit?: boolean }): OutlineItem;
  }

  interface LinkOptions {
    structParent: StructureElement;
    // eslint-disable-next-line @typescript-eslint/no-wrapper-object-types -- pdfkit tells texts from names by it
    Contents: String;
  }

  class PDFDocument extends Readable {
    constructor(options: Record<string, unknown>);
    outline: OutlineItem;
    registerFont(name: string, font: Font): this;
    font(name: string): this;
    fontSize(size: number): this;
    fillColor(color: string): this;
    strokeColor(color: string): this;
    lineWidth(width: number): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    rect(x: number, y: number, width: number, height: number): this;
    stroke(): this;
    text(text: string, x: number, y: number, options: { lineBreak: false; baseline: 'alphabetic' }): this;
    addPage(): this;
    addNamedDestination(name: string, kind: 'XYZ', x: number, y: number, zoom: null): void;
    link(x: number, y: number, width: number, height: number, url: string, options: LinkOptions): this;
    goTo(x: number, y: number, width: number, height: number, name: string, options: LinkOptions): this;
    struct(
      type: string,
      options?: { lang?: string; scope?: 'Row' | 'Column'; title?: string },
    ): StructureElement;
    addStructure(element: StructureElement): this;
    markContent(tag: 'Artifact', options: { type: string }): this;
    markStructureContent(tag: string, options?: { actual?: string }): StructureContent;
    endMarkedContent(): this;
    end(): void;
  }

  export default PDFDocument;
}
