import type { Draw } from "../../random/draw";
import { DISGUISES, type Disguise, MASKS } from "./disguises";
import { DONE, type Ground, type Move, type Opening, type Step } from "./ground";
import { object, type Program, text } from "./program";

/** What an enemy of a review may do in a program, at any portal. */
export function enemyMoves(ground: Ground): readonly Move[] {
  return [
    ...DISGUISES.map((disguise) => hidden(ground, disguise)),
    ...MASKS.map((disguise) => hidden(ground, disguise)),
    configSecret(ground),
    ...tampering(ground),
    ...options(ground),
    ...renames(),
    ...adoptions(ground),
    ...transforms(ground),
  ];
}

function hidden(ground: Ground, { id, expression }: Disguise): Move {
  return {
    id,
    make(program, draw) {
      const opening = draw.pick(ground.openings(program, draw));
      opening.put(expression(opening.strong, ground.cover(program)));
      return { detail: opening.id };
    },
  };
}

/** The value of a setting, which is a secret: a plan masks it. */
function configSecret(ground: Ground): Move {
  return {
    id: "secret of the settings",
    make(program, draw) {
      const opening = draw.pick(ground.openings(program, draw));
      // Settings are texts, known to whoever gives the values: what the setting says decides which one is taken.
      const setting = `${program.prefix}secret${draw.int(1, 3)}`;
      const strong = opening.strong;
      opening.put(
        `new pulumi.Config().requireSecret(${text(setting)}).apply((word) => word === "strong" ? ${strong} : undefined)`,
      );
      return { detail: opening.id, config: { [`realm:${setting}`]: { value: "strong", secret: true } } };
    },
  };
}

function tampering(ground: Ground): Move[] {
  const item = (program: Program, draw: Draw): Opening | undefined =>
    draw.pickAny(ground.openings(program, draw).filter(({ id }) => id.startsWith("a profile of")));
  const tampered = (id: string, then: (cover: string, strong: string) => string): Move => ({
    id,
    make(program, draw) {
      const opening = item(program, draw);
      if (opening === undefined) return undefined;
      const cover = ground.cover(program);
      program.at(cover).then = then(cover, opening.strong);
      opening.put(draw.pick([cover, `${cover}.id`]));
      return { detail: opening.id };
    },
  });
  return [
    tampered("id of a resource written over", (cover, strong) => `${cover}.id = ${cover}.id.apply(() => (${strong}));`),
    tampered(
      "id of a resource defined anew",
      (cover, strong) =>
        `Object.defineProperty(${cover}, "id", { value: ${cover}.id.apply(() => (${strong})), enumerable: true });`,
    ),
    tampered(
      "apply of an id written over",
      (cover, strong) =>
        `${cover}.id.promise = ((own) => () => own().then(async (id) => id === undefined ? id : ${strong}))(${cover}.id.promise.bind(${cover}.id));`,
    ),
    {
      id: "something that looks like a resource",
      make(program, draw) {
        const opening = item(program, draw);
        if (opening === undefined) return undefined;
        const cover = ground.cover(program);
        opening.put(
          draw.pick([
            `Object.assign(Object.create(Object.getPrototypeOf(${cover})), ${cover}, { id: ${cover}.id.apply(() => (${opening.strong})) })`,
            `new Proxy(${cover}, { get: (it, name) => name === "id" ? it.id.apply(() => (${opening.strong})) : it[name] })`,
          ]),
        );
        return { detail: opening.id };
      },
    },
  ];
}

