import * as fc from "fast-check";
import { type KindName, UNKNOWN } from "../../provider/kinds";
import { declarationFindings } from "../../provider/lifecycle/declaration";
import { kindAt } from "../../provider/lifecycle/kindAt";
import { difference } from "../../provider/lifecycle/diff";
import { normalise, sameValue } from "../../provider/lifecycle/values";
import { portalFacts, type PortalName } from "../../provider/portals";

const LIMITS = {
  projects: 1,
  instances: 1,
  vcpus: 1,
  ramGb: 1,
  volumes: 1,
  volumeStorageGb: 1,
  volumeSnapshots: 1,
  routers: 1,
  networks: 1,
  floatingIps: 1,
};

/** One sound declaration of each kind, with every field that it can have. */
const CSP: Record<KindName, Record<string, unknown>> = {
  Account: {
    name: "Acme",
    description: "d",
    state: "trial",
    availableServices: ["openstack", "s3"],
    primaryColor: "#112233",
    secondaryColor: "#AABBCC",
    iconUrl: "https://example.com/i.png",
    uprovideAccount: "UP-10001",
    onDelete: "decommission",
    decommissionReason: "cancelled",
    confirm: ["csp/C6"],
  },
  User: {
    account: "cli_1",
    username: "u",
    email: "u@example.com",
    firstName: "U",
    lastName: "V",
    description: "d",
    profiles: ["b", "a"],
    permissions: ["show_usage"],
    accessTimes: [{ days: ["tue", "mon"], from: "08:00", to: "18:00" }],
    sourceAddresses: ["2001:db8::/32", "203.0.113.7"],
    resetPassword: "2026-11",
  },
  Profile: { name: "P", description: "d", level: "client", permissions: ["b", "a"] },
  QuotaProfile: { name: "Q", inheritable: true, default: false, limits: LIMITS },
  Quota: {
    account: "cli_1",
    project: "prj_1",
    region: "ch-1",
    limits: LIMITS,
    approveRequests: false,
    rejectRequests: [{ id: "r_2", comment: "c" }, { id: "r_1" }],
    onDelete: "reset",
  },
  ServiceActivation: { account: "cli_1", service: "s3", after: "cli_1/openstack", onDelete: "refuse" },
  Project: {
    account: "cli_1",
    name: "p",
    description: "d",
    quotaProfile: "qp_1",
    roles: [
      { user: "u_2", roles: ["reader", "member"] },
      { user: "u_1", roles: ["member"] },
    ],
    after: "cli_1/openstack",
  },
};

const ORGANIZATION = "11111111-1111-4111-8111-111111111111";
const SCALEWAY: Partial<Record<KindName, Record<string, unknown>>> = {
  Account: {
    name: "Acme",
    description: "d",
    email: "it@acme.example",
    ownerFirstName: "Olga",
    ownerLastName: "Owner",
    phone: "+41 44 555 01 02",
    externalId: "C-1",
    locked: true,
    adminAccess: { username: "adm", email: "adm@example.com", password: "p" },
    onDelete: "lock",
    confirm: ["scaleway/C8"],
  },
  User: {
    account: ORGANIZATION,
    username: "anna.keller",
    email: "u@example.com",
    firstName: "U",
    lastName: "V",
    phone: "1",
    locale: "fr_FR",
    tags: ["b", "a"],
    profiles: ["Editors", "Administrators"],
    locked: false,
    password: "p",
    sendWelcomeEmail: true,
    sendPasswordEmail: false,
  },
  Profile: {
    account: ORGANIZATION,
    name: "Readers (all)",
    description: "d",
    group: "Editors",
    tags: ["b", "a"],
    rules: [
      { permissionSets: ["IAMReadOnly", "BillingReadOnly"], scope: "organization", condition: "true" },
      { permissionSets: ["VPCReadOnly"], scope: { projects: [ORGANIZATION] } },
    ],
  },
  QuotaProfile: { name: "Q", limits: { iam_users: 5 } },
  Quota: { account: ORGANIZATION, region: "fr-par", limits: { iam_users: 5 } },
  Project: { account: ORGANIZATION, name: "p", description: "d" },
};

const GRIDSCALE: Partial<Record<KindName, Record<string, unknown>>> = {
  Account: {
    name: "Acme",
    owner: ORGANIZATION,
    locations: ["zrh", "fra"],
    features: ["kubernetes", "gpu"],
    gridscale: { prices: { "10001": 0.012 } },
    locked: false,
    onDelete: "delete",
  },
  User: {
    email: "u@example.com",
    firstName: "U",
    lastName: "V",
    phone: "1",
    locale: "de",
    locked: false,
    access: [{ account: ORGANIZATION, profile: "Admin" }],
    realmAccess: "Read Only",
  },
  Profile: { name: "Read Only", level: "client", permissions: ["view"] },
  QuotaProfile: { name: "Q", limits: { cores: 5 } },
  Quota: { account: ORGANIZATION, limits: { cores: 5, memory: 0 }, onDelete: "reset" },
  ServiceActivation: { account: ORGANIZATION, service: "location:zrh", onDelete: "remove" },
};

const PORTALS = [
  { name: "csp", sound: CSP },
  { name: "scaleway", sound: SCALEWAY },
  { name: "gridscale", sound: GRIDSCALE },
] as const;
const kindsOf = (portal: PortalName) => (name: KindName) => kindAt(name, portalFacts(portal));
const atCsp = kindsOf("csp");
const SOUND = CSP;

/** The same value with some of its leaves, or whole branches, not known yet. */
function withUnknowns(value: unknown, decide: () => boolean): unknown {
  if (decide()) return UNKNOWN;
  if (Array.isArray(value)) return value.map((entry) => withUnknowns(entry, decide));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withUnknowns(entry, decide)]));
  return value;
}

