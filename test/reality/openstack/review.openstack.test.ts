import * as fc from "fast-check";
import { reviewPlan } from "../../../review";
import type { Report } from "../../../review/report";
import { type Cloud, startCloud } from "../../../tools/openstack";
import { Draw } from "../../random/draw";
import { type Declared, sourceOf } from "../../review/reality/program";
import { drawn, runs } from "../../support/runs";
import { RealmStack } from "../../support/stack";
import { held, Place, Reviewed } from "./held";
import { MADE_GROUP, MADE_ROLES, OpenstackRealms, PASSWORD } from "./realms";
import { type Line, type Named, Server, type Token } from "./server";

/** Stories, each of so many edits. Every edit is a plan, a review of it, an `up`, and a look at everybody at the real server. */
const STORIES = runs(1, 10);
const EDITS = 10;
/** People who sign in after each edit. */
const SIGNING_IN = 2;
/** Of what people may do after an edit, the part that a review has to be sure of. */
const CERTAIN = 0.75;

class Story {
  private readonly told: string[] = [];
  readonly counts = { edits: 0, lines: 0, certain: 0, signIns: 0, calls: 0, ways: 0 };

  constructor(
    private readonly server: Server,
    private readonly stack: RealmStack,
    private readonly draw: Draw,
  ) {}

  async begin(resources: readonly Declared[]): Promise<void> {
    this.write(resources);
    await this.carriedOut();
  }

  async goOn(resources: readonly Declared[]): Promise<void> {
    this.write(resources);
    const report = reviewPlan(await this.planned());
    await this.carriedOut();
    await this.compare(resources, report);
    this.counts.edits += 1;
  }

  private write(resources: readonly Declared[]): void {
    const source = sourceOf(resources);
    this.told.push(source);
    this.stack.program(source);
  }

  private async planned(): Promise<string> {
    try {
      return await this.stack.plan();
    } catch (error) {
      return this.fail("the plan", String(error));
    }
  }

  private async carriedOut(): Promise<void> {
    const up = await this.stack.up();
    if (up.failed) this.fail("the up", up.output);
  }

  private async compare(resources: readonly Declared[], report: Report): Promise<void> {
    const probe = await this.probe(resources);
    const place = await this.look(resources, probe);
    const effective = await this.server.effective();
    const problems: string[] = [];
    const people = resources.filter(({ kind }) => kind === "User");
    for (const person of people) {
      const reviewed = new Reviewed(report, `User/${person.name}`, place);
      const id = place.people.get(person.name) ?? this.fail("the up", `nobody is there for ${person.name}`);
      const lines = place.isShutOut(person) ? [] : (effective.get(id) ?? []).filter((line) => !place.isLocked(line));
      const compared = held(lines, reviewed);
      problems.push(...compared.differences.map((difference) => `${person.name}: ${difference}`));
      this.counts.lines += compared.lines;
      this.counts.certain += compared.certain;
    }
    await this.server.untilRevoked();
    for (const person of this.draw.some(people, SIGNING_IN, SIGNING_IN))
      problems.push(...(await this.signIn(person, new Reviewed(report, `User/${person.name}`, place), place)));
    for (const person of this.draw.shuffled(people).filter(({ fields }) => "account" in fields))
      problems.push(...(await this.takeAWay(person, new Reviewed(report, `User/${person.name}`, place), place)));
    if (probe !== undefined) await this.server.call("DELETE", `/projects/${probe.id}`);
    if (problems.length > 0) this.fail("the review", problems.join("\n"));
  }

  /** A project made by hand: what holds in projects that are made later holds in it. */
  private async probe(resources: readonly Declared[]): Promise<Named | undefined> {
    const open = resources.filter(({ kind, fields }) => kind === "Account" && fields["locked"] !== true);
    const account = this.draw.pickAny(open);
    if (account === undefined) return undefined;
    const domain = (await this.domains()).find(({ name }) => name === account.fields["name"])!;
    return this.server.made("/projects", "project", { name: "made later", domain_id: domain.id });
  }

  private domains(): Promise<Named[]> {
    return this.server.list<Named>("/domains?limit=1000", "domains");
  }

