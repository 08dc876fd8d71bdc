import * as fc from "fast-check";
import { UNKNOWN_SIGN } from "../../engine/values";
import { PORTAL_NAMES, type PortalName } from "../../provider/portals/list";
import { type FindingId, type Level, type Report, reviewPlan } from "../../review";
import { shownText } from "../../text/escape";
import { ACME } from "../portals/csp/identities";
import { fixtureOf, fixtures } from "../portals/list";
import { ORGANIZATION } from "../portals/scaleway/identities";
import { type IdentityChange, MALLORY } from "./identities";
import { planText, same, type WrittenResource } from "./planText";
import { runs } from "../support/runs";

const TODAY = "2027-03-01";

function reviewed(portal: PortalName, resources: readonly WrittenResource[]): Report {
  return reviewPlan(planText(resources, { config: { "reseller:portal": portal } }), { today: TODAY });
}

const csp = fixtureOf("csp").identities();
const scaleway = fixtureOf("scaleway").identities();
const gridscale = fixtureOf("gridscale").identities();

type Case = IdentityChange & { readonly portal: PortalName };

/** A change of who somebody is, which says nothing of rights. */
const CASES: readonly Case[] = fixtures.flatMap(({ name: portal, identities }) =>
  identities().changes.map((change) => ({ portal, ...change })),
);

describe("who somebody is", () => {
  const found = ({ portal, change, operation, id }: Case, values: object) => {
    const rita: WrittenResource = {
      kind: "User",
      name: "rita",
      before: values,
      after: JSON.parse(JSON.stringify({ ...values, ...change })) as object,
      ...(operation === undefined ? {} : { operation }),
    };
    const report = reviewed(portal, [...fixtureOf(portal).identities().others, rita]);
    return report.findings.filter((finding) => finding.id === id && finding.subject === "User/rita");
  };
  const LEVELS: Readonly<Partial<Record<FindingId, Level>>> = { "IRR-02": "irreversible" };

  it.each(CASES)("at $portal: $what weighs as much as what the person holds", (entry) => {
    const { strong, weak, power } = fixtureOf(entry.portal).identities();
    const [heavy, ...more] = found(entry, strong);
    expect(more).toEqual([]);
    expect(heavy).toMatchObject({ level: "escalation", certain: entry.certain ?? true, people: ["User/rita"] });
    for (const text of [...entry.says, power]) expect(heavy!.sentence).toContain(text);
    const [light] = found(entry, weak);
    expect(light).toMatchObject({ level: LEVELS[entry.id] ?? "risk", certain: entry.certain ?? true });
    for (const text of entry.says) expect(light!.sentence).toContain(text);
  });

  it.each(CASES.filter(({ id }) => id === "IDN-01"))(
    "at $portal: $what is nothing where the person holds nothing",
    (entry) => {
      const { weak } = fixtureOf(entry.portal).identities();
      const { profiles: _profiles, access: _access, ...none } = weak as Record<string, unknown>;
      expect(found(entry, none)).toEqual([]);
    },
  );

  it("is the same where an address is written with other letters, where the portal takes them for the same", () => {
    const change = { email: "Rita@ACME.example" };
    expect(found({ what: "", portal: "gridscale", change, id: "IDN-01", says: [] }, gridscale.strong)).toEqual([]);
  });

  it("counts for somebody who is locked out meanwhile: whoever lets them in lets the other one in", () => {
    const entry: Case = { what: "", portal: "scaleway", change: { email: MALLORY }, id: "IDN-01", says: [] };
    expect(found(entry, { ...scaleway.strong, locked: true })).toMatchObject([{ level: "escalation" }]);
  });

  it("is another one where the object at the portal is", () => {
    const { strong, others } = csp;
    const steps = JSON.parse(
      planText([...others, { kind: "User", name: "rita", before: strong, after: { ...strong, firstName: "R" } }]),
    ) as {
      steps: { urn: string; newState: { id: string } }[];
    };
    for (const { urn, newState } of steps.steps) if (urn.endsWith("::rita")) newState.id = "another";
    expect(reviewPlan(JSON.stringify(steps), { today: TODAY }).findings).toMatchObject([
      { id: "IDN-02", level: "escalation", subject: "User/rita" },
    ]);
  });

  it.each(PORTAL_NAMES)("is taken over where another resource has the sign-in (%s)", (portal) => {
    const { strong, others, signIn } = fixtureOf(portal).identities();
    const goes: WrittenResource = { kind: "User", name: "rita", before: strong };
    const comes = (values: object): WrittenResource => ({
      kind: "User",
      name: "mallory",
      after: { ...strong, ...values },
    });
    const letGo = JSON.parse(planText([...others, goes, comes({})], { config: { "reseller:portal": portal } })) as {
      steps: { urn: string; oldState: { retainOnDelete: boolean } }[];
    };
    for (const { urn, oldState } of letGo.steps) if (urn.endsWith("::rita")) oldState.retainOnDelete = true;
    expect(reviewPlan(JSON.stringify(letGo)).findings.map(({ id }) => id)).toContain("IDN-02");
    const idsOf = (...people: WrittenResource[]) =>
      reviewed(portal, [...others, ...people]).findings.filter(({ id }) => id === "IDN-02");
    const [finding] = idsOf(goes, comes({ phone: "+41 9" }));
    expect(finding).toMatchObject({
      level: "escalation",
      subject: "User/mallory",
      people: ["User/mallory", "User/rita"],
    });
    expect(finding!.sentence).toContain(`signs in with ${signIn} from now on, as `);
    expect(idsOf(goes, comes({ username: "mallory", email: MALLORY }))).toEqual([]);
  });

  it("is said in the headline, where nobody's rights change", () => {
    const { strong, others } = csp;
    const plan = [
      ...others,
      { kind: "User", name: "rita", before: strong, after: { ...strong, email: MALLORY } } as const,
    ];
    expect(reviewed("csp", plan).headline).toBe(
      "Blocked: 1 escalation; nobody's rights change, 1 person has another sign-in name or contact address.",
    );
  });

  it("of the partner's own administrator of an Organization is hers too", () => {
    const admin = { username: "adm", email: "adm@partner.example", password: "[secret]" };
    const { findings } = reviewed("scaleway", [
      {
        kind: "Account",
        name: "acme",
        before: { ...ORGANIZATION, adminAccess: admin },
        after: { ...ORGANIZATION, adminAccess: { ...admin, email: MALLORY } },
      },
    ]);
    expect(findings).toMatchObject([{ id: "IDN-01", level: "escalation", subject: "Account/acme adminAccess" }]);
  });
});

