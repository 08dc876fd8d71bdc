import { type Effect, EVERYWHERE, type PathStep } from "../../../../review";
import { indices, UNKNOWN_PERMISSION } from "./permissions";
import { REALM } from "./profiles";
import type { SampleRealm } from "./realm";

export function effects(realm: SampleRealm): Effect[] {
  const gaining = realm.customers("gained");
  const lost = realm.customers("lost");
  const maybe = realm.customers("maybe gained");
  const unknown = realm.customers("unknown");
  const newcomer = realm.newcomer();
  const profile = (name: string): PathStep[] => [{ kind: "profile", name }];
  const all: Effect[] = [
    {
      people: gaining,
      scope: EVERYWHERE,
      change: "gained",
      permissions: indices(["show_clients"]),
      sentence: `${gaining.length} people gain: see all accounts of the reseller`,
      path: profile("Support"),
    },
    {
      people: newcomer === undefined ? [] : [newcomer.key],
      scope: EVERYWHERE,
      change: "gained",
      permissions: indices(REALM),
      sentence: `${newcomer?.name ?? ""} is new, and may manage accounts, people and what they are charged for`,
      path: profile("Reseller"),
    },
    {
      people: maybe,
      scope: "own",
      change: "maybe gained",
      permissions: indices(["manage_ec2_credentials", "show_backup"]),
      sentence: `${maybe.length} people may gain: create access keys, see the backups. The plan doesn't know yet`,
      path: profile("Storage"),
    },
    {
      people: lost,
      scope: "own",
      change: "lost",
      permissions: indices(["show_s3_panel"]),
      sentence: `${lost.length} people lose: see the object storage panel. Access keys that they have stay valid`,
      path: profile("User"),
    },
    {
      people: unknown,
      scope: "own",
      change: "unknown",
      permissions: indices([UNKNOWN_PERMISSION]),
      sentence: `What ${unknown.length} people gain by ${UNKNOWN_PERMISSION} can't be told`,
      path: profile("Beta"),
    },
  ];
  return all.filter(({ people }) => people.length > 0);
}
