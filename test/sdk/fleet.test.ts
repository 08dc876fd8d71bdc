import * as pulumi from "@pulumi/pulumi";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { PART_VARIABLE, partOf, readFleet } from "../../fleet";
import { Realm } from "../../sdk";
import { partOfThisStack, publishedId } from "../../sdk/fleetPart";
import { CSP_CONFIG, sent } from "../support/mockedEngine";

const REALM = `profiles:
  admin: { name: Cloud Administrator, level: client, permissions: [show_users] }
quotaProfiles:
  starter: { name: Starter, limits: { vcpus: 2, ramGb: 2, volumes: 2, volumeStorageGb: 2 } }
accounts:
  acme:
    name: Acme AG
    state: production
    uprovideAccount: UP-1
    users:
      anna: { username: anna, email: anna@acme.example.com, firstName: Anna, lastName: Keller, profiles: [admin] }
`;

describe("Realm with a fleet", () => {
  const here = process.cwd();
  let folder: string;

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), "reseller-fleet-")));
    process.chdir(folder);
    writeFileSync("fleet.yaml", "files: realm.yaml\n");
    writeFileSync("realm.yaml", REALM);
  });

  afterEach(() => delete process.env[PART_VARIABLE]);

  afterAll(() => {
    process.chdir(here);
    rmSync(folder, { recursive: true });
  });

  const run = (stack: string) =>
    sent(() => void new Realm("realm", { fleet: "fleet.yaml" }), CSP_CONFIG, undefined, stack);
  const giveParts = (stack: string) => {
    writeFileSync("part.json", JSON.stringify(partOf(readFleet(folder), stack)));
    process.env[PART_VARIABLE] = path.join(folder, "part.json");
  };

  it("declares the part of its stack, the same from the files and from a part", async () => {
    const byItself = await run("acme");
    expect([...byItself.keys()].sort()).toEqual(["acme", "acme/anna", "realm", "realm-acme"]);
    expect(byItself.get("acme/anna")?.["profiles"]).toEqual(["Cloud Administrator"]);
    giveParts("acme");
    const byPart = await run("acme");
    expect(byPart).toEqual(byItself);
  });

  const refused = async (stack: string) => {
    await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "realm", stack);
    return () => partOfThisStack("fleet.yaml");
  };

  it("is an error in a stack that the fleet doesn't have", async () => {
    expect(await refused("acne")).toThrow(
      'the fleet of fleet.yaml has no stack "acne" (reseller fleet list shows all stacks); did you mean acme?',
    );
  });

  it("is an error with the part of another stack", async () => {
    giveParts("acme");
    expect(await refused("shared")).toThrow("that of the stack acme, but this is the stack shared");
  });

  describe("a reference by StackReference", () => {
    const target = { kind: "Profile", name: "admin", stack: "shared", values: {} } as const;

    it("is the id that the other stack publishes", () => {
      expect(publishedId({ "Profile/admin": "prof_1" }, target)).toEqual({ id: "prof_1" });
    });

    it("says to run the other stack where that one hasn't created the object", () => {
      expect(publishedId({}, target)).toEqual({
        problem:
          "a reference refers to Profile admin, which the stack shared hasn't created yet; run that stack first: pulumi up --stack shared",
      });
    });

    it("says to export the output where the program of the other stack doesn't", () => {
      expect(publishedId(undefined, target)).toEqual({
        problem:
          "the stack shared has no output references, in which it publishes the ids that other stacks refer to: " +
          "export it in the program (exports.references = realm.references), then run pulumi up --stack shared",
      });
    });
  });
});