  private async look(resources: readonly Declared[], probe: Named | undefined): Promise<Place> {
    const [domains, projects, users] = await Promise.all([
      this.domains(),
      this.server.list<Named>("/projects?limit=1000", "projects"),
      this.server.list<Named>("/users?limit=1000", "users"),
    ]);
    return new Place(resources, { domains, projects, users }, probe?.id);
  }

  /** The person's own tokens, in every scope that there is, and what they open. */
  private async signIn({ name, fields }: Declared, reviewed: Reviewed, place: Place): Promise<string[]> {
    const id = place.people.get(name)!;
    this.counts.signIns += 1;
    const unscoped = await this.server.signIn(id, PASSWORD);
    if (unscoped === undefined || place.isShutOut({ fields }))
      return unscoped === undefined && place.isShutOut({ fields })
        ? []
        : [`${name}: signs in: ${unscoped !== undefined}, shut out: ${place.isShutOut({ fields })}`];
    const problems: string[] = [];
    const lines: Line[] = [];
    for (const { scope, sort, id: of } of await this.scopesOf(unscoped.text)) {
      const token = await this.server.signIn(id, PASSWORD, scope);
      for (const role of token?.roles ?? []) lines.push({ role, sort, place: of });
      if (token !== undefined) problems.push(...(await this.tryOut(name, token, { sort, id: of }, reviewed)));
    }
    problems.push(
      ...held(lines, reviewed, { withSystem: true }).differences.map((text) => `${name}, signed in: ${text}`),
    );
    return problems;
  }

  /** One of the ways in which the review says that somebody of a customer could get more is gone. */
  private async takeAWay({ name, fields }: Declared, reviewed: Reviewed, place: Place): Promise<string[]> {
    const way = this.draw.pickAny(reviewed.ways);
    const id = place.people.get(name)!;
    const domain = place.idOf(`Account/${(fields["account"] as { label: string }).label}`)!;
    if (way === undefined || place.isShutOut({ fields })) return [];
    await this.server.untilRevoked();
    const token = await this.server.signIn(id, PASSWORD, { domain: { id: domain } });
    const kind = way.by === "group" ? "groups" : "users";
    const all = await this.server.list<Named>(`/${kind}?domain_id=${domain}&limit=1000`, kind);
    const found = all.find((one) => one.name === way.name);
    // It may be in another domain that the person manages, too.
    if (found === undefined) return [];
    this.counts.ways += 1;
    if (token === undefined)
      return [`${name}: could get more in the own domain, the review says, and can't even sign in there`];
    if (way.by === "password") {
      const user = { user: { password: PASSWORD } };
      const { status } = await this.server.as(token.text, "PATCH", `/users/${found.id}`, user);
      return status === 200 ? [] : [`${name}: setting the password of ${way.name}: ${status}`];
    }
    const member = `/groups/${found.id}/users/${id}`;
    const wasIn = (await this.server.call("HEAD", member)).status === 204;
    const { status } = await this.server.as(token.text, "PUT", member);
    const lines = (await this.server.effective()).get(id) ?? [];
    const has = (line: Line) =>
      line.sort === "system" ||
      lines.some(({ role, sort, place: of }) => role === line.role && sort === line.sort && of === line.place);
    const isGained = way.gives === undefined || way.gives.every(has);
    if (!wasIn) await this.server.call("DELETE", member);
    return status === 204 && isGained ? [] : [`${name}: joining ${way.name}: ${status}, and has it then: ${isGained}`];
  }

  private async scopesOf(token: string) {
    const list = async (path: string, member: string) =>
      ((await this.server.as(token, "GET", path)).body as Record<string, Named[]>)[member] ?? [];
    const [projects, domains] = await Promise.all([
      list("/auth/projects", "projects"),
      list("/auth/domains", "domains"),
    ]);
    return [
      ...projects.map(({ id }) => ({ scope: { project: { id } }, sort: "project" as const, id })),
      ...domains.map(({ id }) => ({ scope: { domain: { id } }, sort: "domain" as const, id })),
      // Who has a role in the system by a group isn't told of it in /auth/system: everybody tries.
      { scope: { system: { all: true as const } }, sort: "system" as const, id: "system" },
    ];
  }

