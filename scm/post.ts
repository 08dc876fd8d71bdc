import { type Forge, ForgeError, type Post } from "./forge";
import { fitted } from "./markdown";
import { markedWith } from "./marker";

/** What became of a text at a forge. */
export interface Posted {
  readonly what: "created" | "updated" | "unchanged" | "closed" | "nothing to close";
  readonly address?: string;
  /** Others of our own with the same marker, which should not be there: a person deletes them. */
  readonly duplicates: readonly string[];
}

const WHERE_ALL_IS = "The complete text is in the job's artifacts.";

/** One comment on a change: the one with this marker is edited in place, and made where there is none. */
export async function postComment(forge: Forge, change: string, marker: string, text: string): Promise<Posted> {
  return put(forge, marker, text, {
    list: () => forge.comments(change),
    add: (body) => forge.addComment(change, body),
    edit: (id, body) => forge.editComment(change, id, body),
  });
}

/** One open issue: the one with this marker is edited in place, and opened where there is none. */
export async function postIssue(
  forge: Forge,
  marker: string,
  { title, body: text, labels }: { title: string; body: string; labels: readonly string[] },
): Promise<Posted> {
  return put(forge, marker, text, {
    list: () => forge.openIssues(),
    add: (body) => forge.openIssue({ title, body, labels }),
    edit: (id, body) => forge.editIssue(id, { title, body }),
  });
}

/** Closes the open issue with this marker, and says why in it. */
export async function closeIssue(forge: Forge, marker: string, sentence: string): Promise<Posted> {
  const [issue, ...others] = markedWith(marker, await forge.openIssues());
  if (issue === undefined) return { what: "nothing to close", duplicates: [] };
  await forge.closeIssue(issue.id, sentence);
  return { what: "closed", address: issue.address, duplicates: others.map(({ address }) => address) };
}

interface Place {
  readonly list: () => Promise<readonly Post[]>;
  readonly add: (body: string) => Promise<Post>;
  readonly edit: (id: string, body: string) => Promise<Post>;
}

async function put(forge: Forge, marker: string, text: string, place: Place): Promise<Posted> {
  const body = fitted(text, forge.longest, WHERE_ALL_IS);
  const [earlier, ...others] = markedWith(marker, await place.list());
  if (earlier === undefined)
    return { what: "created", address: (await addOnce(marker, body, place)).address, duplicates: [] };
  const duplicates = others.map(({ address }) => address);
  if (sameText(earlier.body, body)) return { what: "unchanged", address: earlier.address, duplicates };
  return { what: "updated", address: (await place.edit(earlier.id, body)).address, duplicates };
}

/** Where the answer was lost, what it was about is looked up before anything is sent again. */
async function addOnce(marker: string, body: string, place: Place): Promise<Post> {
  try {
    return await place.add(body);
  } catch (error) {
    if (!(error instanceof ForgeError) || !error.ambiguous) throw error;
    const [made] = markedWith(marker, await place.list());
    if (made === undefined) return place.add(body);
    return made;
  }
}

/** Forges may answer with other line ends, and without the space at the end. */
function sameText(one: string, other: string): boolean {
  const plain = (text: string) => text.replace(/\r\n/g, "\n").trimEnd();
  return plain(one) === plain(other);
}
