import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar, visit } from 'yaml';
import type { Node } from 'yaml';

/** Something wrong with a text of YAML; `path` where it is about one key or value. */
export interface YamlFault {
  readonly path: string;
  readonly line?: number;
  readonly rule: string;
  readonly cure?: string;
}

/** A text of YAML as readers of YAML 1.1 understand it. */
export interface ReadYaml {
  readonly value: unknown;
  readonly faults: YamlFault[];
  /** What stands in the text for each value without quotation marks, by the value's path. */
  readonly unquoted: ReadonlyMap<string, string>;
  /** The paths at which a value of another place is used. */
  readonly aliases: string[];
}

/** As many values as no file that people write has. More come of aliases of aliases. */
const MOST_VALUES = 20000;

/** Reads YAML 1.1, where `0644` is an octal number and `yes` is true. Never throws. */
export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'yaml-1.1',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
    stringKeys: false,
    lineCounter: lines,
  });
  const first = [...document.errors, ...document.warnings].sort((left, right) => left.pos[0] - right.pos[0]).at(0);
  if (first !== undefined) {
    const fault = { path: '', line: lines.linePos(first.pos[0]).line, rule: `must be valid YAML: ${first.message}` };
    return { value: undefined, faults: [fault], unquoted: new Map(), aliases: [] };
  }
  return new Reader(document, lines).read();
}

/** Writes what is made of objects, lists, texts, numbers and booleans, readable under YAML 1.1 and 1.2; `decimals` of numbers by key. */
export function writeYaml(value: Record<string, unknown>, decimals: Readonly<Record<string, number>> = {}): string {
  const document = new Document(value, {
    version: '1.1',
    schema: 'yaml-1.1',
    // The tag of merges would write the text << as it is.
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge'),
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar: (key, node) => {
      if (key !== 'key' && typeof node.value === 'string' && !/^[A-Za-z/][\w/.:\\-]*$/.test(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  for (const [key, digits] of Object.entries(decimals)) {
    const node = document.get(key, true);
    if (isScalar(node)) node.minFractionDigits = digits;
  }
  return document.toString({ lineWidth: 0, blockQuote: false, directives: false });
}

class Reader {
  private readonly faults: YamlFault[] = [];
  private readonly unquoted = new Map<string, string>();
  private readonly aliases: string[] = [];
  private readonly open = new Set<unknown>();
  private count = 0;

  constructor(
    private readonly document: ReturnType<typeof parseDocument>,
    private readonly lines: LineCounter,
  ) {}

  public read(): ReadYaml {
    const value = this.valueOf(this.document.contents, '');
    return { value, faults: this.faults, unquoted: this.unquoted, aliases: this.aliases };
  }

  private valueOf(node: unknown, path: string): unknown {
    if (isAlias(node)) return this.aliased(node, path);
    if (isScalar(node)) {
      if (node.type === 'PLAIN' && node.source !== undefined) this.unquoted.set(path, node.source);
      if (typeof node.value !== 'object' || node.value === null) return node.value;
      // Dates and binary data are no values of JSON, and not every reader takes them.
      this.fault(node, path, 'must stand in quotation marks, for YAML takes it for a date or for bytes');
      return undefined;
    }
    if (!isMap(node) && !isSeq(node)) return undefined;
    this.count += node.items.length;
    if (this.open.has(node) || this.count > MOST_VALUES) {
      this.fault(node, path, 'must not contain itself, or more values than can be read');
      return undefined;
    }
    this.open.add(node);
    const value = isSeq(node)
      ? node.items.map((item, index) => this.valueOf(item, `${path}[${index}]`))
      : this.mapOf(node.items, path);
    this.open.delete(node);
    return value;
  }

  private mapOf(pairs: readonly { key: unknown; value: unknown }[], path: string): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    for (const { key, value } of pairs) {
      const name = this.nameOf(key, path);
      if (name === undefined) continue;
      const inner = path === '' ? name : `${path}.${name}`;
      if (entries.has(name)) this.fault(key, inner, 'must not be given twice');
      entries.set(name, this.valueOf(value, inner));
    }
    return Object.fromEntries(entries);
  }

  private nameOf(key: unknown, path: string): string | undefined {
    const text = isScalar(key) ? (key.source ?? String(key.value)) : undefined;
    if (text === undefined || text === '' || text === '<<') {
      const rule = text === '<<' ? 'must not merge with <<, which not every reader follows' : 'must have texts as keys';
      this.fault(key, path, rule, text === '<<' ? 'write the keys out' : undefined);
      return undefined;
    }
    return text;
  }

  private aliased(node: Node, path: string): unknown {
    const target = isAlias(node) ? node.resolve(this.document) : undefined;
    if (target === undefined) {
      this.fault(node, path, 'must stand in quotation marks where it begins with *', "write e.g. '**'");
      return undefined;
    }
    this.aliases.push(path);
    return this.valueOf(target, path);
  }

  private fault(node: unknown, path: string, rule: string, cure?: string): void {
    const start = (node as Node | null)?.range?.[0];
    const line = start === undefined ? undefined : this.lines.linePos(start).line;
    this.faults.push({ path, line, rule, cure });
  }
}