describe.each(PORTALS)("what a declaration alone tells on $name", ({ name: portal, sound }) => {
  const facts = portalFacts(portal);
  const names = Object.keys(sound) as KindName[];
  const soundOf = (kind: KindName): Record<string, unknown> => sound[kind]!;

  it.each(names)("a sound %s has no failure", (kind) => {
    expect(declarationFindings(kindAt(kind, facts), facts, soundOf(kind))).toEqual([]);
  });

  it("values that are not known yet never fail, at any depth", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.infiniteStream(fc.boolean()), (kind, coins) => {
        const decide = () => coins.next().value === true;
        const inputs = Object.fromEntries(
          Object.entries(soundOf(kind)).map(([name, value]) => [name, withUnknowns(value, decide)]),
        );
        expect(declarationFindings(kindAt(kind, facts), facts, inputs)).toEqual([]);
      }),
    );
  });

  it("garbage in a field fails on that field, and never throws", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(),
        fc.anything({ withNullPrototype: true }),
        (kind, pick, garbage) => {
          const fields = Object.keys(soundOf(kind));
          const name = fields[pick % fields.length]!;
          const failures = declarationFindings(kindAt(kind, facts), facts, { ...soundOf(kind), [name]: garbage });
          for (const { property, reason } of failures) {
            expect(property.split(/[.[]/)[0]).toBe(name);
            expect(reason).not.toMatch(/[\n\u001b]/);
          }
        },
      ),
    );
  });

  it("every field that the portal lacks is refused with what to do instead", () => {
    for (const [kind, fields] of Object.entries(facts.lacksFields) as [KindName, Record<string, string>][])
      for (const [name, advice] of Object.entries(fields)) {
        const [failure] = declarationFindings(kindAt(kind, facts), facts, { ...soundOf(kind), [name]: UNKNOWN });
        expect(failure).toEqual({ property: name, reason: `${facts.title} has no such field: ${advice}` });
      }
  });

  it("every field of every kind is declared here, or one that the portal lacks", () => {
    const speakToProvider = [
      "adopt",
      "confirm",
      "connection",
      "followProfile",
      "profile",
      "basedOn",
      "add",
      "remove",
      "permissions",
      "generatePassword",
      "resetPassword",
    ];
    for (const kind of names) {
      const known = [...Object.keys(soundOf(kind)), ...Object.keys(facts.lacksFields[kind] ?? {}), ...speakToProvider];
      expect(Object.keys(kindAt(kind, facts).fields).filter((name) => !known.includes(name))).toEqual(
        kind === "QuotaProfile" && portal === "csp" ? ["account"] : [],
      );
    }
  });

  it("kinds that the portal lacks are refused with what to do instead", () => {
    for (const [kind, advice] of Object.entries(facts.lacksKinds) as [KindName, string][])
      expect(declarationFindings(kindAt(kind, facts), facts, {})).toEqual([
        { property: "", reason: `${facts.title} has no ${kind}: ${advice}` },
      ]);
  });
});

describe("what a declaration alone tells", () => {
  it.each(["constructor", "__proto__", "toString"])(
    "a service that is called %s is just an unknown word",
    (service) => {
      expect(
        declarationFindings(atCsp("Account"), portalFacts("csp"), { ...SOUND.Account, availableServices: [service] }),
      ).toEqual([]);
    },
  );

  it("what can't even be printed fails on its field", () => {
    const failures = declarationFindings(atCsp("Account"), portalFacts("csp"), {
      ...SOUND.Account,
      availableServices: [{ toString: 0 }],
    });
    expect(failures.map(({ property }) => property)).toEqual(["availableServices[0]"]);
  });
});

describe("what is the same", () => {
  it("sets, whatever their order and repeats", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (permissions) => {
        const again = [...permissions].reverse().concat(permissions);
        const before = normalise(atCsp("Profile"), { ...SOUND.Profile, permissions });
        expect(difference(atCsp("Profile"), before, { ...SOUND.Profile, permissions: again }).changes).toBe(false);
        expect(normalise(atCsp("Profile"), { permissions: again })).toEqual(
          normalise(atCsp("Profile"), { permissions }),
        );
      }),
    );
  });

  it("colours, whatever their case", () => {
    expect(sameValue(atCsp("Account").fields["primaryColor"], "#aabbcc", "#AABBCC")).toBe(true);
    expect(sameValue(atCsp("Account").fields["primaryColor"], "#aabbcc", "#AABBCD")).toBe(false);
  });

  it("nothing that is not known yet", () => expect(sameValue(undefined, UNKNOWN, UNKNOWN)).toBe(false));
});

describe("what a change means", () => {
  it("a new login name makes a new user, beside the old one", () => {
    expect(difference(atCsp("User"), SOUND.User, { ...SOUND.User, username: "v" })).toEqual({
      changes: true,
      replaces: ["username"],
      deleteBeforeReplace: false,
    });
  });
  it("a new quota profile's account makes a new one of the same name, which the old one must leave first", () => {
    const before = { ...SOUND.QuotaProfile, inheritable: undefined, account: "cli_1" };
    expect(difference(atCsp("QuotaProfile"), before, { ...before, account: UNKNOWN })).toEqual({
      changes: true,
      replaces: ["account"],
      deleteBeforeReplace: false,
    });
  });
  it("an account that is not known yet may be another one", () => {
    expect(difference(atCsp("User"), SOUND.User, { ...SOUND.User, account: UNKNOWN }).replaces).toEqual(["account"]);
  });
  it("everything else is changed in place", () => {
    expect(difference(atCsp("User"), SOUND.User, { ...SOUND.User, email: "v@example.com" })).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
    });
  });
});
