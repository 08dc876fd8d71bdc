import { isAlias, isMap, isScalar, isSeq, type Node, Scalar, type YAMLMap } from "yaml";
import type { Place } from "../entry";
import { pathText } from "../../text/path";
import { type RealmProblem } from "../problem";
import { DEEPEST, TOO_DEEP } from "./compose";
import type { Path } from "./path";

/** What aliases may add to what is written, in values: enough for ten thousand accounts that share their limits, and an end to what explodes. */
const MOST_FROM_ALIASES = 1_000_000;
const MERGE = "<<";

interface Member {
  readonly key: Node;
  readonly value: unknown;
}

/** The nodes of a document as plain values, and the way back from a path to a node. */
export class Nodes {
  readonly problems: RealmProblem[] = [];
  private readonly anchors = new Map<string, Node>();
  private readonly targets = new Map<Node, Node>();
  /** Of maps that somebody has asked about, and those that others are merged into: most maps of a large realm are read once. */
  private readonly members = new Map<YAMLMap, Map<string, Member>>();
  /** Of what has an anchor, or is merged. */
  private readonly values = new Map<Node, { value: unknown; size: number }>();
  private readonly open = new Set<Node>();
  private fromAliases = 0;

  constructor(
    private readonly file: string,
    private readonly at: (offset: number) => Place,
  ) {}

  plain(root: unknown): unknown {
    return this.valueOf(root, []).value;
  }

  offsetOf(root: unknown, path: Path): number {
    let node = this.target(root);
    let offset = startOf(node);
    for (const step of path) {
      if (isMap(node)) {
        const member = this.membersOf(node).get(String(step));
        if (member === undefined) return offset;
        offset = startOf(member.key);
        node = this.target(member.value);
      } else if (isSeq(node)) {
        const entry = node.items[Number(step)];
        if (entry === undefined) return offset;
        offset = startOf(entry);
        node = this.target(entry);
      } else return offset;
    }
    return offset;
  }

  sourceOf(root: unknown, path: Path): string | undefined {
    const node = this.follow(root, path);
    return isScalar(node) && node.type === Scalar.PLAIN && typeof node.value !== "string" ? node.source : undefined;
  }

