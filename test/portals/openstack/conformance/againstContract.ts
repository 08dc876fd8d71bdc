import { z } from "zod";
import { type ContractOperation, operations } from "../../../../provider/portals/openstack/contract";
import type { Exchange } from "./talk";

/** What of an exchange isn't as the contract has it; undefined where all is. */
export function breach({ operation: name, request, status, body }: Exchange): string | undefined {
  const operation: ContractOperation = operations[name];
  const told = (what: string) => `${name} ${request}: ${what}`;
  // A failure of the server is none of the operation's answers.
  if (status === 500) return undefined;
  if (status >= 400)
    return operation.errors.some((known) => known === status) ? undefined : told(`${status} is no known error`);
  if (status !== operation.status) return told(`${status} in place of ${operation.status}`);
  const schema = expectedOf(operation, body);
  const parsed = schema?.safeParse(body);
  return parsed === undefined || parsed.success ? undefined : told(z.prettifyError(parsed.error));
}

function expectedOf({ list, response }: ContractOperation, body: unknown): z.ZodType | undefined {
  if (list === undefined || response === undefined) return response;
  // A list that was gone through page by page.
  const member = typeof body === "object" && body !== null && "pages" in body && "items" in body ? "items" : list;
  const isWalk = typeof body === "object" && body !== null && Array.isArray((body as { pages?: unknown }).pages);
  return isWalk && member === list ? undefined : z.looseObject({ [member]: z.array(response) });
}
