import axios from "axios";
import type { Draw } from "../../random/draw";
import { ScalewayByHand } from "./byHand";
import { scaleway as reality } from "./reality";
import { DONE, type Ground, type Move, type Opening, type TakeOver } from "../../review/enemy/ground";
import { anotherAddress, anotherUsername } from "../../review/enemy/people";
import { list, type Program, text, words } from "../../review/enemy/program";

const SETS = ["BillingReadOnly", "BillingManager", "IAMReadOnly", "IAMManager", "SupportTicketManager"];
const PROJECT_SETS = ["AllProductsReadOnly", "ObjectStorageReadOnly", "InstancesFullAccess"];
const MANY = 10_000;
const STRONG = rule(["IAMManager", "OrganizationManager"]);

function rule(sets: readonly string[], scope = text("organization"), condition?: string): string {
  const more = condition === undefined ? "" : `, condition: ${text(condition)}`;
  return `{ permissionSets: ${words(sets)}, scope: ${scope}${more} }`;
}

function profile(program: Program, variable: string, rules: string, more: Readonly<Record<string, string>> = {}): void {
  program.add("Profile", variable, {
    name: text(`${program.prefix}${variable}`),
    rules,
    confirm: words(["scaleway/U5"]),
    ...more,
  });
}

function person(program: Program, variable: string, profiles: string): void {
  program.add("User", variable, {
    username: text(`${program.prefix}${variable}`),
    email: text(`${program.prefix}${variable}@x.example`),
    profiles,
    confirm: words(["scaleway/U5", "scaleway/U7"]),
  });
}

function someRules(draw: Draw): string {
  const one = () =>
    draw.chance(50)
      ? rule(draw.some(SETS, 1, 2), undefined, draw.chance(30) ? 'request.ip == "203.0.113.7"' : undefined)
      : rule(draw.some(PROJECT_SETS, 1, 2), `{ projects: [${draw.pick(["web", "web.id", "db"])}] }`);
  return list(Array.from({ length: draw.int(1, 2) }, one));
}

const moves: readonly Move[] = [
  {
    id: "other profiles of a person",
    isPlain: true,
    make(program, draw) {
      const groups = ["team", "team.id", "crew", text("Editors"), text("Administrators")];
      program.at(draw.pick(program.of("User"))).fields["profiles"] = list(draw.some(groups.slice(1), 0, 2));
      return DONE;
    },
  },
  {
    id: "other rules of a profile",
    isPlain: true,
    make(program, draw) {
      program.at(draw.pick(["team", "crew"])).fields["rules"] = someRules(draw);
      return DONE;
    },
  },
  {
    id: "a policy for a group",
    isPlain: true,
    make(program, draw) {
      profile(program, program.fresh("policy"), someRules(draw), {
        group: draw.pick(["team", "crew.id"]),
      });
      return DONE;
    },
  },
  {
    id: "a policy for everybody",
    isPlain: true,
    make(program, draw) {
      profile(program, program.fresh("policy"), someRules(draw), { group: text("All Users") });
      return DONE;
    },
  },
  {
    id: "a new person",
    isPlain: true,
    make(program, draw) {
      person(program, program.fresh("person"), list([draw.pick(["team", "crew.id", text("Editors")])]));
      return DONE;
    },
  },
  {
    id: "a person goes",
    isPlain: true,
    make(program, draw) {
      const user = draw.pick(program.of("User"));
      if (program.isMentioned(user) || program.of("User").length < 3) return undefined;
      program.declarations.delete(user);
      return DONE;
    },
  },
  {
    id: "a person is locked, or let in",
    isPlain: true,
    make(program, draw) {
      const { fields } = program.at(draw.pick(program.of("User")));
      fields["locked"] = fields["locked"] === "true" ? "false" : "true";
      return DONE;
    },
  },
  anotherAddress,
  anotherUsername,
];

