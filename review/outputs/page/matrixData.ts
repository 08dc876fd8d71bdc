import { EVERYWHERE, type Report } from "../../report";
import { type Account, EVERYWHERE as ALL, type Lock, type MatrixData, type Selection } from "./client/data";
import { visibleName, visibleText } from "./visibleText";

/** What the page's script needs of the report, with names to be shown as they are. */
export function matrixData(report: Report): MatrixData {
  const personIndex = indexByKey(report.people);
  const accountIndex = indexByKey(report.accounts);
  const scopeIndex = (scope: string) => (scope === EVERYWHERE ? ALL : accountIndex.get(scope));
  return {
    people: report.people.map(({ name, fullName, account, portal }) => ({
      name: visibleName(name),
      fullName: fullName === undefined ? undefined : visibleName(fullName),
      account: account === undefined ? undefined : accountIndex.get(account),
      portal: visibleName(portal),
    })),
    accounts: report.accounts.map((account) => ({
      name: visibleName(account.name),
      portal: visibleName(account.portal),
      note: accountNote(account),
      lock: lockOf(account),
    })),
    permissions: report.permissions.map(({ name, sentence, section, power, known }) => ({
      name: visibleName(name),
      sentence: visibleText(sentence),
      section: visibleName(section),
      power,
      known,
    })),
    rights: report.rights.map((rights) =>
      rights.map((right) => ({
        ...right,
        limit: right.limit === undefined ? undefined : visibleText(right.limit),
        path: right.path.map(({ kind, name }) => ({ kind: visibleName(kind), name: visibleName(name) })),
      })),
    ),
    access: report.access.flatMap(({ person, scope, rights }) => {
      const [who, where] = [personIndex.get(person), scopeIndex(scope)];
      return who === undefined || where === undefined ? [] : [[who, where, rights] as const];
    }),
    selections: selections(report).map(({ label, people, scopes, permissions }) => ({
      label,
      people: known(people.map((key) => personIndex.get(key))),
      scopes: known(scopes.map(scopeIndex)),
      permissions,
    })),
  };
}

interface NamedSelection extends Omit<Selection, "people" | "scopes"> {
  readonly people: readonly string[];
  readonly scopes: readonly string[];
}

/** One for each finding, and then one for each effect: the buttons beside them name it by its place. */
function selections({ findings, effects, permissions }: Report): NamedSelection[] {
  return [
    ...findings.map(({ id, subject, people, accounts, path }) => ({
      label: `${id} ${visibleName(subject)}`,
      people,
      scopes: accounts.includes(EVERYWHERE) ? [] : accounts,
      permissions: path
        .filter(({ kind }) => kind === "permission")
        .flatMap((step) => permissions.flatMap(({ name }, index) => (name === step.name ? [index] : []))),
    })),
    ...effects.map((effect) => ({
      label: visibleName(effect.sentence),
      people: effect.people,
      scopes: effect.scope === "own" ? [] : [effect.scope],
      permissions: effect.permissions,
    })),
  ];
}

function accountNote(account: Report["accounts"][number]): Account["note"] {
  const { before, after, declared } = account;
  const lock = lockOf(account);
  const notes = [
    ...(declared ? [] : ["not in this program"]),
    ...(declared && !before && after ? ["new"] : []),
    ...(declared && before && !after ? ["ends"] : []),
    ...(lock === undefined ? [] : [LOCK_NOTES[lock]]),
  ];
  return notes.length === 0 ? undefined : notes.join(", ");
}

const LOCK_NOTES: Readonly<Record<Lock, string>> = {
  locked: "locked: nobody can enter it",
  "will be locked": "will be locked: nobody can enter it",
  "will be unlocked": "will be unlocked",
  "perhaps locked": "perhaps locked: perhaps nobody can enter it",
};

function lockOf({ locked }: Report["accounts"][number]): Lock | undefined {
  if (locked === undefined) return undefined;
  const { before, after } = locked;
  if (after === "maybe") return "perhaps locked";
  if (after === "yes") return before === "yes" ? "locked" : "will be locked";
  return before === "no" ? undefined : "will be unlocked";
}

function indexByKey(objects: readonly { readonly key: string }[]): Map<string, number> {
  return new Map(objects.map(({ key }, index) => [key, index]));
}

function known(indices: readonly (number | undefined)[]): number[] {
  return indices.filter((index) => index !== undefined);
}
