import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { WrongUse } from "../../wrongUse";

const LONGEST_OUTPUT = 1024 * 1024 * 1024;
const SYMBOLIC_LINK = "120000";
const FILE = /^100/;

/** A file of a commit. */
export interface CommittedFile {
  /** Relative to the root of the repository, with `/`. */
  readonly path: string;
  readonly isLink: boolean;
  readonly content: Buffer;
}

/** A Git repository and a commit in it. Reads only: nothing is checked out. */
export class GitCommit {
  private constructor(
    /** The root of the work tree. */
    readonly root: string,
    private readonly commit: string,
  ) {}

  /** @throws WrongUse where the folder is in no repository, or the repository has no such commit */
  static find(folder: string, ref: string): GitCommit {
    const root = git(folder, ["rev-parse", "--show-toplevel"]);
    if (root.failure !== undefined)
      throw new WrongUse(
        /not a git repository/i.test(root.failure)
          ? `--since ${ref}: ${folder} is in no Git repository. Run the command in a clone, or leave --since out to run all stacks`
          : `--since ${ref}: git says: ${root.failure}`,
      );
    const commit = git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
    if (commit.failure === undefined) return new GitCommit(lineOf(root.output), lineOf(commit.output));
    const isShallow = lineOf(git(folder, ["rev-parse", "--is-shallow-repository"]).output) === "true";
    throw new WrongUse(
      isShallow
        ? `--since ${ref}: there is no such commit in this clone, which is shallow. Fetch the whole history: fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 at GitLab, or git fetch --unshallow`
        : `--since ${ref}: Git knows no commit of this name. Fetch it, or use a commit, tag or branch that git log shows`,
    );
  }

  /** Paths of all files that differ between the commit and the work tree, relative to the root, with `/`. */
  changedFiles(): string[] {
    const { root } = this;
    const tracked = required(root, ["diff", "--name-only", "--no-renames", "-z", this.commit, "--"]);
    const untracked = required(root, ["ls-files", "--others", "--exclude-standard", "-z"]);
    return [...new Set([...partsOf(tracked), ...partsOf(untracked)])].sort();
  }

  /** The content of all files whose path is wanted. */
  files(isWanted: (path: string) => boolean): CommittedFile[] {
    const entries = partsOf(required(this.root, ["ls-tree", "-r", "-z", "--full-tree", this.commit])).flatMap(
      (line) => {
        const [, mode = "", object = "", file = ""] = /^(\d+) \w+ (\w+)\t(.*)$/s.exec(line) ?? [];
        const isLink = mode === SYMBOLIC_LINK;
        return (FILE.test(mode) || isLink) && isWanted(file) ? [{ path: file, isLink, object }] : [];
      },
    );
    if (entries.length === 0) return [];
    const names = entries.map(({ object }) => `${object}\n`).join("");
    const output = required(this.root, ["cat-file", "--batch"], names);
    let at = 0;
    return entries.map(({ path: file, isLink }) => {
      const end = output.indexOf("\n", at);
      const length = Number(output.toString("utf8", at, end).split(" ")[2]);
      const content = output.subarray(end + 1, end + 1 + length);
      at = end + length + 2;
      return { path: file, isLink, content };
    });
  }

  /** Where a path is in the repository; undefined: outside. */
  pathOf(file: string): string | undefined {
    const relative = path.relative(this.root, file);
    const isOutside = relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
    return isOutside ? undefined : relative.split(path.sep).join("/");
  }
}

interface Answer {
  readonly output: Buffer;
  readonly failure?: string;
}

function git(folder: string, words: readonly string[], input = ""): Answer {
  // Without a lock of the index, which somebody's own git may want.
  const all = ["--no-optional-locks", "-c", "core.quotePath=false", ...words];
  const stdio: ["pipe", "pipe", "pipe"] = ["pipe", "pipe", "pipe"];
  try {
    return { output: execFileSync("git", all, { cwd: folder, input, maxBuffer: LONGEST_OUTPUT, stdio }) };
  } catch (error) {
    const { code, stderr, message } = error as NodeJS.ErrnoException & { readonly stderr?: Buffer };
    if (code === "ENOENT") throw new WrongUse("--since needs git, which is not installed");
    const said = stderr?.toString("utf8").trim() ?? "";
    return { output: Buffer.alloc(0), failure: said === "" ? message : said };
  }
}

function required(folder: string, words: readonly string[], input?: string): Buffer {
  const { output, failure } = git(folder, words, input);
  if (failure !== undefined) throw new WrongUse(`git ${words[0]} failed: ${failure}`);
  return output;
}

function lineOf(output: Buffer): string {
  return output.toString("utf8").trim();
}

function partsOf(output: Buffer): string[] {
  return output
    .toString("utf8")
    .split("\0")
    .filter((part) => part !== "");
}
