import { findDrift, parseDriftFile, reportOf } from "../../drift";
import { type AdoptOptions, adoption } from "../../drift/adopt/adopt";
import { FORMATS } from "../../drift/outputs";
import { newProblems } from "../../drift/adopt/soundness";
import { CspBench } from "../portals/csp/bench";
import type { MiniEngine } from "../support/miniEngine";
import { enginePlan } from "./enginePlan";
import { realmProgram } from "./realmProgram";

const OTHERS = "ignore: [{ kind: User, name: realm-operator, reason: The token of the pipeline is theirs }]";

const REALM = `# The realm of the tests
profiles:
  storage: { name: Storage, level: client, permissions: [show_s3_panel, manage_buckets] } # what most have
  desk:
    name: Desk
    level: client
    permissions:
      - show_users # to help
      - show_projects

accounts:
  # Our first customer
  acme:
    name: Acme AG   # as in the register
    state: production
    availableServices: [openstack, s3]
    uprovideAccount: UP-10001
    users:
      anna: { username: anna, email: anna@acme.example.com, firstName: Anna, lastName: Keller, profiles: [{ existing: User-Adm }, storage] }

      # on leave until May
      bob:
        username: "bob"
        email: bob@acme.example.com
        firstName: Bob
        lastName: 'Frei'
        profiles: [storage]
    services: [openstack]
    quotas:
      ch-1: { limits: { projects: 2, instances: 5, vcpus: 10, ramGb: 20, volumes: 10, volumeStorageGb: 200, volumeSnapshots: 5, routers: 1, networks: 2, floatingIps: 2 } }
    projects:
      main: { name: main, roles: [{ user: bob, roles: [member] }] }
`;

