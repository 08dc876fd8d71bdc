import { portalNamed } from "../../provider/portals/list";
import type { WrittenFile } from "../../realm/write/file";
import { scalar } from "../../realm/write/yamlText";
import { documentation } from "../../text/documentation";
import type { Packages } from "./packages";
import { LEFT_BY_PIPELINES, pipelineFiles } from "./pipeline";
import { projectFiles, projectText } from "./projectFiles";
import { type Choices, STACK_OF_PORTAL } from "./questions";
import { startingRealm } from "./startingRealm";

/** The state of a sandbox's stack, and what the sandbox keeps: on this machine alone, and in no repository. */
export const STATE_FOLDER = ".pulumi-state";
const DATA_FOLDER = ".sandbox";
/** The environment of the sandbox's stack: where portal and state are, and what is secret. */
export const ENVIRONMENT_FILE = ".env";

/** Everything that stands in a new project before its packages are installed. @param port of the sandbox, where it has one. */
export function initFiles(choices: Choices, packages: Packages, port: number): WrittenFile[] {
  const { portal, place, format, layout, pipeline, name, stack } = choices;
  const isSandbox = place === "sandbox";
  const realm = startingRealm({ portal, format, layout, isCareful: !isSandbox });
  return [
    ...projectFiles({
      ...{ project: projectText(name), format, packages },
      realm: realm.map((file) => file.path),
      ignored: [
        ...(isSandbox ? [`${STATE_FOLDER}/`, `${DATA_FOLDER}/`] : []),
        ...(pipeline === "none" ? [] : LEFT_BY_PIPELINES),
      ],
      ...(isSandbox ? { sandbox: true, scripts: { sandbox: sandboxCommand(portal, port) } } : {}),
    }),
    ...realm,
    { path: `Pulumi.${stack}.yaml`, text: stackSettings(choices) },
    REVIEW_FILE,
    ...(pipeline === "none" ? [] : [{ path: "drift.yaml", text: DRIFT }]),
    ...pipelineFiles(pipeline, name, isSandbox ? STACK_OF_PORTAL : stack),
  ];
}

function sandboxCommand(portal: string, port: number): string {
  return `reseller sandbox --detach ${portal} --port ${port} --data ${DATA_FOLDER} --save-env ${ENVIRONMENT_FILE}`;
}

function stackSettings({ portal, place, settings }: Choices): string {
  const credentials = portalNamed(portal).settings.filter(({ credential }) => credential);
  const comment =
    place === "sandbox"
      ? [`Where the sandbox is, and its credentials, are in ${ENVIRONMENT_FILE}, which is not committed.`]
      : [
          "Credentials are not stored here in plain text. Encrypt them with",
          ...credentials
            .filter(({ optional }) => optional !== true)
            .map(({ name }) => `  pulumi config set --secret reseller:${name}`),
          `or come from the environment (${credentials.flatMap(({ environment }) => environment.slice(0, 1)).join(", ")}).`,
        ];
  const { endpoint, ...others } = settings;
  const values = Object.entries({ portal, ...(endpoint === undefined ? {} : { endpoint }), ...others });
  return [
    ...comment.map((line) => `# ${line}`),
    "config:",
    ...values.map(([name, value]) => `  reseller:${name}: ${scalar(value)}`),
    "",
  ].join("\n");
}

/** What a review of the project is held against. */
export const REVIEW_FILE: WrittenFile = {
  path: "review.yaml",
  text: `# Configuration of this team's reviews.
# Documentation: ${documentation("review.md")}
limits:
  # Deleting more of the realm than this in one change is a finding.
  deletions: { share: 0.1, number: 3 }

# Required approvals. Use your own names.
# approvals:
#   - { by: security-team, level: escalation, count: 2 }
#   - { by: realm-owners, level: risk, count: 1 }
`,
};

const DRIFT = `# Differences that the nightly drift check ignores, with reasons: ${documentation("drift.md")}
ignore: []
# ignore:
#   - { kind: User, name: pipeline, reason: The pipelines log in as this user }
`;
