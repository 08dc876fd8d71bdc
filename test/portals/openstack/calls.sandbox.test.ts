import { domain, OpenstackBench, person, profile, project, ref } from "./bench";

/** Of everything in a realm, by counts a domain. */
const EACH = { users: 40, groups: 5, projects: 14 };
const DOMAINS = 5;

it("a refresh of 300 objects asks for each list once, and for the people in each group", async () => {
  const bench = await OpenstackBench.start();
  try {
    const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
    const program = numbers(DOMAINS).flatMap((number) => {
      const account = `acme-${number}`;
      const within = { account: ref(account) };
      const group = (index: number) => `${account}-group-${index % EACH.groups}`;
      const rules = [{ roles: ["member"], scope: "projects" }];
      return [
        domain(account),
        ...numbers(EACH.groups).map((index) => profile(group(index), { ...within, rules })),
        ...numbers(EACH.users).map((index) =>
          person(`${account}-user-${index}`, { ...within, profiles: [ref(group(index))] }),
        ),
        ...numbers(EACH.projects).map((index) =>
          project(`${account}-project-${index}`, {
            ...within,
            roles: [{ user: ref(`${account}-user-0`), roles: ["reader"] }],
          }),
        ),
      ];
    });
    expect(program).toHaveLength(DOMAINS * (1 + EACH.users + EACH.groups + EACH.projects));
    await bench.up(...program);
    await bench.resetCalls();
    expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    const calls = await bench.calls();
    const lists = ["domains", "users", "groups", "projects", "roles", "role_inferences", "role_assignments"];
    expect(calls).toEqual({
      ...Object.fromEntries(lists.map((list) => [`GET /identity/v3/${list}`, 1])),
      "GET /identity/v3/groups/{groupId}/users": DOMAINS * EACH.groups,
    });
  } finally {
    await bench.close();
  }
}, 60_000);
