import type { Draw } from "../../random/draw";
import { CspByHand } from "./byHand";
import { csp as reality } from "./reality";
import { DONE, type Ground, type Move, type Opening, type TakeOver } from "../../review/enemy/ground";
import { anotherAddress, anotherUsername } from "../../review/enemy/people";
import { list, type Program, text, words } from "../../review/enemy/program";

const CLIENT = [
  "show_users",
  "show_projects",
  "show_s3_panel",
  "manage_buckets",
  "show_profiles",
  "create_user",
  "edit_user",
  "reset_password",
];
const CLIENTS = ["show_clients", "manage_clients"];
const FIRST_UPROVIDE_ACCOUNT = 10_001;

function isReseller(program: Program, user: string): boolean {
  return program.at(user).fields["account"] === undefined;
}

function profilesFor(program: Program, user: string): string[] {
  const own = program.of("Profile").filter((profile) => !profile.startsWith("cover"));
  const isOpen = isReseller(program, user);
  const fitting = own.filter((profile) => isOpen || program.at(profile).fields["level"] === text("client"));
  return [
    ...fitting,
    ...fitting.map((name) => `${name}.id`),
    text("User"),
    text("User-Adm"),
    ...(isOpen ? [text("Client-Adm")] : []),
  ];
}

/** One profile a person: what the portal has is one, or all of several together. */
function somePlain(program: Program, draw: Draw, user: string): string {
  return list(draw.some(profilesFor(program, user), 1, 2));
}

function person(program: Program, variable: string, profiles: string, account?: string): void {
  const username = `${program.prefix}${variable}`;
  program.add("User", variable, {
    ...(account === undefined ? {} : { account }),
    username: text(username),
    email: text(`${username}@x.example`),
    firstName: text("Ada"),
    lastName: text(variable),
    profiles,
    confirm: words(["csp/A2", "csp/U5"]),
  });
}

function customer(program: Program, variable: string, number: number): void {
  program.add(
    "Account",
    variable,
    {
      name: text(`${program.prefix}${variable}`),
      state: text("trial"),
      availableServices: words(["openstack", "s3"]),
      uprovideAccount: text(`UP-${FIRST_UPROVIDE_ACCOUNT + number}`),
    },
    { protect: "false" },
  );
}

const EMPLOYED = /^(rita|anna|ben|gus|person)/;

