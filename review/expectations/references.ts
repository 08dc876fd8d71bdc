import { nearest } from "../../provider/model/nearest";
import type { Rights } from "../access/holdings";
import type { FindingId } from "../findings/catalogue";
import type { RaisedFinding } from "../findings/context";
import { ANY_REGION } from "../findings/quotas";
import type { ConnectionReview } from "../realm/connectionReview";
import { inSentence, joined, listed } from "../../text/words";
import { placeOf, type ReviewFile } from "./reviewFile";
import { isAmong, isOfThem, type Who } from "./rules";

/** ` (did you mean …?)` with what is near a name that nobody has. What stands before the slash of a key is no likeness. */
export function nearNames(name: string, known: readonly string[]): string {
  const bare = (text: string) => text.slice(text.indexOf("/") + 1);
  const near = nearest(bare(name), [...new Set(known.map(bare))]).flatMap((like) =>
    known.filter((candidate) => bare(candidate) === like).slice(0, 1),
  );
  return near.length === 0
    ? ""
    : ` (did you mean ${joined(
        near.map((like) => inSentence(like)),
        "or",
      )}?)`;
}

/**
 * What review.yaml asks for of people, accounts, profiles, permissions and limits that are not there, before or after the change, in any of
 * the realms: with a name that nobody has, a guard guards nothing.
 */
export function namesOfNobody(reviews: readonly ConnectionReview[], file: ReviewFile): RaisedFinding[] {
  // A plan that has nothing of any portal has nothing to guard.
  if (reviews.length === 0) return [];
  const there = new There(reviews);
  return [
    ...entry("OWN-05", "administrators", "review.yaml requires an administrator who", file.administrators, [
      ...there.lacksPeople(file.administrators?.required),
    ]),
    ...(file.assertions ?? []).flatMap((assertion) => {
      const { name, who = {}, never, always } = assertion;
      const about = `assertion ${name}`;
      return [
        ...entry("ASR-02", about, `The assertion ${inSentence(name)} is about something that`, assertion, [
          ...there.lacksAccount(who.account),
          ...there.lacksPeople(who.people, who),
          ...there.lacksPermissions((never ?? always)?.permissions),
        ]),
        ...entry("REF-01", about, `The assertion ${inSentence(name)} excludes somebody who`, assertion, [
          ...there.lacksPeople(who.not),
        ]),
      ];
    }),
    ...(file.ceilings ?? []).flatMap((ceiling) => {
      const { name, account, profile, permissions } = ceiling;
      const about = `ceiling ${name}`;
      return [
        ...entry("CEI-02", about, `The ceiling ${inSentence(name)} is for something that`, ceiling, [
          ...there.lacksAccount(account),
          ...there.lacksProfile(profile),
        ]),
        ...entry("REF-01", about, `The ceiling ${inSentence(name)} allows something that`, ceiling, [
          ...there.lacksPermissions(permissions),
        ]),
      ];
    }),
    ...(file.expiries ?? []).flatMap((expiry) => {
      const { person, profile, until } = expiry;
      const about = ["expiry", person, ...(profile === undefined ? [] : [profile])].join(" ");
      return entry("EXP-03", about, `review.yaml ends on ${until} access that`, expiry, [
        ...there.lacksPeople([person], {}, false),
        ...there.lacksProfile(profile),
      ]);
    }),
    ...(file.approvals ?? []).flatMap((approval) =>
      entry(
        "APR-01",
        `approval ${approval.by}`,
        `review.yaml asks ${inSentence(approval.by)} to approve something that`,
        approval,
        [...there.lacksAccount(approval.account)],
      ),
    ),
    ...Object.entries(file.pools ?? {}).flatMap(([region, pool]) =>
      entry("QUO-04", `pool ${region}`, "review.yaml has a pool of something that", pool, [
        ...there.lacksLimits(region, pool),
      ]),
    ),
  ];
}

function entry(
  id: FindingId,
  subject: string,
  start: string,
  of: object | undefined,
  missing: readonly string[],
): RaisedFinding[] {
  if (missing.length === 0) return [];
  return [
    {
      id,
      subject,
      sentence: `${start} doesn't exist: ${listed(missing)}. Correct the name, or remove it. To include objects that only the portal has, use --live.`,
      ...placeOf(of),
    },
  ];
}

/** What the realms have, before or after the change. */
class There {
  private readonly accounts: ReadonlySet<string>;
  private readonly profiles: ReadonlySet<string>;
  private readonly held: ReadonlySet<string>;

