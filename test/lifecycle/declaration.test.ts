import * as fc from "fast-check";
import { type KindName, kinds, UNKNOWN } from "../../provider/kinds";
import { declarationFindings } from "../../provider/lifecycle/declaration";
import { difference } from "../../provider/lifecycle/diff";
import { normalise, sameValue } from "../../provider/lifecycle/values";
import { portalFacts } from "../../provider/portals";

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
const SOUND: Record<KindName, Record<string, unknown>> = {
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

const csp = portalFacts("csp");
const kindNames = fc.constantFrom(...(Object.keys(SOUND) as KindName[]));

/** The same value with some of its leaves, or whole branches, not known yet. */
function withUnknowns(value: unknown, decide: () => boolean): unknown {
  if (decide()) return UNKNOWN;
  if (Array.isArray(value)) return value.map((entry) => withUnknowns(entry, decide));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withUnknowns(entry, decide)]));
  return value;
}

describe("what a declaration alone tells", () => {
  it.each(Object.keys(SOUND) as KindName[])("a sound %s has no failure", (kind) => {
    expect(declarationFindings(kinds[kind], csp, SOUND[kind])).toEqual([]);
  });

  it("values that are not known yet never fail, at any depth", () => {
    fc.assert(
      fc.property(kindNames, fc.infiniteStream(fc.boolean()), (kind, coins) => {
        const decide = () => coins.next().value === true;
        const inputs = Object.fromEntries(
          Object.entries(SOUND[kind]).map(([name, value]) => [name, withUnknowns(value, decide)]),
        );
        expect(declarationFindings(kinds[kind], csp, inputs)).toEqual([]);
      }),
    );
  });

  it.each(["constructor", "__proto__", "toString"])(
    "a service that is called %s is just an unknown word",
    (service) => {
      expect(declarationFindings(kinds.Account, csp, { ...SOUND.Account, availableServices: [service] })).toEqual([]);
    },
  );

  it("what can't even be printed fails on its field", () => {
    const failures = declarationFindings(kinds.Account, csp, {
      ...SOUND.Account,
      availableServices: [{ toString: 0 }],
    });
    expect(failures.map(({ property }) => property)).toEqual(["availableServices[0]"]);
  });

  it("garbage in a field fails on that field, and never throws", () => {
    fc.assert(
      fc.property(kindNames, fc.nat(), fc.anything({ withNullPrototype: true }), (kind, pick, garbage) => {
        const names = Object.keys(SOUND[kind]);
        const name = names[pick % names.length]!;
        const failures = declarationFindings(kinds[kind], csp, { ...SOUND[kind], [name]: garbage });
        for (const { property, reason } of failures) {
          expect(property.split(/[.[]/)[0]).toBe(name);
          expect(reason).not.toMatch(/[\n\u001b]/);
        }
      }),
    );
  });
});

describe("what is the same", () => {
  it("sets, whatever their order and repeats", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (permissions) => {
        const again = [...permissions].reverse().concat(permissions);
        const before = normalise(kinds.Profile, { ...SOUND.Profile, permissions });
        expect(difference(kinds.Profile, before, { ...SOUND.Profile, permissions: again }).changes).toBe(false);
        expect(normalise(kinds.Profile, { permissions: again })).toEqual(normalise(kinds.Profile, { permissions }));
      }),
    );
  });

  it("colours, whatever their case", () => {
    expect(sameValue(kinds.Account.fields["primaryColor"], "#aabbcc", "#AABBCC")).toBe(true);
    expect(sameValue(kinds.Account.fields["primaryColor"], "#aabbcc", "#AABBCD")).toBe(false);
  });

  it("nothing that is not known yet", () => expect(sameValue(undefined, UNKNOWN, UNKNOWN)).toBe(false));
});

describe("what a change means", () => {
  it("a new login name makes a new user, beside the old one", () => {
    expect(difference(kinds.User, SOUND.User, { ...SOUND.User, username: "v" })).toEqual({
      changes: true,
      replaces: ["username"],
      deleteBeforeReplace: false,
    });
  });
  it("a new quota profile's account makes a new one of the same name, which the old one must leave first", () => {
    const before = { ...SOUND.QuotaProfile, inheritable: undefined, account: "cli_1" };
    expect(difference(kinds.QuotaProfile, before, { ...before, account: UNKNOWN })).toEqual({
      changes: true,
      replaces: ["account"],
      deleteBeforeReplace: false,
    });
  });
  it("an account that is not known yet may be another one", () => {
    expect(difference(kinds.User, SOUND.User, { ...SOUND.User, account: UNKNOWN }).replaces).toEqual(["account"]);
  });
  it("everything else is changed in place", () => {
    expect(difference(kinds.User, SOUND.User, { ...SOUND.User, email: "v@example.com" })).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
    });
  });
});