describe("whose an account is", () => {
  const found = (portal: PortalName, before: object, after: object, more: Partial<WrittenResource> = {}) =>
    reviewed(portal, [
      { kind: "Account", name: "acme", before, after: JSON.parse(JSON.stringify(after)) as object, ...more },
      same("User", "sara", { email: "sara@acme.example" }),
    ]).findings.map(({ id, level, sentence, certain }) => ({ id, level, sentence, certain }));

  it.each(
    fixtures.flatMap(({ name: portal, identities }) => identities().ownership.map((change) => ({ portal, ...change }))),
  )("at $portal: $before with $change is $id", ({ portal, before, change, id, level, says }) => {
    const findings = found(portal, before, { ...before, ...change });
    expect(findings).toMatchObject([{ id, level, certain: true }]);
    expect(findings[0]!.sentence).toContain(says);
  });

  it("is said as not known where it isn't", () => {
    expect(found("scaleway", ORGANIZATION, { ...ORGANIZATION, email: UNKNOWN_SIGN })).toMatchObject([
      { id: "IDN-03", certain: false, sentence: expect.stringContaining("something that is not known yet") as string },
    ]);
  });

  it("changes with an owner who is declared where none was", () => {
    const ids = found("gridscale", { name: "Acme AG" }, { name: "Acme AG", owner: "id-sara" });
    expect(ids).toContainEqual(
      expect.objectContaining({
        id: "OWN-03",
        sentence:
          "sara@acme.example will own Acme AG in place of the one that is not declared, who stays as an administrator.",
      }),
    );
  });

  const KEPT = { ...ACME, onDelete: "retain" };
  const ENDED = { ...ACME, onDelete: "decommission" };
  it.each([
    ["protection goes, and a deletion does something", ENDED, ENDED, [true, false], ["LIF-04"]],
    ["both at once", ACME, ENDED, [true, false], ["LIF-04"]],
    ["a deletion does something from now on", KEPT, ENDED, [false, false], ["LIF-04"]],
    [
      "a deletion does something that isn't known",
      ACME,
      { ...ACME, onDelete: UNKNOWN_SIGN },
      [false, false],
      ["LIF-04"],
    ],
    ["protection goes, and a deletion does nothing", ACME, ACME, [true, false], []],
    ["a deletion would do something, but for the protection", KEPT, ENDED, [true, true], []],
    ["all of it was so before", ENDED, { ...ENDED, description: "d" }, [false, false], []],
    ["a deletion does nothing from now on", ENDED, KEPT, [false, false], []],
  ] as const)("can be deleted: %s", (_what, before, after, protect, ids) => {
    expect(found("csp", before, after, { protect }).map(({ id }) => id)).toEqual(ids);
  });
});