  constructor(private readonly reviews: readonly ConnectionReview[]) {
    const sets = new Set<Rights>(
      reviews.flatMap((review) =>
        [review.before, review.after].flatMap(({ holdings }) =>
          [...holdings.people.values()].flatMap(({ scopes }) => [...scopes.values()]),
        ),
      ),
    );
    const rights = [...sets].flatMap((set) => [...set.values()]);
    this.held = new Set([...rights.map(({ permission }) => permission), ...reviews.flatMap(permissionsOfProfiles)]);
    this.accounts = new Set(
      reviews.flatMap((review) => [
        ...review.of("Account").flatMap(({ key }) => [key, review.nameOf(key)]),
        ...review.people.flatMap(({ now }) => now.home ?? []),
      ]),
    );
    this.profiles = new Set([
      ...rights.flatMap(({ path }) => path.flatMap(({ key, name }) => [name, ...(key === undefined ? [] : [key])])),
      ...reviews.flatMap((review) => [
        ...review.of("Profile").flatMap(({ key }) => [key, review.nameOf(key)]),
        ...review.meaning.builtInProfiles,
      ]),
    ]);
  }

  /** @param among what else an assertion says of the people that it means. */
  *lacksPeople(keys: readonly string[] = [], among: Who = {}, hasPatterns = true): Iterable<string> {
    for (const key of keys) {
      const isKey = (person: string) => (hasPatterns ? isAmong([key], person) : person === key);
      const named = this.reviews.flatMap((review) =>
        review.people.filter((person) => isKey(person.key)).map((person) => isOfThem(review, person, among)),
      );
      if (named.some((isThere) => isThere)) continue;
      const all = this.reviews.flatMap(({ people }) => people.map((person) => person.key));
      yield named.length === 0
        ? `the person ${inSentence(key)}${nearNames(key, all)}`
        : `the person ${inSentence(key)} among ${joined([
            ...(among.reseller === undefined
              ? []
              : [among.reseller ? "the reseller's own people" : "the people of accounts"]),
            ...(among.account === undefined ? [] : [`those of ${inSentence(among.account)}`]),
          ])}`;
    }
  }

  *lacksAccount(name: string | undefined): Iterable<string> {
    if (name !== undefined && !this.accounts.has(name))
      yield `the account ${inSentence(name)}${nearNames(name, [...this.accounts])}`;
  }

  *lacksProfile(name: string | undefined): Iterable<string> {
    if (name !== undefined && !this.profiles.has(name))
      yield `the profile ${inSentence(name)}${nearNames(name, [...this.profiles])}`;
  }

  *lacksPermissions(patterns: readonly string[] = []): Iterable<string> {
    const known = [...new Set([...this.held, ...this.reviews.flatMap(({ meaning }) => meaning.permissions)])];
    for (const pattern of patterns)
      if (!known.some((permission) => isAmong([pattern], permission)) && !this.mayComeToBe(pattern))
        yield `the permission ${inSentence(pattern)}${nearNames(pattern, known)}`;
  }

  /** Whether a portal has names that are made by a pattern, and this may be one of them. */
  private mayComeToBe(pattern: string): boolean {
    return this.reviews.some(({ meaning }) =>
      ["", ...(meaning.permissionEndings ?? [])].some(
        (ending) => meaning.describePermission(pattern.replaceAll("*", () => ending)) !== undefined,
      ),
    );
  }

  /** Where there is no quota at all, nothing shows whether a name is misspelt, and there is nothing to hold yet. */
  *lacksLimits(region: string, pool: Readonly<Record<string, number>>): Iterable<string> {
    const quotas = this.objects("Quota");
    const regions = quotas.map(({ values }) => values["region"]).filter((id) => typeof id === "string");
    const names = [...quotas, ...this.objects("QuotaProfile")].flatMap(({ values, outputs }) =>
      [values["limits"], outputs["allocated"]].flatMap((of) => Object.keys(Object(of) as object)),
    );
    if (region !== ANY_REGION && quotas.length > 0 && !regions.includes(region))
      yield `the region ${inSentence(region)}${nearNames(region, [...new Set(regions)])}`;
    for (const name of Object.keys(pool))
      if (names.length > 0 && !names.includes(name))
        yield `the limit ${inSentence(name)}${nearNames(name, [...new Set(names)])}`;
  }

  private objects(kind: "Quota" | "QuotaProfile") {
    return this.reviews
      .filter(({ meaning }) => !meaning.namesOnly.includes("Quota"))
      .flatMap(({ before, after }) => [before, after].flatMap(({ snapshot }) => snapshot.objects(kind)));
  }
}

/** Also of those that nobody has. */
function permissionsOfProfiles({ before, after }: ConnectionReview): string[] {
  return [before, after].flatMap(({ snapshot }) =>
    snapshot
      .objects("Profile")
      .flatMap(({ values }) => [values["permissions"], values["add"]])
      .flatMap((list) => (Array.isArray(list) ? list : []))
      .filter((permission) => typeof permission === "string"),
  );
}
