import { Lifecycle, type State } from "../../provider/lifecycle";
import type { KindName } from "../../provider/model";
import { acme, CspBench } from "../portals/csp/bench";

const LIMITS = {
  ...{ projects: 1, instances: 5, vcpus: 10, ramGb: 20, volumes: 10 },
  ...{ volumeStorageGb: 200, volumeSnapshots: 5, routers: 1, networks: 2, floatingIps: 2 },
};

describe("creates of one run that need each other, where no dependency says so", () => {
  let bench: CspBench;
  let run: Lifecycle;
  let account: string;
  const said: string[] = [];
  beforeEach(async () => {
    bench = await CspBench.start();
    await bench.up(acme());
    account = bench.id("acme");
    run = new Lifecycle({
      settings: () => Promise.resolve(bench.readSettings()),
      say: (line) => said.push(line),
      quietMilliseconds: 50,
      seesPart: true,
    });
  });
  afterEach(async () => {
    run.close();
    await bench.close();
  });

  const service = (name: string): [KindName, State] => ["ServiceActivation", { account, service: name }];
  const quota = (): [KindName, State] => ["Quota", { account, region: "ch-1", limits: LIMITS }];
  const project = (): [KindName, State] => ["Project", { account, name: "main", confirm: ["csp/O3"] }];

  /** As the engine does it: a check, then the create, without waiting for the one before. */
  async function register([kind, inputs]: [KindName, State]): Promise<{ readonly made: Promise<string> }> {
    const { failures } = await run.check(kind, undefined, inputs);
    expect(failures).toEqual([]);
    const made = run.create(kind, inputs).then(
      ({ id }) => id,
      (error: Error) => `failed: ${error.message}`,
    );
    return { made };
  }

  it("wait for each other, in whatever order the program declares them", async () => {
    const begun = [];
    for (const resource of [project(), service("s3"), service("openstack"), quota()])
      begun.push(await register(resource));
    const ids = await Promise.all(begun.map(({ made }) => made));
    expect(ids.filter((id) => id.startsWith("failed"))).toEqual([]);
    expect(ids.slice(1)).toEqual([`${account}/s3`, `${account}/openstack`, `${account}/ch-1`]);
  });

  it("fail with the rule, in a preview and at last, where what they need isn't declared", async () => {
    const [kind, inputs] = service("s3");
    expect((await run.check(kind, undefined, inputs)).failures).toEqual([]);
    await expect(run.previewCreate(kind, inputs)).rejects.toThrow("csp/V1");
    await expect(run.create(kind, inputs)).rejects.toThrow("dependsOn");
    expect((await run.check(...firstOf(service("openstack")))).failures).toEqual([]);
    await run.previewCreate(kind, inputs);
  });

  it("end where what they need fails, or is never begun", async () => {
    const [kind, inputs] = service("openstack");
    await run.check(kind, undefined, inputs);
    // Its create never comes, as if it stood behind this one in a queue.
    expect(await (await register(service("s3"))).made).toContain("csp/V1");
    expect(said.filter((line) => line.includes("openstack") && line.includes("dependsOn"))).toHaveLength(1);
  });
});

function firstOf([kind, inputs]: [KindName, State]): [KindName, undefined, State] {
  return [kind, undefined, inputs];
}
