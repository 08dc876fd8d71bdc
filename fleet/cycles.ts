import type { KindName } from "../provider/model";
import { placeText } from "../provider/model/failureText";
import { entryPath, SECTIONS } from "../realm/entry";
import type { RealmProblem, RealmReading } from "../realm/read";
import { pathText } from "../text/path";
import { accountOf } from "./divide";
import type { Crossing, FleetStack } from "./division";
import type { FleetFile, FleetGroup } from "./fleetFile";
import { foldedStackName } from "./names";

/** What a cycle is told with. */
export interface CycleGround {
  readonly realm: RealmReading;
  readonly file: FleetFile;
  /** Whether the division has no cycle any more with this group. */
  readonly isMendedBy: (group: FleetGroup) => boolean;
}

const GROUP_NAMES: Partial<Record<KindName, string>> = { User: "people" };

/** A cycle of stacks, with the references that it is made of, and the group that mends it. */
export function cycleProblem(cycle: readonly FleetStack[], ground: CycleGround): RealmProblem {
  const hops = cycle.map((stack, index) => {
    const next = cycle[(index + 1) % cycle.length]!;
    return { stack, next, crossing: stack.crossings.find((crossing) => crossing.stack === next.name)! };
  });
  const told = hops.map(({ stack, next, crossing: { from, path, to } }) => {
    const place = ground.realm.placeOf(from, pathText(path));
    const where = place === undefined ? "" : ` (${placeText(place)})`;
    return `${stack.name} needs ${next.name}, because ${from.kind} ${from.name} refers by ${pathText(path)} to ${to.kind} ${to.name}${where}`;
  });
  const { crossing } = hops[0]!;
  const place = ground.realm.placeOf(crossing.from, pathText(crossing.path));
  return {
    file: place?.file,
    place,
    path: pathText([...entryPath(crossing.from), ...crossing.path]),
    what: `is part of a cycle, in which no stack can run first: ${told.join("; ")}. ${mendText(cycle, hops, ground)}`,
  };
}

function mendText(
  cycle: readonly FleetStack[],
  hops: readonly { readonly stack: FleetStack; readonly crossing: Crossing }[],
  ground: CycleGround,
): string {
  const { shared } = ground.file.division;
  const group = candidates(cycle, hops, ground).find(ground.isMendedBy);
  if (group === undefined)
    return "Remove one of these references, or put these stacks into one group in fleet.yaml (division.groups)";
  const members = [
    `name: ${group.name}`,
    ...(group.accounts.length === 0 ? [] : [`accounts: ${JSON.stringify(group.accounts)}`]),
    ...(group.entries.length === 0 ? [] : [`entries: ${JSON.stringify(group.entries)}`]),
  ];
  const why =
    group.entries.length === 0
      ? "what refers to each other is then in one stack"
      : `these entries then run after the stacks that they refer to, and not in ${shared}`;
  return `Add a group in fleet.yaml: division.groups: [{ ${members.join(", ")} }]; ${why}`;
}

/** Groups that may mend a cycle: of the entries that refer out of `shared`, or of the accounts that refer to each other. */
function candidates(
  cycle: readonly FleetStack[],
  hops: readonly { readonly stack: FleetStack; readonly crossing: Crossing }[],
  { file: { division } }: CycleGround,
): FleetGroup[] {
  const names = new Set([division.shared, ...division.groups.map(({ name }) => name)].map(foldedStackName));
  const free = (name: string): string => (names.has(foldedStackName(name)) ? free(`${name}-2`) : name);
  const out = hops.filter(({ stack }) => stack.name === division.shared);
  const kinds = [...new Set(out.flatMap(({ stack }) => stack.crossings.map(({ from }) => from.kind)))];
  const [kind] = out.map(({ crossing }) => crossing.from.kind);
  const byKind = (all: readonly KindName[]): FleetGroup[] =>
    all.length === 0
      ? []
      : [
          {
            name: free(GROUP_NAMES[all[0]!] ?? SECTIONS[all[0]!]),
            accounts: [],
            entries: all.map((one) => `${one}/*`),
          },
        ];
  const accounts = [
    ...new Set(cycle.flatMap(({ entries }) => entries.flatMap((entry) => accountOf(entry) ?? []))),
  ].sort();
  const isOfAccounts = cycle.every(({ name }) => !names.has(foldedStackName(name)));
  return [
    ...byKind(kind === undefined ? [] : [kind]),
    ...byKind(kinds),
    ...(isOfAccounts ? [{ name: free(`${cycle[0]!.name.slice(0, 90)}-group`), accounts, entries: [] }] : []),
  ];
}