const moves: readonly Move[] = [
  {
    id: "other profiles of a person",
    isPlain: true,
    make(program, draw) {
      const user = draw.pick(program.of("User"));
      program.at(user).fields["profiles"] = somePlain(program, draw, user);
      return DONE;
    },
  },
  {
    id: "other permissions of a profile",
    isPlain: true,
    make(program, draw) {
      const profile = draw.pick(program.of("Profile"));
      const { fields } = program.at(profile);
      if (fields["permissions"] === undefined) return undefined;
      const own = fields["level"] === text("reseller") ? ["show_clients"] : ["show_users"];
      fields["permissions"] = words([...own, ...draw.some(CLIENT.slice(1), 1, 4)]);
      return DONE;
    },
  },
  {
    id: "a new person",
    isPlain: true,
    make(program, draw) {
      const account = draw.pickAny(["acme", "globex", undefined]);
      const variable = program.fresh("person");
      person(program, variable, "[]", account);
      program.at(variable).fields["profiles"] = somePlain(program, draw, variable);
      return DONE;
    },
  },
  {
    id: "a person goes",
    isPlain: true,
    make(program, draw) {
      const user = draw.pick(program.of("User"));
      if (program.isMentioned(user) || !EMPLOYED.test(user)) return undefined;
      program.declarations.delete(user);
      return DONE;
    },
  },
  {
    id: "a new profile in use",
    isPlain: true,
    make(program, draw) {
      const variable = program.addFirst("Profile", program.fresh("extra"), {
        name: text(`${program.prefix}${draw.int(1, 99_999)}`),
        level: text("client"),
        permissions: words(draw.some(CLIENT, 1, 4)),
      });
      const user = draw.pick(program.of("User"));
      program.at(user).fields["profiles"] = list([draw.chance(50) ? variable : `${variable}.id`]);
      return DONE;
    },
  },
  {
    id: "direct permissions",
    isPlain: true,
    make(program, draw) {
      const { fields } = program.at(draw.pick(program.of("User")));
      if (fields["permissions"] !== undefined && draw.chance(40)) delete fields["permissions"];
      else fields["permissions"] = words(draw.some(CLIENT, 1, 3));
      return DONE;
    },
  },
  {
    id: "another base of a profile",
    isPlain: true,
    make(program, draw) {
      const variable = program.fresh("based");
      program.add("Profile", variable, {
        name: text(`${program.prefix}${variable}`),
        level: text("client"),
        basedOn: draw.pick(["admin", "stor.id", text("User")]),
        add: words(draw.some(CLIENT, 1, 2)),
      });
      const user = program.fresh("person");
      person(program, user, list([variable]), "acme");
      return DONE;
    },
  },
  anotherAddress,
  anotherUsername,
  {
    id: "two people change addresses",
    isPlain: true,
    make(program, draw) {
      const [one, other] = draw.some(program.of("User"), 2, 2);
      if (one === undefined || other === undefined) return undefined;
      const [first, second] = [program.at(one).fields, program.at(other).fields];
      [first["email"], second["email"]] = [second["email"]!, first["email"]!];
      return DONE;
    },
  },
  {
    id: "a password is reset",
    isPlain: true,
    make(program, draw) {
      program.at(draw.pick(program.of("User"))).fields["resetPassword"] = text(`word ${draw.int(1, 9999)}`);
      return DONE;
    },
  },
  {
    id: "hours and addresses",
    isPlain: true,
    make(program, draw) {
      const { fields } = program.at(draw.pick(program.of("User")));
      if (fields["sourceAddresses"] !== undefined && draw.chance(40)) delete fields["sourceAddresses"];
      else fields["sourceAddresses"] = words([draw.pick(["203.0.113.7", "198.51.100.0/24"])]);
      return DONE;
    },
  },
  {
    id: "a new person whose account may be none",
    make(program, draw) {
      const cover = program.fresh("customer");
      customer(program, cover, 900 + draw.int(1, 1000));
      const variable = program.fresh("person");
      person(
        program,
        variable,
        words(["User-Adm"]),
        draw.pick([`${cover}.id.apply(() => undefined)`, `pulumi.output(${cover}.id).apply(() => acme.id)`]),
      );
      return DONE;
    },
  },
];

