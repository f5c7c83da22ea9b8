import { languageTagFault } from '../common/language-tag.js';
import {
  type Block,
  type Cell,
  type Definition,
  DocumentError,
  type Inline,
  type Position,
  type Quoted,
  type Words,
} from './document.js';
import { cleanText } from './clean-text.js';

/** Lists in lists, and blocks in positions: no reader follows further, and every writer descends as deep. */
const DEEPEST = 8;
const LINK = /^(https?:\/\/|mailto:|urn:)[^\s]+$/i;

/** Gives each part of a document back as every format can hold it, or throws a DocumentError. Collects what links and anchors it met. */
export class Cleaner {
  readonly anchors = new Set<string>();
  readonly targets = new Set<string>();
  readonly replaced = new Map<string, number>();
  private readonly languages = new Set<string>();

  text(text: string): string {
    return cleanText(text, (character) =>
      this.replaced.set(character, (this.replaced.get(character) ?? 0) + 1),
    );
  }

  language(tag: string): string {
    if (this.languages.has(tag)) return tag;
    if (languageTagFault(tag) !== undefined)
      throw new DocumentError('document.language', `'${tag.slice(0, 40)}' is no BCP 47 language tag.`);
    this.languages.add(tag);
    return tag;
  }

  words(words: Words, inNote = false): Words {
    return words.map((inline) => this.inline(inline, inNote));
  }

  definition({ name, values }: Definition): Definition {
    return { name: this.text(name), values: values.map((words) => this.words(words)) };
  }

  block(block: Block, depth = 0): Block {
    if (depth > DEEPEST)
      throw new DocumentError('document.too_deep', `Blocks are nested deeper than ${DEEPEST} levels.`);
    if ('anchor' in block && block.anchor !== undefined) this.anchor(block.anchor);
    switch (block.kind) {
      case 'heading':
        if (!Number.isInteger(block.level) || block.level < 1 || block.level > 5)
          throw new DocumentError('document.level', `A heading has a level of 1 to 5, not ${block.level}.`);
        return { ...block, words: this.words(block.words) };
      case 'paragraph':
        return { ...block, words: this.words(block.words) };
      case 'quotation':
        return {
          kind: 'quotation',
          original: this.quoted(block.original),
          ...(block.translation === undefined ? {} : { translation: this.quoted(block.translation) }),
        };
      case 'definitions':
        return { ...block, items: block.items.map((item) => this.definition(item)) };
      case 'table':
        return {
          ...block,
          caption: this.words(block.caption),
          head: block.head.map((name) => this.text(name)),
          rows: this.rows(block.rows, block.head.length),
        };
      case 'list':
        return {
          ...block,
          items: block.items.map((blocks) => blocks.map((inner) => this.block(inner, depth + 1))),
        };
      case 'positions':
        return {
          ...block,
          positions: block.positions.map((position): Position => ({
            ...position,
            title: this.words(position.title),
            blocks: position.blocks.map((inner) => this.block(inner, depth + 1)),
          })),
        };
    }
  }

  private rows(rows: Iterable<readonly Cell[]>, columns: number): Iterable<readonly Cell[]> {
    // Cleaned as they are asked for: a table may be longer than memory.
    const row = (cells: readonly Cell[]): Cell[] => {
      if (cells.length !== columns)
        throw new DocumentError(
          'document.row_length',
          `A row has ${cells.length} cells under ${columns} heads.`,
        );
      return cells.map((cell) => this.cell(cell));
    };
    return {
      *[Symbol.iterator]() {
        for (const cells of rows) yield row(cells);
      },
    };
  }

  private cell(cell: Cell): Cell {
    if (typeof cell !== 'number') return this.words(cell);
    if (!Number.isFinite(cell))
      throw new DocumentError('document.number', `A cell holds ${cell}, which is no number.`);
    return cell;
  }

  private inline(inline: Inline, inNote: boolean): Inline {
    if (typeof inline === 'string') return this.text(inline);
    switch (inline.kind) {
      case 'run':
        if (inline.language !== undefined) this.language(inline.language);
        return { ...inline, text: this.text(inline.text) };
      case 'link':
        if (inline.language !== undefined) this.language(inline.language);
        if (inline.to.startsWith('#')) this.targets.add(inline.to.slice(1));
        else if (!LINK.test(inline.to) || this.text(inline.to) !== inline.to)
          throw new DocumentError(
            'document.link',
            `A link leads to '${this.text(inline.to).slice(0, 80)}', which is no http(s), mailto or urn address.`,
          );
        return { ...inline, text: this.text(inline.text) };
      case 'mark':
        return { ...inline, text: this.text(inline.text) };
      case 'note':
        if (inNote) throw new DocumentError('document.note_in_note', 'A note holds a note.');
        return { ...inline, words: this.words(inline.words, true) };
    }
  }

  private quoted(quoted: Quoted): Quoted {
    this.language(quoted.language);
    return {
      ...quoted,
      words: this.words(quoted.words),
      ...(quoted.attribution === undefined ? {} : { attribution: this.words(quoted.attribution) }),
    };
  }

  private anchor(anchor: string): void {
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(anchor))
      throw new DocumentError(
        'document.anchor',
        `'${anchor.slice(0, 60)}' is no anchor: small letters, digits and hyphens, at most 40, a letter first.`,
      );
    if (this.anchors.has(anchor))
      throw new DocumentError('document.anchor_twice', `Two blocks have the anchor '${anchor}'.`);
    this.anchors.add(anchor);
  }
}
