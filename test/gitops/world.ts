import * as fs from "node:fs";
import * as path from "node:path";
import { type RunningSandbox, startSandbox } from "../../sandbox";
import { CspByHand } from "../portals/csp/byHand";
import { type Example, type Files, Place } from "./place";

const README = path.resolve(__dirname, "..", "..", "examples", "gitops", "README.md");
const PASSPHRASE = "correct horse battery staple";

/** What a change does to the realm, as an edit of a file. */
export type Edit = Readonly<Record<string, (text: string) => string>>;

/** A portal, a repository that is made from the example, and its state, set up as the example's README says. */
export class World {
  private constructor(
    readonly sandbox: RunningSandbox,
    readonly portal: CspByHand,
    readonly place: Place,
    /** The repository as it is in the beginning. */
    readonly files: Files,
  ) {}

  static async make(name: Example = "gitops"): Promise<World> {
    const sandbox = await startSandbox({ operationDelayMs: 20 });
    const place = await Place.make(name);
    const files = await setUp(place, (text) => text.replace("https://portal.example.com/api/v1", sandbox.csp.endpoint));
    return new World(sandbox, new CspByHand(sandbox), place, files);
  }

  /** What the platform's store holds for each environment: previews get a token that only reads. */
  get secrets() {
    const state = { PULUMI_BACKEND_URL: this.place.backend, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE };
    return {
      preview: { ...state, RESELLER_TOKEN: this.sandbox.csp.readOnlyToken },
      production: { ...state, RESELLER_TOKEN: this.sandbox.csp.token },
      "access-approval": {},
    };
  }

  edited(files: Files, edit: Edit): Files {
    const changed = { ...files };
    for (const [name, change] of Object.entries(edit)) {
      const before = changed[name] ?? "";
      changed[name] = change(before);
      if (changed[name] === before) throw new Error(`the edit of ${name} changes nothing`);
    }
    return changed;
  }

  async close(): Promise<void> {
    this.place.remove();
    await this.sandbox.close();
  }
}

/** The repository on its first day. @param located puts the address of the portal into a text */
async function setUp(place: Place, located: (text: string) => string): Promise<Files> {
  const example = place.example();
  if (place.name === "fleet") return { ...example, "Pulumi.yaml": located(example["Pulumi.yaml"] ?? "") };
  const folder = place.checkOut(place.commit(example));
  const { code, output } = await place.bash(located(commandsOfReadme("Set up")), {
    cwd: folder,
    env: { PULUMI_BACKEND_URL: place.backend, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE },
  });
  if (code !== 0) throw new Error(output);
  const settings = fs.readFileSync(path.join(folder, "Pulumi.production.yaml"), "utf8");
  return { ...example, "Pulumi.production.yaml": settings };
}

/** The commands of the first block after a heading of the README: what people are told to run is what is run. */
function commandsOfReadme(heading: string): string {
  const text = fs.readFileSync(README, "utf8");
  const found = new RegExp(`^## ${heading}\\n.*?^\`\`\`sh\\n(.*?)^\`\`\``, "ms").exec(text)?.[1];
  if (found === undefined) throw new Error(`the README has no commands under "${heading}"`);
  return found;
}