describe("what was changed at the portal is written back into the realm file", () => {
  let bench: CspBench;
  let engine: MiniEngine;
  /** Settings that are read anew by every run. */
  let settings: Record<string, string>;
  beforeEach(async () => {
    bench = await CspBench.start();
    settings = {};
    engine = bench.engineWith(settings);
    expect((await engine.up(realmProgram(REALM).program)).failures).toEqual([]);
  });
  afterEach(() => bench.close());

  const found = (text: string) =>
    findDrift({
      plan: enginePlan(engine.resources, { lines: realmProgram(text).lines }),
      settings: bench.readSettings(),
      quietMilliseconds: 1,
      ignore: parseDriftFile(OTHERS),
    });
  const adopted = async (options: Omit<AdoptOptions, "readFile"> = {}, text = REALM) =>
    adoption(await found(text), { ...options, readFile: () => text });
  const id = (label: string) => engine.resources.get(label)?.id ?? "";
  const users = () => `/clients/${id("Account acme")}/users`;
  const patch = async (path: string, body: object) => {
    const object = (await bench.portal.list(path.replace(/\/[^/]+$/, ""))).find((other) => path.endsWith(other.id))!;
    await bench.portal.patch(path, object, body);
  };

  /** Nothing is written at the portal, whatever comes after. */
  const expectSettled = async (text: string, environment: Readonly<Record<string, string>> = {}) => {
    const before = JSON.stringify(await bench.dump());
    const { program } = realmProgram(text);
    Object.assign(settings, environment);
    const { failures } = await engine.up(program);
    for (const name of Object.keys(environment)) delete settings[name];
    expect(failures).toEqual([]);
    expect(JSON.stringify(await bench.dump())).toBe(before);
    expect(await engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    expect((await engine.preview(program)).steps).toEqual([]);
    expect(reportOf(await found(text))).toMatchObject({ verdict: "none" });
  };

  it("nothing where nothing has drifted", async () => {
    expect(await adopted({ missing: true, undeclared: true })).toEqual({
      files: new Map(),
      written: [],
      byHand: [],
      left: [],
      toTakeOver: [],
    });
  });

  it("changed fields: words, sets, references; everything else stays as it stands there", async () => {
    const standard = (await bench.portal.one("/profiles", "name", "User")).id;
    await patch(`${users()}/${id("User acme/bob")}`, { lastName: "O'Frei", description: "Night shift" });
    await patch(`${users()}/${id("User acme/anna")}`, { profileId: standard, permissionSets: [] });
    await patch(`/profiles/${id("Profile desk")}`, { permissions: ["show_projects", "create_user"] });
    await patch(`/clients/${id("Account acme")}`, { name: "Acme Group: AG" });
    const { files, byHand, written } = await adopted();
    expect(byHand).toEqual([]);
    expect(written.map(({ key }) => key).sort()).toEqual([
      "Account/acme",
      "Profile/desk",
      "User/acme/anna",
      "User/acme/bob",
    ]);
    const text = files.get("realm.yaml")!;
    expect(text).toBe(
      REALM.replace("      - show_users # to help\n", "")
        .replace("- show_projects\n", "- show_projects\n      - create_user\n")
        .replace("Acme AG   #", '"Acme Group: AG"   #')
        .replace("[{ existing: User-Adm }, storage]", "[{ existing: User }]")
        .replace("'Frei'", "'O''Frei'"),
    );
    await expectSettled(text);
  });

  it("missing objects go with --missing alone, and objects that nobody declares come with --undeclared alone", async () => {
    const anna = await bench.portal.one(users(), "id", id("User acme/anna"));
    await bench.portal.delete(`${users()}/${anna.id}`, anna);
    await bench.portal.post(users(), {
      username: "carla",
      email: "carla@acme.example.com",
      firstName: "Carla",
      lastName: "No",
      profileId: id("Profile storage"),
    });
    const neither = await adopted();
    expect([neither.files.size, neither.left.map(({ key }) => key)]).toEqual([0, ["User/carla", "User/acme/anna"]]);

    const both = await adopted({ missing: true, undeclared: true });
    expect(both.byHand).toEqual([]);
    const text = both.files.get("realm.yaml")!;
    const line = REALM.split("\n").find((other) => other.includes("anna:"))!;
    expect(text).not.toContain(line);
    expect(text).toContain("# on leave until May\n      bob:");
    expect(text).toContain("        lastName: 'Frei'\n        profiles: [storage]\n      carla:");
    expect(realmProgram(text).program).toContainEqual({
      kind: "User",
      label: "User acme/carla",
      inputs: expect.objectContaining({ username: "carla", lastName: "No" }) as object,
      dependsOn: [],
    });
    // The word that lets one run take it over doesn't stay in Git.
    expect(text).not.toContain("adopt");
    expect(both.toTakeOver).toEqual(["User/acme/carla"]);
    expect((await engine.preview(realmProgram(text).program)).failures.join()).toContain("exists already");
    await expectSettled(text, { adopt: "true" });
  });

  it("somebody who was deleted and made anew stays: the old entry goes, and the new one is for who is there now", async () => {
    const anna = await bench.portal.one(users(), "id", id("User acme/anna"));
    await bench.portal.delete(`${users()}/${anna.id}`, anna);
    const anew = await bench.portal.post(users(), {
      username: "anna",
      email: "anna@acme.example.com",
      firstName: "Anna",
      lastName: "Anew",
      profileId: id("Profile storage"),
    });
    const gone = await adopted({ missing: true });
    expect(gone.written.map(({ key }) => key)).toEqual(["User/acme/anna"]);
    const both = await adopted({ missing: true, undeclared: true });
    const text = both.files.get("realm.yaml")!;
    expect(text).toContain("lastName: Anew");
    await expectSettled(text, { adopt: "true" });
    expect((await bench.portal.one(users(), "username", "anna")).id).toBe((anew["user"] as { id: string }).id);
  });

  it("what can't be declared as it is at the portal is left to a person, and nothing of it is written", async () => {
    await patch(`${users()}/${id("User acme/bob")}`, { lastName: "Frei\u202e" });
    const { files, byHand } = await adopted();
    expect([files.size, byHand]).toEqual([
      0,
      [
        {
          key: "User/acme/bob",
          what: expect.stringContaining("must not have control or invisible characters (found U+202E)") as string,
          place: expect.stringMatching(/^realm\.yaml:\d+$/) as string,
        },
      ],
    ]);
  });

  it("just what --only names, and a name that has not drifted is an error", async () => {
    await patch(`${users()}/${id("User acme/bob")}`, { lastName: "One" });
    await patch(`${users()}/${id("User acme/anna")}`, { lastName: "Two" });
    const { written } = await adopted({ only: ["User/acme/anna"] });
    expect(written.map(({ key, what }) => `${key} ${what}`)).toEqual(['User/acme/anna lastName is now "Two"']);
    await expect(adopted({ only: ["User/acme/ann"] })).rejects.toThrow("did you mean User/acme/anna");
    // As reports print it.
    const printed = FORMATS.text(reportOf(await found(REALM)), { colour: false, width: 140 });
    const [, line = ""] = /^CHANGED +(User\/acme\/anna · .*)$/m.exec(printed) ?? [];
    for (const only of [line, "User · anna of Acme AG", "users/acme/anna", `user/${id("User acme/anna")}`])
      expect((await adopted({ only: [only] })).written.map(({ key }) => key)).toEqual(["User/acme/anna"]);
  });

  it("an entry that others refer to isn't taken out", () => {
    const without = REALM.replace(/ {2}storage: .*\n/, "");
    expect(newProblems(new Map([["realm.yaml", REALM]]), new Map([["realm.yaml", without]]))).toEqual([
      expect.stringContaining('refers to "storage", but this realm has no Profile of this key'),
      expect.stringContaining("realm.yaml"),
    ]);
    expect(newProblems(new Map([["realm.yaml", REALM]]), new Map([["realm.yaml", `${REALM}# x\n`]]))).toEqual([]);
  });

  it("what a program declares is told with its line, and so is what stands under an anchor", async () => {
    await patch(`${users()}/${id("User acme/bob")}`, { lastName: "One" });
    const plan = enginePlan(engine.resources).replaceAll("::User acme/bob", "::bob");
    const drift = await findDrift({ plan, settings: bench.readSettings(), quietMilliseconds: 1 });
    const { byHand, files } = adoption(drift, { only: ["User/bob"], readFile: () => REALM });
    expect([files.size, byHand]).toEqual([
      0,
      [{ key: "User/bob", what: 'set lastName to "One"', place: "index.ts:3" }],
    ]);
    const shared = REALM.replace("lastName: 'Frei'", "lastName: &frei Frei");
    const inFile = await adopted({}, shared);
    expect(inFile.byHand).toEqual([
      expect.objectContaining({ what: 'set lastName to "One" (has an anchor that other entries may share)' }),
    ]);
  });
});