  /** A name of a member may have dots itself: the longest that fits is meant. */
  pathOf(root: unknown, base: Path, property: string): Path {
    const path: (string | number)[] = [...base];
    let node = this.follow(root, base);
    let rest = property;
    while (rest !== "") {
      const entry = /^\[(\d+)\]/.exec(rest);
      if (entry !== null && isSeq(node)) {
        path.push(Number(entry[1]));
        node = this.target(node.items[Number(entry[1])]);
        rest = rest.slice(entry[0].length);
        continue;
      }
      const names = isMap(node) ? [...this.membersOf(node).keys()] : [];
      const word = rest.replace(/^\./, "");
      const name = names
        .filter((candidate) => word.startsWith(candidate) && /^($|[.[])/.test(word.slice(candidate.length)))
        .sort((one, other) => other.length - one.length)[0];
      if (name === undefined || !isMap(node)) return path;
      path.push(name);
      node = this.target(this.membersOf(node).get(name)?.value);
      rest = word.slice(name.length);
    }
    return path;
  }

  private follow(root: unknown, path: Path): unknown {
    return path.reduce<unknown>((node, step) => {
      if (isMap(node)) return this.target(this.membersOf(node).get(String(step))?.value);
      return isSeq(node) ? this.target(node.items[Number(step)]) : undefined;
    }, this.target(root));
  }

  private membersOf(map: YAMLMap): ReadonlyMap<string, Member> {
    const known = this.members.get(map);
    if (known !== undefined) return known;
    const members = new Map<string, Member>();
    for (const { key, value } of map.items) {
      const node = this.target(key);
      if (!isScalar(node) || isMerge(key)) continue;
      const name = nameIn(node);
      if (!members.has(name)) members.set(name, { key: key as Node, value });
    }
    this.members.set(map, members);
    return members;
  }

  private target(node: unknown): unknown {
    return isAlias(node) ? this.targets.get(node) : node;
  }

  private problem(node: unknown, path: Path, what: string): undefined {
    this.problems.push({ file: this.file, place: this.at(startOf(node)), path: pathText(path), what });
  }

  private valueOf(node: unknown, path: Path): { value: unknown; size: number } {
    const nothing = { value: undefined, size: 1 };
    if (path.length > DEEPEST) {
      this.problem(node, path.slice(0, 4), TOO_DEEP);
      return nothing;
    }
    if (isAlias(node)) return this.ofAlias(node, node.source, path) ?? nothing;
    if (isScalar(node)) {
      this.remember(node);
      return { value: node.value, size: 1 };
    }
    if (!isMap(node) && !isSeq(node)) return { value: null, size: 1 };
    this.remember(node);
    const hasAnchor = node.anchor !== undefined;
    if (hasAnchor) this.open.add(node);
    const whole = isMap(node) ? this.ofMap(node, path) : this.ofList(node.items, path);
    if (hasAnchor) this.open.delete(node);
    if (hasAnchor || path.includes(MERGE)) this.values.set(node, whole);
    return whole;
  }

  private remember(node: Node): void {
    const { anchor } = node as Scalar;
    if (anchor !== undefined) this.anchors.set(anchor, node);
  }

  private ofAlias(alias: Node, source: string, path: Path): { value: unknown; size: number } | undefined {
    const target = this.anchors.get(source);
    if (target === undefined)
      return this.problem(alias, path, `refers to the anchor &${source}, which is not defined before it`);
    if (this.open.has(target))
      return this.problem(alias, path, `refers to &${source}, which contains it: this is infinite`);
    this.targets.set(alias, target);
    const found = isScalar(target) ? { value: target.value, size: 1 } : this.values.get(target);
    if (found === undefined) return undefined;
    const before = this.fromAliases;
    this.fromAliases += found.size;
    if (this.fromAliases <= MOST_FROM_ALIASES) return found;
    if (before <= MOST_FROM_ALIASES)
      this.problem(
        alias,
        path,
        `makes the file explode: its aliases stand for more than ${MOST_FROM_ALIASES} values; write the values out, or use fewer aliases`,
      );
    return { value: undefined, size: 1 };
  }

  private ofList(items: readonly unknown[], path: Path): { value: unknown; size: number } {
    let size = 1;
    const value = items.map((item, index) => {
      const entry = this.valueOf(item, [...path, index]);
      size += entry.size;
      return entry.value;
    });
    return { value, size };
  }

  private ofMap(map: YAMLMap, path: Path): { value: unknown; size: number } {
    const members = new Map<string, Member>();
    const value: Record<string, unknown> = {};
    const merged: unknown[] = [];
    let size = 1;
    for (const { key, value: node } of map.items) {
      if (isMerge(key)) {
        // Merged when the map's own members are known, which win.
        size += this.valueOf(node, [...path, MERGE]).size;
        merged.push(node);
        continue;
      }
      const name = this.nameOf(key, path);
      const member = this.valueOf(node, [...path, name ?? ""]);
      size += member.size;
      if (name === undefined) continue;
      const first = members.get(name);
      if (first === undefined) {
        members.set(name, { key: key as Node, value: node });
        value[name] = member.value;
      } else {
        const { line, column } = this.at(startOf(first.key));
        this.problem(
          key,
          [...path, name],
          `is here a second time; the first is in line ${line}, column ${column}; keep one of the two`,
        );
      }
    }
    if (merged.length > 0) this.members.set(map, members);
    for (const node of merged) this.merge(node, path, members, value);
    return { value, size };
  }

  /** `<<: *base`, or `<<: [*one, *other]`, of which the first wins. */
  private merge(node: unknown, path: Path, members: Map<string, Member>, value: Record<string, unknown>): void {
    const target = this.target(node);
    for (const base of isSeq(target) ? target.items.map((item) => this.target(item)) : [target]) {
      const from = isMap(base) ? this.membersOf(base) : undefined;
      if (from === undefined) {
        // A problem of the alias itself has been said.
        if (base !== undefined) this.problem(node, [...path, MERGE], "must be a map, or a list of maps, to be merged");
        continue;
      }
      const values = this.values.get(base as YAMLMap)?.value as Record<string, unknown> | undefined;
      for (const [name, member] of from) {
        if (members.has(name) || values === undefined) continue;
        members.set(name, member);
        value[name] = values[name];
      }
    }
  }

  private nameOf(key: unknown, path: Path): string | undefined {
    const node = this.target(key);
    if (isAlias(key) && node === undefined) {
      this.valueOf(key, path);
      return this.nameOf(this.target(key) ?? null, path);
    }
    if (!isScalar(node))
      return this.problem(key, path, "has a key that is not a string; keys are strings such as acme");
    this.remember(node);
    const name = nameIn(node);
    if (name === "__proto__") return this.problem(key, path, 'has the key "__proto__", which is not allowed');
    return name;
  }
}

/** What looks the same is the same key, whichever way its letters are written. */
function nameIn({ value, source = "" }: Scalar): string {
  return (typeof value === "string" ? value : source).normalize("NFC");
}

function isMerge(key: unknown): boolean {
  return isScalar(key) && key.value === MERGE && key.type === Scalar.PLAIN;
}

function startOf(node: unknown): number {
  return (node as Node | null | undefined)?.range?.[0] ?? 0;
}