/** Options that every resource of the engine has. */
function options(ground: Ground): Move[] {
  const change = (program: Program, draw: Draw): string | undefined => {
    const before = program.next();
    const move = draw.pick(ground.moves.filter(({ isPlain }) => isPlain === true));
    if (move.make(program, draw) === undefined) return undefined;
    return draw.pickAny(
      [...program.declarations]
        .filter(([variable, { fields }]) => {
          const was = before.declarations.get(variable);
          return was !== undefined && JSON.stringify(was.fields) !== JSON.stringify(fields);
        })
        .map(([variable]) => variable),
    );
  };
  const withOption = (id: string, option: string, value: (field: string) => string): Move => ({
    id,
    make(program, draw) {
      const before = program.next();
      const variable = change(program, draw);
      if (variable === undefined) return undefined;
      const { fields, options: own } = program.at(variable);
      const changed = Object.keys(fields).find((field) => fields[field] !== before.at(variable).fields[field]);
      own[option] = value(changed ?? "description");
      return { detail: `${variable}: ${changed}` };
    },
  });
  return [
    withOption("ignoreChanges", "ignoreChanges", (field) => `[${text(field)}]`),
    withOption("ignoreChanges of all", "ignoreChanges", () => `["*"]`),
    withOption("replaceOnChanges", "replaceOnChanges", (field) => `[${text(field)}]`),
    withOption("deleteBeforeReplace", "deleteBeforeReplace", () => "true"),
    withOption("protect", "protect", () => "true"),
    withOption("hideDiffs", "hideDiffs", (field) => `[${text(field)}]`),
    withOption("additionalSecretOutputs", "additionalSecretOutputs", (field) => `[${text(field)}]`),
    {
      id: "left at the portal",
      make(program, draw) {
        const user = draw.pickAny(program.of("User").filter((name) => !program.isMentioned(name)));
        if (user === undefined) return undefined;
        const own = program.at(user).options;
        if (own["retainOnDelete"] === undefined) own["retainOnDelete"] = "true";
        else program.declarations.delete(user);
        return DONE;
      },
    },
  ];
}

function renames(): Move[] {
  const renamed = (
    id: string,
    option: (program: Program, old: string) => Record<string, string>,
    isAlone?: true,
  ): Move => ({
    id,
    ...(isAlone === undefined ? {} : { isAlone }),
    make(program, draw) {
      const variable = draw.pick([...program.declarations.keys()]);
      const declaration = program.at(variable);
      const old = declaration.name;
      declaration.name = `${program.prefix}${program.fresh(variable)}`;
      Object.assign(declaration.options, option(program, old));
      return { detail: variable };
    },
  });
  const inComponent = (id: string, more: Record<string, string>, isAlone?: true): Move => ({
    id,
    ...(isAlone === undefined ? {} : { isAlone }),
    make(program, draw) {
      const variable = draw.pick([...program.declarations.keys()]);
      const component = `new pulumi.ComponentResource("test:index:Part", ${text(`${program.prefix}${program.fresh("part")}`)})`;
      Object.assign(program.at(variable).options, { parent: component, ...more });
      return { detail: variable };
    },
  });
  return [
    renamed("renamed with an alias", (_program, old) => ({ aliases: `[{ name: ${text(old)} }]` })),
    renamed("renamed without an alias", () => ({}), true),
    {
      id: "two resources change names",
      isAlone: true,
      make(program, draw) {
        const [one, other] = draw.some(program.of(draw.pick(["Profile", "User"])), 2, 2);
        if (one === undefined || other === undefined) return undefined;
        const [first, second] = [program.at(one), program.at(other)];
        [first.name, second.name] = [second.name, first.name];
        return { detail: `${one}, ${other}` };
      },
    },
    inComponent("moved into a component without an alias", {}, true),
    inComponent("moved into a component with an alias", { aliases: "[{ parent: pulumi.rootStackResource }]" }),
  ];
}

