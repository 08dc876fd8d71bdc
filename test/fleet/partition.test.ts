import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import * as fc from "fast-check";
import { examineFleet, type Fleet, newLock, partOf, readingOfPart, readPart } from "../../fleet";
import type { RealmEntry } from "../../realm/entry";
import { yamlFiles } from "../../realm/write/yaml";
import { withFiles } from "../realm/files";
import { randomEntries } from "../realm/randomEntries";
import { drawn, runs } from "../support/runs";

const id = ({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`;

function write(folder: string, entries: readonly RealmEntry[], by: string): void {
  mkdirSync(path.join(folder, "realm"), { recursive: true });
  const files = entries.length === 0 ? [{ path: "empty.yaml", text: "accounts: {}\n" }] : yamlFiles(entries);
  for (const { path: name, text } of files) writeFileSync(path.join(folder, "realm", path.basename(name)), text);
  writeFileSync(path.join(folder, "fleet.yaml"), `files: realm\ndivision: { by: ${by} }\nreferences: stack\n`);
}

function locked(folder: string): Fleet {
  const lock = newLock(folder);
  if (lock !== undefined) writeFileSync(lock.path, lock.text);
  const { fleet, problems } = examineFleet(folder);
  expect(problems).toEqual([]);
  return fleet!;
}

/** References to entries, by any way through the values. */
function referredBy(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const { entry } = value as { entry?: { kind: string; name: string } };
  return entry === undefined ? Object.values(value).flatMap(referredBy) : [id(entry)];
}

describe("a division", () => {
  it("puts each entry into one stack, after all that it needs, and its parts are the whole", () => {
    fc.assert(
      fc.property(randomEntries, fc.integer({ min: 1, max: 6 }), (entries, most) => {
        withFiles({}, (folder) => {
          write(folder, entries, `{ resources: ${most} }`);
          const { folder: own, stacks, realm, stackOf } = locked(folder);
          expect(
            stacks
              .flatMap((stack) => stack.entries)
              .map(id)
              .sort(),
          ).toEqual(realm.entries.map(id).sort());
          for (const [index, stack] of stacks.entries()) {
            const before = stacks.slice(0, index).map(({ name }) => name);
            expect(before).toEqual(expect.arrayContaining([...stack.needs]));
            const within = new Set(stack.entries.map(id));
            const outside = stack.entries.flatMap(({ values }) => referredBy(values)).filter((to) => !within.has(to));
            expect(stack.crossings.map(({ to }) => id(to)).sort()).toEqual(outside.sort());
            for (const { to, stack: home } of stack.crossings) expect(stackOf(to)?.name).toBe(home);
            for (const entry of stack.entries) {
              expect(stackOf(entry)).toBe(stack);
              if (entry.within !== undefined) expect(within).toContain(`Account ${entry.within}`);
            }
          }
          const fleet = examineFleet(folder).fleet!;
          const parts = stacks.map(({ name }) =>
            readPart(JSON.stringify(partOf(fleet, name)), own, "fleet.yaml", name),
          );
          const readings = parts.map(readingOfPart);
          const byId = new Map(readings.flatMap((part) => part.entries).map((entry) => [id(entry), entry]));
          expect(realm.entries.map((entry) => byId.get(id(entry)))).toEqual(realm.entries);
          for (const reading of readings)
            for (const entry of reading.entries)
              for (const property of ["", "profiles[1]", "limits", "roles[0].user", "name", "nowhere.at[3].all"])
                expect(reading.placeOf(entry, property)).toEqual(realm.placeOf(entry, property));
        });
      }),
      drawn(runs(15)),
    );
  });

  it("keeps every account where it is when others come and go", () => {
    fc.assert(
      fc.property(randomEntries, randomEntries, fc.integer({ min: 1, max: 6 }), (some, others, most) => {
        withFiles({}, (folder) => {
          write(folder, some, `{ resources: ${most} }`);
          const before = locked(folder);
          const names = new Set(some.map(id));
          const fresh = others.filter((entry) => entry.kind === "Account" && !names.has(id(entry)));
          write(
            folder,
            [...some, ...fresh].map((entry) => ({ ...entry, formerly: [] })),
            `{ resources: ${most} }`,
          );
          const after = locked(folder);
          for (const entry of some) expect(after.stackOf(entry)?.name).toBe(before.stackOf(entry)?.name);
        });
      }),
      drawn(runs(10)),
    );
  });
});
