import * as fs from "node:fs";
import { lookup } from "node:dns/promises";
import * as http from "node:http";
import * as https from "node:https";
import { type PeerCertificate, rootCertificates, type TLSSocket } from "node:tls";
import type { ConnectionSettings, Environment } from "../../provider/model/portal";
import { counted } from "../../text/words";
import { type Check, checksOf } from "./check";

const TIME_LIMIT_MS = 10_000;
const DAY_MS = 86_400_000;
/** A certificate that ends so soon is worth a word. */
const ENDS_SOON_DAYS = 14;
/** Longer chains than any that is served. */
const LONGEST_CHAIN = 10;
/** A clock that is off by more makes tokens and records of changes wrong. */
const MOST_SKEW_SECONDS = 60;
const PROXIES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/** Whether the address of a portal can be reached, by whom it is certified, and what time it is there. No credential is sent. */
export async function addressChecks(
  { name, endpoint, credentials = {} }: Pick<ConnectionSettings, "name" | "endpoint"> & Partial<ConnectionSettings>,
  environment: Environment,
): Promise<Check[]> {
  const { ok, warning, problem } = checksOf("address", name);
  const url = new URL(endpoint);
  const proxies = PROXIES.filter((variable) => (environment[variable] ?? "") !== "");
  const proxy =
    proxies.length === 0
      ? ok("proxy", "none")
      : warning(
          "proxy",
          `${proxies.join(", ")} in the environment ${proxies.length === 1 ? "is" : "are"} not used: requests go to the portal directly`,
          "allow connections to the portal's address, or run where they are allowed",
        );
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = await lookup(host, { all: true }).catch((error: NodeJS.ErrnoException) => error);
  if (!Array.isArray(addresses))
    return [
      problem(
        "name",
        `${host} has no address (${addresses.code ?? "unknown error"})`,
        "check reseller:endpoint and the name server",
      ),
      proxy,
    ];
  const found = ok("name", `${host}: ${addresses.map(({ address }) => address).join(", ")}`);
  const answered = await answerOf(url, authorities(credentials["cacert"])).catch(
    (error: NodeJS.ErrnoException) => error,
  );
  if (!("at" in answered))
    return [
      found,
      problem(
        "connection",
        `no answer from ${url.host} (${answered.code ?? answered.message})`,
        "check the address, the port and firewalls",
      ),
      proxy,
    ];
  return [
    found,
    ok("connection", `${url.host} answers`),
    ...tlsChecks(name, answered),
    skewCheck(name, answered),
    proxy,
  ];
}

/** Those that Node trusts, and those of a file of the settings. */
function authorities(file: string | undefined): string[] | undefined {
  if (file === undefined) return undefined;
  try {
    return [...rootCertificates, fs.readFileSync(file, "utf8")];
  } catch {
    return undefined;
  }
}

interface Answered {
  readonly date: string | undefined;
  /** When it was received, in milliseconds since 1970. */
  readonly at: number;
  /** Undefined without TLS. */
  readonly tls:
    | {
        readonly protocol: string | null;
        readonly refused: string | undefined;
        readonly chain: readonly PeerCertificate[];
      }
    | undefined;
}

/** One request without a credential. A certificate that isn't trusted is looked at, and nothing else is done with its connection. */
function answerOf(url: URL, ca: string[] | undefined): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const client = url.protocol === "https:" ? https : http;
    const request = client.get(
      url,
      { rejectUnauthorized: false, timeout: TIME_LIMIT_MS, agent: false, ca },
      (response) => {
        response.resume();
        const socket = response.socket as Partial<TLSSocket>;
        resolve({
          date: response.headers.date,
          at: Date.now(),
          tls: url.protocol === "https:" ? tlsOf(socket) : undefined,
        });
        request.destroy();
      },
    );
    request.on("timeout", () => request.destroy(Object.assign(new Error(), { code: "ETIMEDOUT" })));
    request.on("error", reject);
  });
}

function tlsOf(socket: Partial<TLSSocket>): Answered["tls"] {
  const chain: PeerCertificate[] = [];
  let certificate = socket.getPeerCertificate?.(true);
  while (certificate?.fingerprint256 !== undefined && chain.length < LONGEST_CHAIN) {
    chain.push(certificate);
    const { issuerCertificate } = certificate;
    certificate = issuerCertificate?.fingerprint256 === certificate.fingerprint256 ? undefined : issuerCertificate;
  }
  const refused = socket.authorized === true ? undefined : String(socket.authorizationError ?? "not trusted");
  return { protocol: socket.getProtocol?.() ?? null, refused, chain };
}

function tlsChecks(name: string, { tls, at }: Answered): Check[] {
  const { ok, warning, problem } = checksOf("address", name);
  if (tls === undefined)
    return [
      warning(
        "TLS",
        "the address is http, so credentials are sent in plain text",
        "use https, unless it is a sandbox on this machine",
      ),
    ];
  const names = tls.chain.map(({ subject }) => commonName(subject)).join(" ← ");
  const [leaf] = tls.chain;
  const trust =
    tls.refused === undefined
      ? ok("TLS", `${tls.protocol ?? "TLS"}, ${names}`)
      : problem(
          "TLS",
          `the certificate is not trusted (${tls.refused}): ${names}`,
          "set NODE_EXTRA_CA_CERTS (for OpenStack: reseller:cacert) to a file with the certificate of its authority",
        );
  const days = leaf === undefined ? undefined : Math.floor((Date.parse(leaf.valid_to) - at) / DAY_MS);
  if (days === undefined) return [trust];
  if (days < 0)
    return [
      trust,
      problem("certificate", `ended ${counted(-days, "day")} ago`, "ask the portal's provider to renew it"),
    ];
  const text = `ends in ${counted(days, "day")}`;
  return [
    trust,
    days < ENDS_SOON_DAYS
      ? warning("certificate", text, "ask the portal's provider to renew it")
      : ok("certificate", text),
  ];
}

function commonName(subject: PeerCertificate["subject"]): string {
  const { CN: name, O: organization } = subject as { readonly CN?: string; readonly O?: string };
  return name ?? organization ?? "a certificate without a name";
}

function skewCheck(name: string, { date, at }: Answered): Check {
  const { ok, warning, unknown } = checksOf("address", name);
  const told = Date.parse(date ?? "");
  if (Number.isNaN(told)) return unknown("clock", "the portal doesn't tell its time");
  const seconds = Math.round((at - told) / 1000);
  const text = `this machine is ${counted(Math.abs(seconds), "second")} ${seconds < 0 ? "behind" : "ahead of"} the portal`;
  return Math.abs(seconds) <= MOST_SKEW_SECONDS
    ? ok("clock", text)
    : warning("clock", text, "set the clock of this machine, for example by NTP");
}
