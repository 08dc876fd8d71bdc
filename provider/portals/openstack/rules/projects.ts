import { type Finding, UNKNOWN } from "../../../model";
import { rule } from "../../../model/rule";
import { text } from "../../../model/words";
import { TREE_DEPTH } from "../contract";
import { type Check, openDomain } from "../opening";
import type { CloudReading, WireProject } from "../reading";

export const P1 = rule({
  id: "openstack/P1",
  severity: "refuse",
  sentence:
    "The name of a project has 1 to 64 characters, and is unique in the domain. A project has at most 80 tags of at most 255 characters, without commas and slashes.",
  source: "keystone, projects",
  formats: { Project: ["name", "tags"] },
});

/** A project with all that it is in, from the nearest to the outermost. */
async function lineOf({ projects }: CloudReading, id: string): Promise<WireProject[]> {
  const line: WireProject[] = [];
  let next = await projects.withId(id);
  while (next !== undefined && !line.includes(next)) {
    line.push(next);
    next = next.parent_id === null ? undefined : await projects.withId(next.parent_id);
  }
  return line;
}

export const P2 = rule<CloudReading>({
  id: "openstack/P2",
  severity: "refuse",
  sentence: "The parent of a project is a project of the same account.",
  source: "keystone, create project",
  fields: { Project: ["parent"] },
  live: {
    Project: async (broken, { realm, inputs: { parent, account }, planned }: Check<"Project">) => {
      if (typeof parent !== "string") return [];
      const found = await realm.projects.withId(parent);
      if (found === undefined)
        return planned.of("Project", parent) === undefined
          ? [
              broken(
                "parent",
                `is ${JSON.stringify(parent)}, which is not the id of a project that the connection sees`,
              ),
            ]
          : [];
      if (typeof account !== "string" || found.domain_id === account) return [];
      return [
        broken("parent", `is the project ${found.name}, which belongs to another account (${text(found.domain_id)})`),
      ];
    },
  },
});

export const P3 = rule<CloudReading>({
  id: "openstack/P3",
  severity: "confirm",
  sentence: `Projects can be nested ${TREE_DEPTH} levels deep by default (max_project_tree_depth). Deeper ones must be confirmed.`,
  source: "keystone, max_project_tree_depth",
  fields: { Project: ["parent"] },
  live: {
    Project: async (broken, { realm, inputs: { parent }, before }: Check<"Project">) => {
      if (before !== undefined || typeof parent !== "string") return [];
      const depth = (await lineOf(realm, parent)).length + 1;
      if (depth <= TREE_DEPTH) return [];
      return [
        broken(
          "parent",
          `puts the project at level ${depth}, and a cloud has ${TREE_DEPTH} levels unless it sets max_project_tree_depth`,
        ),
      ];
    },
  },
});

export const P4 = rule<CloudReading>({
  id: "openstack/P4",
  severity: "refuse",
  sentence:
    "A project can't be created in a locked account or below a locked project, and not be locked while projects in it are not.",
  source: "keystone, projects",
  fields: { Project: ["locked", "parent", "account"] },
  live: {
    Project: async (broken, check: Check<"Project">) => {
      const { inputs, before, realm, planned } = check;
      const findings: Finding[] = [];
      if (before === undefined) {
        const domain = await openDomain(check);
        if (domain !== undefined && !domain.enabled && planned.of("Account", domain.id)?.locked !== false)
          findings.push(broken("account", `is ${domain.name} (${domain.id}), which is locked: unlock it first`));
        const line = typeof inputs.parent === "string" ? await lineOf(realm, inputs.parent) : [];
        const locked = line.find(({ id, enabled }) => !enabled && planned.of("Project", id)?.locked !== false);
        if (locked !== undefined)
          findings.push(
            broken("parent", `is below the project ${locked.name} (${locked.id}), which is locked: unlock it first`),
          );
      } else if (inputs.locked === true && before.locked !== true)
        findings.push(...(await openChildren(check, broken)));
      return findings;
    },
  },
  also: ["apply"],
});

async function openChildren(
  { inputs: { account, name }, realm, planned }: Check<"Project">,
  broken: (property: string, reason: string) => Finding,
): Promise<Finding[]> {
  if (account === UNKNOWN || name === UNKNOWN) return [];
  const all = await realm.projects.inGroup(text(account));
  const own = all.find((project) => project.name === name);
  const open = all.filter(
    ({ parent_id: parent, enabled, id }) =>
      own !== undefined && parent === own.id && enabled && planned.of("Project", id)?.locked !== true,
  );
  if (open.length === 0) return [];
  return [
    broken(
      "locked",
      `is true, but these projects in it are not locked: ${open.map((child) => child.name).join(", ")}. Lock them first`,
    ),
  ];
}

export const P5 = rule({
  id: "openstack/P5",
  severity: "refuse",
  sentence:
    "A project is deleted only if it has no projects in it, and no servers, volumes, snapshots, networks, routers, floating IPs and ports: these would stay without an owner.",
  source: "keystone, delete project",
  also: ["apply"],
});

export const P6 = rule({
  id: "openstack/P6",
  severity: "confirm",
  sentence:
    "If the connection can't see what is in a project, its deletion, or that of its account, must be confirmed.",
  source: "derived",
  also: ["apply"],
});