export const scaleway: Ground = {
  reality,
  async makeRoom({ baseUrl, scaleway: { organizationId } }) {
    const quotas = { iam_users: MANY, iam_groups: MANY, iam_policies: MANY };
    await axios.put(`${baseUrl}/_sandbox/scaleway/organizations/${organizationId}/quotas`, quotas);
  },
  base(program) {
    for (const project of ["web", "db"]) program.add("Project", project, { name: text(`${program.prefix}${project}`) });
    profile(program, "team", list([rule(["BillingReadOnly"])]));
    profile(program, "crew", list([rule(["AllProductsReadOnly"], "{ projects: [web] }")]));
    person(program, "rita", "[team]");
    person(program, "anna", "[team.id, crew]");
    person(program, "ben", "[crew]");
  },
  cover(program) {
    const variable = program.fresh("cover");
    program.addFirst("Profile", variable, {
      name: text(`${program.prefix}${variable}`),
      rules: list([rule(["SupportTicketReadOnly"])]),
    });
    return variable;
  },
  openings(program, draw) {
    const user = draw.pick(program.of("User"));
    const { fields } = program.at(user);
    const group = program.at(draw.pick(["team", "crew"])).fields;
    const openings: Opening[] = [
      {
        id: "a profile of a person",
        strong: draw.pick([text("Administrators"), "crew.id"]),
        put: (value) => (fields["profiles"] = list([value])),
      },
      {
        id: "one profile of several",
        strong: text("Administrators"),
        put: (value) => (fields["profiles"] = list(draw.shuffled([value, "crew"]))),
      },
      {
        id: "all profiles of a person",
        strong: words(["Administrators"]),
        put: (value) => (fields["profiles"] = value),
      },
      { id: "rules of a profile", strong: list([STRONG]), put: (value) => (group["rules"] = value) },
      { id: "one rule of a profile", strong: STRONG, put: (value) => (group["rules"] = list([value])) },
      {
        id: "permission sets of a rule",
        strong: words(["IAMManager"]),
        put: (value) => (group["rules"] = list([`{ permissionSets: ${value}, scope: "organization" }`])),
      },
      {
        id: "a scope of a rule",
        strong: "{ projects: [db.id] }",
        put: (value) => (group["rules"] = list([`{ permissionSets: ["InstancesFullAccess"], scope: ${value} }`])),
      },
      {
        id: "a project of a rule",
        strong: "db.id",
        put: (value) =>
          (group["rules"] = list([`{ permissionSets: ["InstancesFullAccess"], scope: { projects: [${value}] } }`])),
      },
      {
        id: "a condition of a rule",
        strong: "undefined",
        put: (value) =>
          (group["rules"] = list([`{ permissionSets: ["IAMManager"], scope: "organization", condition: ${value} }`])),
      },
      {
        id: "a group of a policy",
        strong: draw.pick(["crew.id", "team.id", text("All Users")]),
        put: (value) => profile(program, program.fresh("policy"), list([STRONG]), { group: value }),
      },
      { id: "a lock of a person", strong: draw.pick(["true", "false"]), put: (value) => (fields["locked"] = value) },
      {
        id: "an e-mail address",
        strong: text(`${program.prefix}else@evil.example`),
        put: (value) => (fields["email"] = value),
      },
      { id: "a username", strong: text(`${program.prefix}else`), put: (value) => (fields["username"] = value) },
    ];
    return openings;
  },
  moves,
  async byHand(sandbox, prefix, draw) {
    const portal = new ScalewayByHand(sandbox);
    const group = await portal.group(`${prefix}${draw.pick(["team", "crew"])}`);
    if (draw.chance(50)) {
      const policies = await portal.all("/iam/v1alpha1/policies", "policies");
      const own = policies.filter((policy) => policy["group_id"] === group["id"]);
      await portal.setRules(String(draw.pick(own)["id"]), ["BillingManager", "IAMManager"]);
      return `${String(group["name"])} has other rules by hand`;
    }
    const users = (await portal.all("/iam/v1alpha1/users", "users")).filter(({ username }) =>
      String(username).startsWith(prefix),
    );
    const user = draw.pick(users);
    const administrators = await portal.group("Administrators");
    await portal.api("POST", `/iam/v1alpha1/groups/${String(administrators["id"])}/add-member`, {
      user_id: user["id"],
    });
    return `${String(user["username"])} is an administrator by hand`;
  },
  takeOver(program, draw): TakeOver {
    if (draw.chance(60)) {
      const { name } = program.at(draw.pick(["team", "crew"])).fields;
      return { kind: "Profile", fields: { name: name!, rules: list([STRONG]), confirm: words(["scaleway/U5"]) } };
    }
    const { fields } = program.at(draw.pick(program.of("User")));
    return { kind: "User", fields: { ...fields, profiles: words(["Administrators"]) } };
  },
};