  /** What a token opens: users are made by administrators and by managers of the domain, and administrators see the whole cloud. */
  private async tryOut(
    name: string,
    { text: token, roles }: Token,
    { sort, id }: { readonly sort: Line["sort"]; readonly id: string },
    reviewed: Reviewed,
  ): Promise<string[]> {
    const problems: string[] = [];
    const expect = (what: string, status: number, allowed: boolean) => {
      this.counts.calls += 1;
      const answered = status >= 200 && status < 300;
      if (answered !== allowed && (answered || status === 403))
        problems.push(`${name}: ${what} with a token for the ${sort} ${id}: ${status}, and the review says ${allowed}`);
      else if (answered !== allowed) problems.push(`${name}: ${what}: ${status}`);
    };
    // Where somebody is an administrator the review doesn't say: it is the same everywhere.
    const isAdmin = roles.includes("admin");
    if (sort === "domain") {
      const { status, body } = await this.server.as(token, "POST", "/users", {
        user: { name: `by ${name}`, domain_id: id },
      });
      expect("making a user", status, isAdmin || reviewed.has({ role: "manager", sort, place: id }));
      if (status === 201) await this.server.call("DELETE", `/users/${(body as { user: Named }).user.id}`);
    }
    if (sort === "project") {
      const { status } = await this.server.as(token, "GET", "/domains?limit=1");
      expect("listing all domains", status, isAdmin);
    }
    if (sort === "system") {
      const { status } = await this.server.as(token, "GET", "/users?limit=1");
      expect("listing all people", status, isAdmin || reviewed.has({ role: "reader", sort, place: id }));
    }
    return problems;
  }

  fail(what: string, why: string): never {
    const [before = "", now] = this.told.slice(-2);
    const programs = now === undefined ? [before] : [before, "", "and then:", now];
    throw new Error([`${what} of edit ${this.told.length - 1}: ${why}`, "", "The programs:", ...programs].join("\n"));
  }
}

/** Roles that imply others, and a group, which somebody has made by hand. */
async function prepare(server: Server): Promise<void> {
  const ids = new Map((await server.list<Named>("/roles?limit=1000", "roles")).map(({ id, name }) => [name, id]));
  for (const [name, implied] of Object.entries(MADE_ROLES)) {
    const { id } = await server.made("/roles", "role", { name });
    for (const other of implied) await server.call("PUT", `/roles/${id}/implies/${ids.get(other)}`);
  }
  await server.made("/groups", "group", { name: MADE_GROUP, domain_id: "default" });
}

describe("what a review says that people may do after a change is what the real Keystone lets them do after it", () => {
  let cloud: Cloud;

  beforeAll(async () => {
    cloud = await startCloud({ log: () => undefined });
  }, 300_000);

  afterAll(() => cloud?.close());

  it(
    "random realms and edits",
    async () => {
      const total = { edits: 0, lines: 0, certain: 0, signIns: 0, calls: 0, ways: 0 };
      await fc.assert(
        fc.asyncProperty(fc.noShrink(fc.noBias(fc.nat(0x7fff_ffff))), async (seed) => {
          await cloud.restore();
          const server = new Server(cloud.authUrl, cloud.env);
          await prepare(server);
          const stack = await RealmStack.withSettings({
            "reseller:portal": { value: "openstack" },
            "reseller:endpoint": { value: cloud.authUrl },
            "reseller:username": { value: cloud.env["OS_USERNAME"]! },
            "reseller:password": { value: cloud.env["OS_PASSWORD"]!, secret: true },
            "reseller:userDomainName": { value: "Default" },
            "reseller:projectName": { value: cloud.env["OS_PROJECT_NAME"]! },
            "reseller:projectDomainName": { value: "Default" },
          });
          try {
            const draw = new Draw(seed);
            const realms = new OpenstackRealms(draw);
            const story = new Story(server, stack, draw);
            await story.begin(realms.next());
            for (let edit = 1; edit <= EDITS; edit += 1) await story.goOn(realms.next(edit === EDITS));
            for (const [count, number] of Object.entries(story.counts)) total[count as keyof typeof total] += number;
          } finally {
            stack.remove();
          }
        }),
        drawn(STORIES),
      );
      if (process.env["RESELLER_TEST_COUNTS"] !== undefined) process.stdout.write(`${JSON.stringify(total)}\n`);
      // A review that isn't sure of anything is never wrong.
      expect(total.certain).toBeGreaterThanOrEqual(CERTAIN * total.lines);
    },
    STORIES * 300_000,
  );
});