export const csp: Ground = {
  reality,
  base(program, number) {
    const profile = (variable: string, level: string, permissions: readonly string[]) =>
      program.add("Profile", variable, {
        name: text(`${program.prefix}${variable}`),
        level: text(level),
        permissions: words(permissions),
      });
    profile("desk", "reseller", ["show_clients", "show_users"]);
    profile("admin", "client", [
      "show_users",
      "show_projects",
      "create_user",
      "edit_user",
      "delete_user",
      "reset_password",
    ]);
    profile("stor", "client", ["show_s3_panel", "manage_buckets"]);
    customer(program, "acme", number * 2);
    customer(program, "globex", number * 2 + 1);
    person(program, "rita", "[desk]");
    person(program, "anna", "[admin.id]", "acme");
    person(program, "ben", "[stor]", "acme");
    person(program, "gus", "[stor]", "globex.id");
  },
  cover: (program) => {
    const variable = program.fresh("cover");
    return program.addFirst("Profile", variable, {
      name: text(`${program.prefix}${variable}`),
      level: text("client"),
      permissions: words(["show_users"]),
    });
  },
  openings(program, draw) {
    const user = draw.pick(program.of("User"));
    const { fields } = program.at(user);
    const best = isReseller(program, user) ? [text("Client-Adm"), "desk.id"] : [text("User-Adm"), "admin.id"];
    const profile = draw.pickAny(program.of("Profile").filter((name) => /^(admin|stor|extra)/.test(name)));
    const openings: Opening[] = [
      { id: "a profile of a person", strong: draw.pick(best), put: (value) => (fields["profiles"] = list([value])) },
      {
        id: "one profile of several",
        strong: draw.pick(best),
        put: (value) => (fields["profiles"] = list(draw.shuffled([value, "stor"]))),
      },
      { id: "all profiles of a person", strong: list([draw.pick(best)]), put: (value) => (fields["profiles"] = value) },
      {
        id: "permissions of a person",
        strong: words(["create_user", "edit_user"]),
        put: (value) => (fields["permissions"] = value),
      },
      {
        id: "one permission of a person",
        strong: text("create_user"),
        put: (value) => (fields["permissions"] = list([value])),
      },
      {
        id: "an e-mail address",
        strong: text(`${program.prefix}else@evil.example`),
        put: (value) => (fields["email"] = value),
      },
      { id: "a username", strong: text(`${program.prefix}else`), put: (value) => (fields["username"] = value) },
      {
        id: "a trigger of a reset",
        strong: text(`word ${draw.int(1, 9999)}`),
        put: (value) => (fields["resetPassword"] = value),
      },
      {
        id: "an account of a new person",
        strong: "globex.id",
        put(value) {
          const name = program.fresh("person");
          person(program, name, words(["User-Adm"]), value);
        },
      },
      {
        id: "a base of a profile",
        strong: text(isReseller(program, user) ? "Client-Adm" : "User-Adm"),
        put(value) {
          const name = program.fresh("based");
          const level = isReseller(program, user) ? "reseller" : "client";
          program.add("Profile", name, { name: text(`${program.prefix}${name}`), level: text(level), basedOn: value });
          const holder = program.fresh("person");
          person(program, holder, list([name]), isReseller(program, user) ? undefined : "acme");
        },
      },
    ];
    if (profile !== undefined)
      openings.push(
        {
          id: "permissions of a profile",
          strong: words(["show_users", "create_user", "edit_user"]),
          put: (value) => (program.at(profile).fields["permissions"] = value),
        },
        {
          id: "one permission of a profile",
          strong: text("edit_user"),
          put: (value) => (program.at(profile).fields["permissions"] = list([text("show_users"), value])),
        },
      );
    return openings;
  },
  moves,
  async byHand(sandbox, prefix, draw) {
    const portal = new CspByHand(sandbox);
    const profiles = (await portal.list("/profiles")).filter(({ name }) => String(name).startsWith(prefix));
    const profile = draw.pick(profiles);
    const clients = (await portal.list("/clients")).filter(({ name }) => String(name).startsWith(prefix));
    const people = `/clients/${draw.pick(clients).id}/users`;
    const forCustomers = (await portal.list("/profiles")).filter(({ name }) => name === "User-Adm");
    const given = draw.pick([
      ...forCustomers,
      ...profiles.filter(({ name }) => String(name).startsWith(`${prefix}admin`)),
    ]);
    const user = draw.pickAny(await portal.list(people));
    if (draw.chance(40)) {
      const permissions = [...new Set([...(profile["permissions"] as string[]), "show_usage", "create_user"])];
      await portal.patch(`/profiles/${profile.id}`, profile, { permissions });
      return `${String(profile["name"])} has more permissions by hand`;
    }
    if (user !== undefined && draw.chance(50)) {
      await portal.patch(`${people}/${user.id}`, user, { profileId: given.id });
      return `${String(user["username"])} has ${String(given["name"])} by hand`;
    }
    const username = `${prefix}hand${draw.int(1, 99_999)}`;
    await portal.post(people, {
      username,
      email: `${username}@x.example`,
      firstName: "By",
      lastName: "Hand",
      profileId: given.id,
    });
    return `${username} is made by hand with ${String(given["name"])}`;
  },
  takeOver(program, draw): TakeOver | undefined {
    if (draw.chance(60)) {
      const profile = draw.pick(["desk", "admin", "stor"].filter((name) => program.declarations.has(name)));
      const { name, level } = program.at(profile).fields;
      const more = level === text("reseller") ? CLIENTS : ["show_users", "create_user", "edit_user"];
      return { kind: "Profile", fields: { name: name!, level: level!, permissions: words(more) } };
    }
    const user = draw.pickAny(program.of("User").filter((name) => isReseller(program, name)));
    if (user === undefined) return undefined;
    return { kind: "User", fields: { ...program.at(user).fields, profiles: words(["Client-Adm"]) } };
  },
};