describe("a name of any length", () => {
  /** Long and short, plain and full of what can't be seen, of one word and of many. */
  const name = fc
    .tuple(fc.constantFrom("a", "a ", "\u202E", "\u202E ", "💥", "e\u0301"), fc.constantFrom(1, 60, 20_000))
    .map(([piece, times]) => `n${piece.repeat(times)}n`);

  it("leaves the right in every sentence that has one", () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 6, maxLength: 6 }), ([acme, beta, gamma, desk, one, other]) => {
        const person = (key: string, account: string, username: string): WrittenResource => ({
          kind: "User",
          name: key,
          after: { account, username, email: `${username}@x.example`, profiles: ["User-Adm", "id-desk"] },
        });
        const moved: WrittenResource = {
          kind: "User",
          name: "moved",
          before: { account: "id-acme", username: one, email: one, profiles: ["User-Adm"] },
          after: { account: "id-beta", username: other, email: other, profiles: ["User-Adm"] },
          operation: "replace",
        };
        const permissions = ["show_clients"];
        const { findings } = reviewed("csp", [
          same("Account", "acme", { ...ACME, name: acme }),
          same("Account", "beta", { ...ACME, name: beta }),
          same("Account", "gamma", { ...ACME, name: gamma }),
          {
            kind: "Profile",
            name: "desk",
            before: { name: desk, level: "client", permissions },
            after: { name: desk, level: "client", permissions: [...permissions, "manage_clients"] },
          },
          person("p1", "id-acme", one!),
          person("p2", "id-beta", other!),
          person("p3", "id-gamma", desk!),
          same("User", "old", { username: one, email: one, profiles: ["id-desk"] }),
          moved,
        ]);
        const withRights = findings.filter(({ id }) => /^(ESC|IDN)-|^IRR-02/.test(id));
        expect(withRights.map(({ id }) => id)).toEqual(
          expect.arrayContaining(["ESC-01", "ESC-02", "ESC-04", "IDN-01"]),
        );
        for (const { sentence, id } of withRights)
          expect([id, shownText(sentence)]).toEqual([
            id,
            expect.stringMatching(
              /customers and enter|change customers|what profiles and people|create people|make permission profiles/,
            ) as string,
          ]);
      }),
      { numRuns: runs(20) },
    );
  });
});

describe("what the program gave as a secret", () => {
  it("stands in no report, also where an engine shows it", () => {
    const rita = { account: "id-acme", username: "rita", email: "rita@acme.example", profiles: ["User-Adm"] };
    const marked = (email: string) => ({ ...rita, email, __secrets: ["email"] });
    const after = { ...marked("Mark3d-second@acme.example"), lastName: "known" };
    const report = JSON.stringify(
      reviewed("csp", [
        same("Account", "acme", ACME),
        { kind: "User", name: "rita", before: marked("Mark3d-first@acme.example"), after },
      ]),
    );
    expect(report).toContain("IDN-01");
    expect(report).not.toContain("Mark3d");
  });
});
