import * as fc from "fast-check";
import { KIND_NAMES } from "../../provider/model";
import { Lifecycle } from "../../provider/lifecycle";
import { difference } from "../../provider/model/diff";
import { kindAt } from "../../provider/model/kindAt";
import { likeness } from "../../provider/model/program";
import { naturalKeyOf, sameValue } from "../../provider/model/values";
import { portalNamed } from "../../provider/portals";
import { account, GridscaleBench, person } from "../portals/gridscale/bench";
import { member, organization, ScalewayBench } from "../portals/scaleway/bench";
import { PORTAL_NAMES } from "../../provider/portals/list";

const gridscale = portalNamed("gridscale");
const kind = kindAt("User", gridscale);
const [one, other] = [{ email: "Anna.Keller@Acme.example" }, { email: "anna.keller@acme.example" }];

describe("what names an object", () => {
  it("is the same for every spelling that the portal takes for one", () => {
    expect(naturalKeyOf(kind, one)).toBe(naturalKeyOf(kind, other));
    expect(naturalKeyOf(kind, one)).not.toBe(naturalKeyOf(kind, { email: "anna@acme.example" }));
    expect(
      likeness(
        gridscale,
        "User",
        () => one.email,
        () => other.email,
      ),
    ).toBe("same");
    const service = kindAt("ServiceActivation", gridscale);
    const keys = ["location:fra", "location:FRA", "gpu", "GPU"].map((word) =>
      naturalKeyOf(service, { account: "a", service: word }),
    );
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[3]);
  });

  it("is what values are compared by, at every portal and for every kind", () => {
    const spellings = fc.constantFrom(
      "A@B.example",
      "a@b.example",
      "a@B.example",
      "anna",
      "Anna",
      "location:A",
      "location:a",
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...PORTAL_NAMES),
        fc.constantFrom(...KIND_NAMES),
        fc.infiniteStream(spellings),
        (portal, name, words) => {
          const here = kindAt(name, portalNamed(portal));
          const drawn = () => Object.fromEntries(here.naturalKey.map((field) => [field, words.next().value as string]));
          const [first, second] = [drawn(), drawn()];
          const same = here.naturalKey.every((field) => sameValue(here.fields[field], first[field], second[field]));
          expect(naturalKeyOf(here, first) === naturalKeyOf(here, second)).toBe(same);
        },
      ),
    );
  });

  it("decides whether an old object has to go before its replacement comes", () => {
    const service = { ...kindAt("ServiceActivation", gridscale) };
    const before = { account: "a", service: "location:fra", connection: "x" };
    const replaced = {
      ...service,
      fields: { ...service.fields, after: { ...service.fields["after"]!, immutable: "replace" as const } },
    };
    expect(difference(replaced, before, { ...before, service: "location:FRA", after: "b" })).toEqual({
      changes: true,
      replaces: ["after"],
      deleteBeforeReplace: true,
    });
  });
});

describe("people of gridscale, whose addresses are one in any letter case", () => {
  let bench: GridscaleBench;
  beforeEach(async () => {
    bench = await GridscaleBench.start();
  });
  afterEach(() => bench.close());

  it("are refused a second declaration in other letters before anything is sent", async () => {
    const twice = [person("one", one), person("two", other)];
    bench.foretold(twice, { property: "email", label: "two", tells: "one" });
  });

  it("and products, which are numbers, are named in one way", () => {
    bench.foretold([account("acme", { productPrices: { "00017": 1 } })], {
      property: "productPrices.00017",
      tells: "without zeros",
    });
  });

  it("can be deleted after they were taken over in other letters", async () => {
    await bench.portal.call("createUser", {}, { email: other.email });
    await bench.up(person("anna", { ...one, adopt: true }));
    expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    await bench.up();
    expect(JSON.stringify(await bench.dump())).not.toContain(other.email);
  });

  it("stay when another resource of the run is declared in other letters", async () => {
    await bench.up(person("old", one));
    const settings = bench.readSettings();
    const run = new Lifecycle({
      settings: () => Promise.resolve(settings),
      say: () => undefined,
      quietMilliseconds: 1,
    });
    await run.check("User", undefined, { ...other, adopt: true });
    await run.delete("User", bench.id("old"), bench.state("old"));
    run.close();
    expect(JSON.stringify(await bench.dump())).toContain(one.email);
  });
});

describe("where nobody knows whether a portal tells letter cases apart", () => {
  let bench: ScalewayBench;
  beforeEach(async () => {
    bench = await ScalewayBench.start();
  });
  afterEach(() => bench.close());

  it("a create that meets an object of another spelling says which one, and how to take it over", async () => {
    await bench.up(member("anna"), organization("acme"));
    const taken = {
      status: 409,
      body: { type: "already_exists", message: "taken", resource: "user", resource_id: "x" },
    };
    for (const effect of [taken, { status: 500 }])
      for (const [route, twin, found] of [
        ["/iam/v1alpha1/users", member("ANNA", { email: "b@partner.example", confirm: ["scaleway/N1"] }), "User anna"],
        [
          "/partner/v1/organizations",
          organization("twin", { email: "ACME@customer.example", confirm: ["scaleway/N1"] }),
          "Account acme",
        ],
      ] as const) {
        await bench.control("PUT", "/faults", [{ match: { portal: "scaleway", method: "POST", route }, effect }]);
        const { failures } = await bench.engine.up([member("anna"), organization("acme"), twin]);
        expect(failures.join()).toContain(found);
        expect(failures.join()).toContain("with this spelling and adopt: true");
      }
  });
});
