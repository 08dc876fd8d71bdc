/** A text that stands at a forge, with what is needed to know whose it is. */
export interface Post {
  readonly id: string;
  readonly body: string;
  /** Where a person reads it. */
  readonly address: string;
  /** Whether the token's own user wrote it. What strangers wrote is never touched, whatever stands in it. */
  readonly isOwn: boolean;
}

export interface IssueText {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/** Runs of one pipeline. */
export interface PipelineRuns {
  readonly branch: string;
  /** At GitHub: the file of the workflow, without its folder. */
  readonly workflow: string;
}

/**
 * What pipelines do at a forge: comments on a change (GitHub's pull request, GitLab's merge request) and issues. Lists are
 * always whole, over all their pages. Every method throws a `ForgeError` with a sentence that says what to do.
 */
export interface Forge {
  readonly name: "GitHub" | "GitLab";
  /** The most characters that it takes in one text. */
  readonly longest: number;
  /** Comments on the change, the oldest first. */
  comments(change: string): Promise<readonly Post[]>;
  addComment(change: string, body: string): Promise<Post>;
  editComment(change: string, id: string, body: string): Promise<Post>;
  /** Issues that are open, the oldest first. */
  openIssues(): Promise<readonly Post[]>;
  openIssue(text: IssueText): Promise<Post>;
  editIssue(id: string, text: Omit<IssueText, "labels">): Promise<Post>;
  /** Says why, then closes. */
  closeIssue(id: string, sentence: string): Promise<void>;
  /** The change that was merged with this commit. */
  mergedChange(commit: string): Promise<string | undefined>;
  /** The commit of the last run of a pipeline on a branch that succeeded; runs by a schedule don't count. */
  lastSuccess(pipeline: PipelineRuns): Promise<string | undefined>;
  close(): void;
}

/** What a person at the pipeline can mend; the message is redacted. */
export class ForgeError extends Error {
  constructor(
    message: string,
    /** The request may have been carried out all the same. */
    readonly ambiguous = false,
  ) {
    super(message);
    this.name = "ForgeError";
  }
}
