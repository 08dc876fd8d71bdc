import { ROLES } from "../../../provider/portals/gridscale/roles";
import { GridscaleByHand } from "./byHand";
import { gridscale as reality } from "./reality";
import { DONE, type Ground, type Move, type Opening, type TakeOver } from "../../review/enemy/ground";
import { anotherAddress } from "../../review/enemy/people";
import { list, type Program, text, words } from "../../review/enemy/program";

const ON_ACCOUNTS = ["Read Only", "Read and Write", "Admin"];
const IN_REALM = ["Read Only", "Write", "Admin"];

function person(program: Program, variable: string, fields: Readonly<Record<string, string>>): void {
  program.add("User", variable, { email: text(`${program.prefix}${variable}@x.example`), ...fields });
}

function access(account: string, profile: string): string {
  return list([`{ account: ${account}, profile: ${profile} }`]);
}

/** A role in the realm is one on every account: beside it the same on an account is refused. */
function setAccess(fields: Record<string, string>, value: string): void {
  fields["access"] = value;
  delete fields["realmAccess"];
}

function profile(program: Program, level: number): Record<string, string> {
  return {
    name: text(`${program.prefix}${program.fresh("role")}`),
    level: text("client"),
    permissions: words(ROLES.account[level]!.permissions),
  };
}

/** People who own nothing: an owner can't be locked, nor be anything else on the account. */
function employed(program: Program): string[] {
  return program.of("User").filter((name) => /^(petra|ada|ben|person)/.test(name));
}

const moves: readonly Move[] = [
  {
    id: "another role on an account",
    isPlain: true,
    make(program, draw) {
      const user = draw.pick(employed(program));
      const roles = [...ON_ACCOUNTS.map(text), "reader", "writer.id"];
      setAccess(program.at(user).fields, access(draw.pick(["acme", "globex.id"]), draw.pick(roles)));
      return DONE;
    },
  },
  {
    id: "another role in the realm",
    isPlain: true,
    make(program, draw) {
      const { fields } = program.at(draw.pick(employed(program)));
      if (fields["realmAccess"] !== undefined && draw.chance(40)) delete fields["realmAccess"];
      else fields["realmAccess"] = text(draw.pick(IN_REALM));
      delete fields["access"];
      return DONE;
    },
  },
  {
    id: "what a profile is",
    isPlain: true,
    make(program, draw) {
      program.at(draw.pick(["reader", "writer"])).fields["permissions"] = words(
        ROLES.account[draw.int(0, 2)]!.permissions,
      );
      return DONE;
    },
  },
  {
    id: "a new person",
    isPlain: true,
    make(program, draw) {
      person(program, program.fresh("person"), { access: access("acme", draw.pick(["reader", text("Admin")])) });
      return DONE;
    },
  },
  {
    id: "a person goes",
    isPlain: true,
    make(program, draw) {
      const user = draw.pickAny(employed(program).filter((name) => !program.isMentioned(name)));
      if (user === undefined || employed(program).length < 3) return undefined;
      program.declarations.delete(user);
      return DONE;
    },
  },
  {
    id: "a person is locked, or let in",
    isPlain: true,
    make(program, draw) {
      const { fields } = program.at(draw.pick(employed(program)));
      fields["locked"] = fields["locked"] === "true" ? "false" : "true";
      return DONE;
    },
  },
  {
    id: "an account is locked, or opened",
    isPlain: true,
    make(program, draw) {
      const { fields } = program.at(draw.pick(["acme", "globex"]));
      fields["locked"] = fields["locked"] === "true" ? "false" : "true";
      return DONE;
    },
  },
  {
    id: "another owner",
    isPlain: true,
    make(program) {
      const owner = program.fresh("owner");
      program.addFirst("User", owner, { email: text(`${program.prefix}${owner}@x.example`) });
      program.at("globex").fields["owner"] = owner;
      return DONE;
    },
  },
  anotherAddress,
  {
    id: "another phone number",
    isPlain: true,
    make(program, draw) {
      program.at(draw.pick(program.of("User"))).fields["phone"] = text(`+4144${draw.int(1_000_000, 9_999_999)}`);
      return DONE;
    },
  },
];

export const gridscale: Ground = {
  reality,
  base(program) {
    program.add("Profile", "reader", profile(program, 0));
    program.add("Profile", "writer", profile(program, 1));
    person(program, "olga", {});
    person(program, "oskar", {});
    for (const [account, owner] of [
      ["acme", "olga"],
      ["globex", "oskar.id"],
    ] as const)
      program.add(
        "Account",
        account,
        { name: text(`${program.prefix}${account}`), owner, onDelete: text("delete") },
        { protect: "false" },
      );
    person(program, "petra", { realmAccess: text("Read Only") });
    person(program, "ada", { access: access("acme", "reader") });
    person(program, "ben", { access: access("globex", "writer.id") });
  },
  cover: (program) => program.addFirst("Profile", program.fresh("cover"), profile(program, 0)),
  openings(program, draw) {
    const user = draw.pick(employed(program));
    const { fields } = program.at(user);
    const openings: Opening[] = [
      {
        id: "a profile of a person on an account",
        strong: text("Admin"),
        put: (value) => setAccess(fields, access(draw.pick(["acme", "globex"]), value)),
      },
      {
        id: "a profile of a person in the realm",
        strong: text("Admin"),
        put(value) {
          fields["realmAccess"] = value;
          delete fields["access"];
        },
      },
      {
        id: "an account of a person's role",
        strong: "globex.id",
        put: (value) => setAccess(fields, access(value, text("Admin"))),
      },
      {
        id: "one entry of a person's access",
        strong: `{ account: globex.id, profile: "Admin" }`,
        put: (value) => setAccess(fields, list([value])),
      },
      {
        id: "all access of a person",
        strong: access("globex.id", text("Admin")),
        put: (value) => setAccess(fields, value),
      },
      { id: "a lock of a person", strong: draw.pick(["true", "false"]), put: (value) => (fields["locked"] = value) },
      {
        id: "a lock of an account",
        strong: draw.pick(["true", "false"]),
        put: (value) => (program.at(draw.pick(["acme", "globex"])).fields["locked"] = value),
      },
      {
        id: "an owner of an account",
        strong: "olga.id",
        put: (value) => (program.at("globex").fields["owner"] = value),
      },
      {
        id: "permissions of a profile",
        strong: words(ROLES.account[2]!.permissions),
        put: (value) => (program.at(draw.pick(["reader", "writer"])).fields["permissions"] = value),
      },
      {
        id: "an e-mail address",
        strong: text(`${program.prefix}else@evil.example`),
        put: (value) => (fields["email"] = value),
      },
    ];
    return openings;
  },
  moves,
  async byHand(sandbox, prefix, draw) {
    const portal = new GridscaleByHand(sandbox);
    const user = draw.pick((await portal.users()).filter(({ email }) => String(email).startsWith(prefix)));
    const parameters = { userId: String(user["user_uuid"]) };
    if (draw.chance(50)) {
      await portal.call("setPartnerLevel", parameters, { level: "admin" });
      return `${String(user["email"])} is an administrator of the realm by hand`;
    }
    await portal.call("lockUser", parameters);
    return `${String(user["email"])} is locked by hand`;
  },
  takeOver(program, draw): TakeOver {
    const { fields } = program.at(draw.pick(employed(program)));
    return { kind: "User", fields: { email: fields["email"]!, realmAccess: text("Admin") } };
  },
};
