import { kindOfType, nameIn } from "../engine/names";
import { withUnknowns } from "../engine/values";
import { type DeclaredInputs, type KindName } from "../provider/model";
import { writeFailureOf } from "../provider/model/failureText";
import { applyConfirmations } from "../provider/model/confirmations";
import { findingsBetween, ownFindings } from "../provider/model/program";
import { portalNamed } from "../provider/portals/list";
import type { PortalName } from "../provider/model/portal";
import type { ProgramResource } from "../provider/model/portal";
import type { EngineState } from "../engine/digest";

/** A rule of a portal that a resource breaks. */
export interface Broken {
  /** Id of the rule; undefined for what is no rule of a book: types, formats, what a portal lacks. */
  readonly rule: string | undefined;
  readonly urn: string;
  readonly message: string;
}

/**
 * What the resources of one portal break of its rules, by what they declare and together. What was last applied is taken to be the same:
 * rules that are about a change are for the provider, which knows what came before.
 *
 * @param confirmCounts whether what a resource's author has confirmed is broken no longer.
 */
export function brokenRules(name: PortalName, states: readonly EngineState[], confirmCounts: boolean): Broken[] {
  const portal = portalNamed(name);
  const resources = programOf(states);
  const urns = new Map(resources.map((resource, index) => [resource as ProgramResource, states[index]!.urn]));
  const found = [...ownFindings(portal, resources, ({ inputs }) => inputs), ...findingsBetween(portal, resources)];
  return found.flatMap(({ resource, ...finding }) => {
    const { failures, warnings } = applyConfirmations([finding], confirmCounts ? resource.inputs : {});
    return [...failures, ...warnings].map((failure) => ({
      rule: finding.rule,
      urn: urns.get(resource)!,
      message: writeFailureOf(resource, failure),
    }));
  });
}

interface Draft {
  readonly kind: KindName;
  readonly label: string;
  readonly inputs: DeclaredInputs;
  readonly references: Record<string, ProgramResource[]>;
}

/** The resources as a program declares them: what refers to what by resources, also where their ids are not known yet. */
function programOf(states: readonly EngineState[]): Draft[] {
  const drafts = new Map(
    states.map((state): [string, Draft] => [
      state.urn,
      {
        kind: kindOfType(state.type)!,
        label: nameIn(state.urn),
        inputs: withUnknowns(state.inputs ?? {}) as DeclaredInputs,
        references: {},
      },
    ]),
  );
  for (const { urn, propertyDependencies } of states)
    for (const [field, behind] of Object.entries(propertyDependencies ?? {}))
      drafts.get(urn)!.references[field] = (behind ?? []).flatMap((other) => drafts.get(other) ?? []);
  return [...drafts.values()];
}
