import type { KindName } from "../../provider/model";
import { NAME_SEPARATOR, type RealmEntry, type Reference, SECTIONS } from "../entry";
import { withReferences } from "../fieldPaths";
import { KEY_FIELDS } from "../schema";
import {
  byName,
  commentedOut,
  commentText,
  fieldsInOrder,
  commentKey,
  sharedConnection,
  type WriteOptions,
  type WrittenFile,
} from "./file";
import { fileNames } from "./fileNames";
import { mapLines, Members, Noted, Remarked } from "./yamlText";

const AT_TOP: readonly KindName[] = ["Profile", "QuotaProfile", "User", "ServiceActivation", "Quota", "Project"];
const IN_ACCOUNT: readonly KindName[] = ["User", "ServiceActivation", "Quota", "Project", "Profile", "QuotaProfile"];
/** What belongs to no account, or the whole. */
export const REALM_FILE = "realm.yaml";
const ACCOUNTS_FOLDER = "accounts";

/**
 * Entries as realm files, sorted, so that the same entries give the same bytes. Split: what belongs to no account in `realm.yaml`, each
 * account with all that belongs to it in `accounts/<key>.yaml` (`fileNames`).
 */
export function yamlFiles(entries: readonly RealmEntry[], options: WriteOptions = {}): WrittenFile[] {
  const writer = new YamlWriter(entries, options);
  if (options.split !== true) return [{ path: REALM_FILE, text: writer.text(writer.all()) }];
  const accounts = entries.filter(({ kind }) => kind === "Account").sort(byName);
  const names = fileNames(accounts.map(({ key }) => key));
  return [
    { path: REALM_FILE, text: writer.text(writer.withoutAccounts()) },
    ...accounts.map((account) => ({
      path: `${ACCOUNTS_FOLDER}/${names.get(account.key)}.yaml`,
      text: writer.text(writer.ofAccount(account), "../"),
    })),
  ];
}

type Member = readonly [string, unknown];

class YamlWriter {
  private readonly connection: string | undefined;
  private readonly byPlace = new Map<string, RealmEntry[]>();

  constructor(
    private readonly entries: readonly RealmEntry[],
    private readonly options: WriteOptions,
  ) {
    this.connection = sharedConnection(entries);
    for (const entry of [...entries].sort(byName)) {
      const place = `${entry.kind} ${entry.within ?? ""}`;
      this.byPlace.set(place, [...(this.byPlace.get(place) ?? []), entry]);
    }
  }

  all(): Member[] {
    const accounts = this.at("Account", undefined);
    return [
      ...this.sections(AT_TOP, undefined),
      ...(accounts.length > 0 || this.entries.length === 0 ? [this.accounts(accounts)] : []),
    ];
  }

  withoutAccounts(): Member[] {
    const sections = this.sections(AT_TOP, undefined);
    return sections.length > 0 ? sections : [this.accounts([])];
  }

  ofAccount(account: RealmEntry): Member[] {
    return [this.accounts([account])];
  }

  text(members: readonly Member[], up = ""): string {
    const { schema, header = [] } = this.options;
    const hint = schema === undefined ? [] : [`yaml-language-server: $schema=${up}${schema}`];
    const comment = [...hint, ...header].map((line) => `# ${commentText(line)}`.trimEnd());
    const connection: Member[] = this.connection === undefined ? [] : [["connection", this.connection]];
    const inComments = (this.options.inComments ?? []).map((kind): string => SECTIONS[kind]);
    const sections = [...connection, ...members].map((member) =>
      inComments.includes(member[0]) ? commentedOut(sectionText(member), "#") : sectionText(member),
    );
    return `${[...(comment.length === 0 ? [] : [comment.join("\n")]), ...sections].join("\n\n")}\n`;
  }

  private accounts(accounts: readonly RealmEntry[]): Member {
    const entries = accounts.map((account): Member => {
      const sections = this.sections(IN_ACCOUNT, account.key);
      return [account.key, this.remarked(account, new Members([...this.fields(account), ...sections]))];
    });
    return [SECTIONS.Account, new Members(entries)];
  }

  private sections(kinds: readonly KindName[], within: string | undefined): Member[] {
    return kinds.flatMap((kind): Member[] => {
      const entries = this.at(kind, within);
      if (entries.length === 0) return [];
      const isBare = kind === "ServiceActivation" && within !== undefined;
      if (isBare && entries.every((entry) => this.fields(entry).length === 0))
        return [[SECTIONS[kind], entries.map(({ key }) => key)]];
      const members = entries.map((entry): Member => {
        const fields = this.fields(entry);
        const value = fields.length === 0 && kind in KEY_FIELDS ? undefined : new Members(fields);
        return [entry.key, this.remarked(entry, value)];
      });
      return [[SECTIONS[kind], new Members(members)]];
    });
  }

  private remarked(entry: RealmEntry, value: unknown): unknown {
    const lines = this.options.comments?.get(commentKey(entry));
    return lines === undefined ? value : new Remarked(value, lines);
  }

  private at(kind: KindName, within: string | undefined): readonly RealmEntry[] {
    return this.byPlace.get(`${kind} ${within ?? ""}`) ?? [];
  }

  private fields(entry: RealmEntry): Member[] {
    const values = withReferences(entry.kind, entry.values, (reference) => this.reference(entry, reference));
    const keyField = KEY_FIELDS[entry.kind];
    const fields = fieldsInOrder({ ...entry, values })
      .filter(([name]) => !(name === "connection" && this.connection !== undefined))
      .filter(([name, value]) => !(name === keyField && value === entry.key));
    const hasNoKeyValue = keyField !== undefined && entry.values[keyField] === undefined;
    return [
      // The key would stand for a value that the entry hasn't.
      ...(hasNoKeyValue ? [[keyField, null] as const] : []),
      ...fields,
      ...(entry.protect === undefined ? [] : [["protect", entry.protect] as const]),
      ...(entry.formerly.length === 0 ? [] : [["formerly", formerly(entry.formerly)] as const]),
    ];
  }

  /** A key where it is one of the own account or at the top, the whole name where it is another account's. */
  private reference({ kind, key, within }: RealmEntry, reference: Reference): unknown {
    if ("existing" in reference) {
      const value = { existing: reference.existing };
      const name = this.options.names?.get(reference.existing);
      return name === undefined || name === reference.existing ? value : new Noted(value, name);
    }
    const { name } = reference.entry;
    const own = kind === "Account" ? key : within;
    const prefix = `${own ?? ""}${NAME_SEPARATOR}`;
    return own !== undefined && name.startsWith(prefix) ? name.slice(prefix.length) : name;
  }
}

/** Accounts have much in them: a line is left free between them. */
function sectionText([name, value]: Member): string {
  if (name !== SECTIONS.Account || !(value instanceof Members) || value.entries.length === 0)
    return mapLines(new Members([[name, value]]), 0).join("\n");
  const accounts = value.entries.map((entry) => mapLines(new Members([entry]), 1).join("\n"));
  return `${name}:\n${accounts.join("\n\n")}`;
}

function formerly(names: readonly string[]): unknown {
  return names.length === 1 ? names[0] : names;
}
