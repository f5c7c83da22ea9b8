import {
  type Bundle,
  isBare,
  isElement,
  type Name,
  type Namespaces,
  type Piece,
  type Statement,
  type StatementKind,
  typeOf,
  type Value,
  type Writer,
  ARGUMENTS,
} from './statements.js';

/** PROV-N (W3C recommendation of 2013), for people to read. */
export class ProvNWriter implements Writer {
  constructor(private readonly namespaces: Namespaces) {}

  begin(): string {
    return `document\n${prefixes(this.namespaces)}`;
  }

  piece(piece: Piece): string {
    if ('bundle' in piece) return bundle(piece.bundle);
    let text = '';
    for (const statement of piece.statements) text += line(statement);
    return text;
  }

  end(): string {
    return 'endDocument\n';
  }
}

const prefixes = (namespaces: Namespaces): string =>
  Object.entries(namespaces)
    .filter(([prefix]) => prefix !== 'prov' && prefix !== 'xsd')
    .map(([prefix, namespace]) => `  prefix ${prefix} <${namespace}>\n`)
    .join('');

const bundle = ({ name, namespaces, statements }: Bundle): string =>
  `  bundle ${written(name)}\n${prefixes(namespaces)}${statements.map(line).join('')}  endBundle\n`;

function line({ kind, id, of, attributes }: Statement): string {
  const given = ARGUMENTS[kind].names.map(([, type], index) => {
    const argument = of[index] ?? null;
    if (argument === null) return '-';
    return type === 'time' ? argument : written(argument);
  });
  const places = isElement(kind) ? [written(id ?? ''), ...shortened(kind, given)] : shortened(kind, given);
  const named = isElement(kind) || id === null || isBare(kind) ? '' : `${written(id)}; `;
  const said =
    attributes.length === 0 || isBare(kind)
      ? ''
      : `, [${attributes.map(([name, value]) => `${written(name)}=${literal(value)}`).join(', ')}]`;
  return `  ${kind}(${named}${places.join(', ')}${said})\n`;
}

/** The places that need not be there are left out together, where none of them holds anything. */
function shortened(kind: StatementKind, given: string[]): string[] {
  const { required } = ARGUMENTS[kind];
  return given.slice(required).every((place) => place === '-') ? given.slice(0, required) : given;
}

/** Some characters stand for something else in PROV-N; `/`, `?` and `#` do not. */
export function written(name: Name): string {
  const colon = name.indexOf(':');
  const local = name.slice(colon + 1).replace(/[='(),\-:;[\].]/g, (character, at: number, whole: string) => {
    if (character === '-') return at === 0 ? '\\-' : '-';
    if (character === '.') return at === 0 || at === whole.length - 1 ? '\\.' : '.';
    return `\\${character}`;
  });
  return `${name.slice(0, colon)}:${local}`;
}

function literal(value: Value): string {
  const typed = typeOf(value);
  if ('name' in typed) return `'${written(typed.name)}'`;
  const { text, type, language } = typed;
  return quoted(text) + (language === undefined ? (type === undefined ? '' : ` %% ${type}`) : `@${language}`);
}

const ESCAPES: Record<string, string> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '"': '\\"',
  '\\': '\\\\',
};

/** A string on one line, as PROV-N and Turtle have them alike. */
export const quoted = (text: string): string =>
  `"${text.replace(/[\n\r\t\b\f"\\]/g, (character) => ESCAPES[character]!)}"`;