/** A second resource for what is there already. */
function adoptions(ground: Ground): Move[] {
  const taking = (id: string, fields: Record<string, string>, step: Step = DONE, isAlone?: true): Move => ({
    id,
    ...(isAlone === undefined ? {} : { isAlone }),
    make(program, draw) {
      const taken = ground.takeOver(program, draw);
      if (taken === undefined) return undefined;
      program.add(taken.kind, program.fresh("again"), { ...taken.fields, ...fields });
      return { detail: taken.kind, ...step };
    },
  });
  const elsewhere = (id: string, more: Record<string, string>, step: Step = DONE): Move => ({
    id,
    isAlone: true,
    make(program, draw) {
      const taken = ground.takeOver(program, draw);
      if (taken === undefined) return undefined;
      const name = text(`${program.prefix}${program.fresh("other")}`);
      const fields = object({ ...taken.fields, ...more });
      // Another program has none of the variables of this one.
      if (program.mentions(fields)) return undefined;
      // What is taken out of that stack later stays at the portal: this stack has it, too.
      const otherStack = `new reseller.${taken.kind}(${name}, ${fields}, { retainOnDelete: true });`;
      return { detail: taken.kind, ...step, otherStack };
    },
  });
  return [
    taking("adopt of what is declared", { adopt: "true" }, DONE, true),
    taking("adopt on a second connection", { adopt: "true", connection: text("b") }, DONE),
    {
      id: "adopt of what was left",
      make(program, draw) {
        const taken = ground.takeOver(program, draw);
        const variable = [...program.declarations].find(
          ([name, { fields, kind }]) =>
            kind === taken?.kind &&
            fields["name"] === taken.fields["name"] &&
            kind === "Profile" &&
            !program.isMentioned(name),
        )?.[0];
        if (taken === undefined || variable === undefined) return undefined;
        program.declarations.delete(variable);
        program.add(taken.kind, program.fresh("again"), { ...taken.fields, adopt: "true" });
        return { detail: taken.kind };
      },
    },
    elsewhere("adopt in a second stack", { adopt: "true" }),
    elsewhere("reseller:adopt in a second stack", {}, { config: { "reseller:adopt": { value: "true" } } }),
    elsewhere("RESELLER_ADOPT in a second stack", {}, { environment: { RESELLER_ADOPT: "true" } }),
  ];
}

/** Functions that change what other resources are given. */
function transforms(ground: Ground): Move[] {
  const edited = (program: Program, draw: Draw) => {
    const copy = program.next();
    const opening = draw.pick(ground.openings(copy, draw));
    const cover = draw.chance(60) ? ground.cover(program) : undefined;
    const value = cover === undefined ? opening.strong : draw.pick(DISGUISES).expression(opening.strong, cover);
    opening.put(value);
    const changed = [...copy.declarations].find(([variable, { fields }]) => {
      const was = program.declarations.get(variable);
      return was !== undefined && JSON.stringify(was.fields) !== JSON.stringify(fields);
    });
    if (changed === undefined) return undefined;
    const [variable, { fields, name }] = changed;
    const was = program.at(variable).fields;
    const field = Object.keys(fields).find((candidate) => fields[candidate] !== was[candidate])!;
    return { variable, name, field, value: fields[field]!, detail: opening.id };
  };
  const ofResource = (option: "transformations" | "transforms"): Move => ({
    id: `${option} of a resource`,
    make(program, draw) {
      const edit = edited(program, draw);
      if (edit === undefined) return undefined;
      program.at(edit.variable).options[option] =
        `[(args) => ({ props: { ...args.props, ${edit.field}: ${idsOf(edit.value)} }, opts: args.opts })]`;
      return { detail: edit.detail };
    },
  });
  // `registerResourceTransform` is left out: the host of programs doesn't know the call, and each preview ends with an error.
  const ofStack: Move = {
    id: "registerStackTransformation",
    isAlone: true,
    make(program, draw) {
      const edit = edited(program, draw);
      if (edit === undefined) return undefined;
      program.prelude.push(
        `pulumi.runtime.registerStackTransformation((args) => args.name === ${text(edit.name)} ? { props: { ...args.props, ${edit.field}: ${idsOf(edit.value)} }, opts: args.opts } : undefined);`,
      );
      return { detail: edit.detail };
    },
  };
  return [ofResource("transformations"), ofResource("transforms"), ofStack];
}

/** A transform gets ids, not resources. */
function idsOf(value: string): string {
  return value.replace(/\b(desk|admin|stor|acme|globex|reader|writer|olga|team|crew|web|db)\b(?!\.|-)/g, "$1.id");
}
