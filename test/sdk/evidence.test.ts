import * as pulumi from "@pulumi/pulumi";
import { ADOPTS_INPUT, REFERENCES_INPUT, SECRETS_INPUT } from "../../provider/model";
import * as reseller from "../../sdk";
import { CSP_CONFIG, sent } from "../support/mockedEngine";

const profile = (name: string) => new reseller.Profile(name, { name, level: "client", permissions: ["show_users"] });
const account = () =>
  new reseller.Account("acme", {
    name: "Acme AG",
    state: "trial",
    uprovideAccount: "UP-10001",
    availableServices: ["openstack"],
  });
const person = (profiles: reseller.UserArgs["profiles"], of?: pulumi.Input<string>, options = {}) =>
  new reseller.User(
    "anna",
    { account: of, username: "anna", email: "anna@acme.example", firstName: "Anna", lastName: "Keller", profiles },
    options,
  );

describe("which values are the id of another resource", () => {
  it("is told where the program gave the resource, or its very id, at any depth", async () => {
    const inputs = await sent(() => {
      const customer = account();
      const anna = person([profile("one"), "User", profile("two").id], customer.id);
      new reseller.Quota("quota", { account: customer, region: "ch-1", limits: LIMITS });
      new reseller.ServiceActivation("openstack", { account: customer, service: "openstack" });
      new reseller.Project("main", { account: customer, name: "main", roles: [{ user: anna, roles: ["member"] }] });
    });
    expect(inputs.get("anna")![REFERENCES_INPUT]).toEqual({
      account: "Account::acme",
      "profiles[0]": "Profile::one",
      "profiles[2]": "Profile::two",
    });
    expect(inputs.get("main")![REFERENCES_INPUT]).toEqual({ account: "Account::acme", "roles[0].user": "User::anna" });
  });

  const ways: readonly (readonly [what: string, made: (one: reseller.Profile) => unknown])[] = [
    ["what apply makes of it", (one) => [one.id.apply((id) => id)]],
    ["what apply makes of a list", (one) => one.id.apply((id) => [id])],
    ["one of several", (one) => [pulumi.all([one.id]).apply(([id]) => id)]],
    ["text around it", (one) => [pulumi.interpolate`${one.id}`]],
    ["a promise", (one) => [Promise.resolve(one.id)]],
    ["another output of the resource", (one) => [one.urn]],
    ["a secret", (one) => [pulumi.secret(one.id)]],
    [
      "a copy of the resource with another id",
      (one) => [Object.assign(Object.create(Object.getPrototypeOf(one) as object) as object, one, { id: one.urn })],
    ],
    [
      "another id in the resource's place",
      (one) => {
        Object.defineProperty(one, "id", { value: one.id.apply((id) => id) });
        return [one];
      },
    ],
    [
      "another value behind the same id",
      (one) => {
        const hidden = one.id as unknown as { promise: unknown };
        hidden.promise = () => Promise.resolve("User-Adm");
        return [one.id];
      },
    ],
  ];
  it.each(ways)("isn't told of %s", async (_what, made) => {
    const inputs = await sent(() => {
      person(made(profile("one")) as reseller.UserArgs["profiles"]);
    });
    expect(inputs.get("anna")![REFERENCES_INPUT]).toBeUndefined();
  });

  it("isn't told of a resource that is transformed on its way, by itself or by what it is in", async () => {
    const swap: pulumi.ResourceTransformation = ({ props, opts }) => ({
      props: { ...props, profiles: ["User-Adm"] },
      opts,
    });
    const own = await sent(() => {
      person([profile("one")], undefined, { transformations: [swap] });
    });
    expect(own.get("anna")!["profiles"]).toEqual(["User-Adm"]);
    expect(own.get("anna")![REFERENCES_INPUT]).toBeUndefined();
    const inherited = await sent(() => {
      const parent = new pulumi.ComponentResource("test:index:Part", "part", {}, { transformations: [swap] });
      person([profile("one")], undefined, { parent });
    });
    expect(inherited.get("anna")![REFERENCES_INPUT]).toBeUndefined();
  });

  it("a list that the program changes afterwards is sent as it was told of", async () => {
    const inputs = await sent(() => {
      const [one, two] = [profile("one"), profile("two")];
      const list = [one];
      person(list);
      list[0] = two;
    });
    expect(inputs.get("anna")![REFERENCES_INPUT]).toEqual({ "profiles[0]": "Profile::one" });
  });
});

