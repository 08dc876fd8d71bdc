import { readObjects } from "../../discovery";
import { PROBE_DAYS, probeOf } from "../../provider/contract";
import { KIND_NAMES, type KindName } from "../../provider/model";
import type { Bearer, ConnectionSettings, PortalSession } from "../../provider/model/portal";
import { spokenTo } from "../../provider/portals";
import { documentation } from "../../text/documentation";
import { counted } from "../../text/words";
import { ask } from "../connections";
import { type Check, checksOf } from "./check";

const DAY_MS = 86_400_000;
const ENDS_SOON_DAYS = 14;

/** Where settings come from: of a credential, that it is set. */
export function settingChecks(connection: ConnectionSettings): Check[] {
  const { ok } = checksOf("settings", connection.name);
  const values: Readonly<Record<string, string>> = {
    ...connection.credentials,
    portal: connection.portal,
    endpoint: connection.endpoint,
  };
  return (connection.origins ?? []).map(({ setting, from, credential }) =>
    ok(setting, `${credential ? "set (not shown)" : (values[setting] ?? "")}, from ${from}`),
  );
}

/** Who the credentials belong to, and what can be read and done with them. Only reads. */
export async function portalChecks(connection: ConnectionSettings, folder: string): Promise<Check[]> {
  const { problem, warning } = checksOf("portal", connection.name);
  const said: string[] = [];
  try {
    const checks = await ask(
      connection,
      (message) => said.push(message),
      async (session) => {
        await session.verifyConnection();
        return [
          ...bearerChecks(connection.name, await session.bearer()),
          ...(await readingChecks(connection.name, session)),
          ...(await rightChecks(connection.name, session)),
        ];
      },
    );
    return [...checks, ...said.map((text) => warning("limits", text)), ...contractChecks(connection, folder)];
  } catch (error) {
    return [
      problem("token", (error as Error).message, "create new credentials in the portal, or correct the settings above"),
      ...contractChecks(connection, folder),
    ];
  }
}

function bearerChecks(name: string, { id, name: called, role, organization, account, ends, untold }: Bearer): Check[] {
  const { ok, warning, unknown } = checksOf("portal", name);
  const who = [called ?? id ?? "not told", role, account && `of the account ${account.name ?? account.id}`];
  const days = typeof ends === "string" ? Math.floor((Date.parse(ends) - Date.now()) / DAY_MS) : undefined;
  const end = ends === null ? ok("end", "the credentials never end") : undefined;
  return [
    ok("token", who.filter((part) => part !== undefined).join(", ")),
    ok("reseller", organization.name ?? organization.id ?? "not told"),
    ...(end === undefined ? [] : [end]),
    ...(days === undefined
      ? []
      : [
          days < ENDS_SOON_DAYS
            ? warning("end", `the credentials end in ${counted(Math.max(days, 0), "day")}`, "renew them")
            : ok("end", `the credentials end in ${counted(days, "day")}`),
        ]),
    ...untold.map((text) => unknown("not told", text)),
  ];
}

/** What of each kind can be read. */
async function readingChecks(name: string, session: PortalSession): Promise<Check[]> {
  const { ok, warning, problem } = checksOf("rights", name);
  const had = KIND_NAMES.filter((kind) => session.kinds[kind] !== undefined);
  const one = async (kind: KindName): Promise<Check> => {
    try {
      const { objects, unseen } = await readObjects(session, { kinds: [kind] }, () => undefined);
      const count = objects.all.filter((object) => object.kind === kind).length;
      const own = unseen
        .filter((reason) => reason.startsWith(`${kind}: `))
        .map((reason) => reason.slice(kind.length + 2));
      return own.length === 0
        ? ok(kind, `can be read: ${counted(count, "object")}`)
        : warning(kind, `can't be read whole: ${own.join("; ")}`, "give the credentials the missing right");
    } catch (error) {
      return problem(kind, `can't be read: ${session.redact((error as Error).message)}`, "see the portal's answer");
    }
  };
  // One after the other: lists that several kinds need are asked once.
  const checks: Check[] = [];
  for (const kind of had) checks.push(await one(kind));
  return checks;
}

async function rightChecks(name: string, session: PortalSession): Promise<Check[]> {
  const { ok, warning, unknown } = checksOf("rights", name);
  const missing = await session.missingRights?.();
  if (missing === undefined)
    return [unknown("writing", "the portal doesn't tell which rights to write the credentials have")];
  if (missing.length === 0) return [ok("writing", "no right is missing")];
  return missing.map(({ right, costs }) =>
    warning(right, `is missing: ${costs}`, "give the credentials this right, if these resources are declared"),
  );
}

/** How far the contract can be trusted, and what is done another way than the contract has it. */
function contractChecks(connection: ConnectionSettings, folder: string): Check[] {
  const { ok, warning } = checksOf("contract", connection.name);
  let spoken: ReturnType<typeof spokenTo>;
  try {
    spoken = spokenTo(connection);
  } catch (error) {
    return [
      checksOf("contract", connection.name).problem("contract.yaml", (error as Error).message, "correct the file"),
    ];
  }
  if (spoken === undefined) return [ok("contract", "published by the vendor")];
  const { contract, tongue } = spoken;
  const probe = probeOf(connection.endpoint, contract, tongue?.overlay, { folder });
  const headers = tongue?.overlay.connection.headers;
  return [
    probe.passed
      ? ok("contract", `derived from documentation; ${probe.because} has passed, and counts for ${PROBE_DAYS} days`)
      : warning(
          "contract",
          `derived from documentation, and ${probe.because}: writes to a real portal are refused`,
          `run npx reseller contract probe (${documentation("real-portal.md")})`,
        ),
    ...(headers?.etag === "none"
      ? [
          ok(
            "revisions",
            "the portal has none: an object is read again before it is changed, and a change that was not taken is an error",
          ),
        ]
      : []),
    ...(headers?.idempotencyKey === "none"
      ? [
          ok(
            "repeats",
            "the portal has no idempotency keys: what may have been created is looked up before it is sent again",
          ),
        ]
      : []),
  ];
}
