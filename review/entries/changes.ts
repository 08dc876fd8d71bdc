import { kinds, UNKNOWN } from "../../provider/model";
import { compare, type PlannedResource } from "../../engine/plannedResource";
import { MASK } from "../../engine/values";
import type { ReportChange } from "../report";

/** One resource that changes, property by property. */
export function changeEntry({
  key,
  kind,
  urn,
  operation,
  because,
  before,
  after,
  stack,
  source,
}: PlannedResource): ReportChange {
  const names = [...new Set([...Object.keys(before?.values ?? {}), ...Object.keys(after?.values ?? {})])].sort(compare);
  const text = (name: string, value: unknown) =>
    value === undefined ? undefined : shown(kinds[kind].fields[name]?.secret, value);
  const properties = names.flatMap((name) => {
    const [was, is] = [text(name, before?.values[name]), text(name, after?.values[name])];
    if (was === is) return [];
    return [{ name, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
  return {
    key,
    kind,
    urn,
    operation,
    because: [...because],
    properties,
    ...(stack === undefined ? {} : { stack }),
    ...(source === undefined ? {} : { source }),
  };
}

/** A value as JSON, with what is secret masked and what isn't known said. */
function shown(secret: true | readonly string[] | undefined, value: unknown): string {
  if (secret === true) return JSON.stringify(MASK);
  return (
    JSON.stringify(value, (name, member: unknown) => {
      if (secret?.includes(name) === true) return MASK;
      return member === UNKNOWN ? "[unknown]" : member;
    }) ?? "[unknown]"
  );
}