describe("whether what exists is taken over by a setting", () => {
  it("is told of resources that don't say it themselves", async () => {
    const program = () => {
      profile("one");
      new reseller.Profile("two", { name: "two", level: "client", permissions: ["show_users"], adopt: false });
    };
    const on = await sent(program, { ...CSP_CONFIG, "reseller:adopt": "true" });
    expect([on.get("one")![ADOPTS_INPUT], on.get("two")![ADOPTS_INPUT]]).toEqual([true, undefined]);
    const off = await sent(program);
    expect(off.get("one")![ADOPTS_INPUT]).toBeUndefined();
  });

  it("is told of the environment, too, which no plan has", async () => {
    process.env["RESELLER_ADOPT"] = "true";
    try {
      expect((await sent(() => void profile("one"))).get("one")![ADOPTS_INPUT]).toBe(true);
    } finally {
      delete process.env["RESELLER_ADOPT"];
    }
  });
});

const LIMITS = {
  projects: 3,
  instances: 5,
  vcpus: 10,
  ramGb: 20,
  volumes: 5,
  volumeStorageGb: 100,
  volumeSnapshots: 5,
  routers: 1,
  networks: 2,
  floatingIps: 2,
};

describe("which values the program gave as secrets", () => {
  const given = async (args: Partial<Record<keyof reseller.UserArgs, unknown>>) => {
    const inputs = await sent(() => {
      const sound = { username: "anna", email: "anna@acme.example", firstName: "Anna", lastName: "Keller" };
      new reseller.User("anna", { ...sound, profiles: [profile("one")], ...args } as reseller.UserArgs);
    });
    return inputs.get("anna")![SECRETS_INPUT];
  };

  it("is told by the names of their fields, at any depth, and of what is made of a secret", async () => {
    const secret = pulumi.secret("secret");
    expect(await given({ email: secret })).toEqual(["email"]);
    expect(await given({ description: secret.apply((text) => `${text}!`), sourceAddresses: ["::1", secret] })).toEqual([
      ...["description", "sourceAddresses"],
    ]);
    expect(await given({ accessTimes: [{ days: ["mon"], from: Promise.resolve(secret), to: "18:00" }] })).toEqual([
      ...["accessTimes"],
    ]);
  });

  it("isn't told of plain values, and of ids of resources", async () => {
    expect(await given({ email: "plain@example.com" })).toBeUndefined();
    expect(await given({ email: pulumi.output("plain@example.com") })).toBeUndefined();
    expect(await given({})).toBeUndefined();
  });

  it("isn't known before the values are: only then it shows what is a secret", async () => {
    const made = () => profile("two").id.apply((id) => id);
    const inputs = await sent(() => {
      person([made(), "User"]);
    });
    expect(inputs.get("anna")![SECRETS_INPUT]).toEqual({ __pulumiUnknown: true });
  });
});

describe("a resource that is made", () => {
  it("has no sources looked for but those of a few of Pulumi's frames and of the line of the program", async () => {
    let [frames, made] = [0, 0];
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = (error, all) => {
      frames += all.length;
      return [String(error), ...all.map((frame) => `    at ${String(frame)}`)].join("\n");
    };
    try {
      await sent(() => {
        frames = 0;
        profile("desk");
        made = frames;
      });
    } finally {
      Error.prepareStackTrace = before;
    }
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(20);
  });
});
