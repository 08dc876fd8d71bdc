import type { FleetStack } from "../../../fleet/division";
import { resourceNames } from "./operatorNames";
import { engineYaml } from "./yaml";

export interface OperatorOptions {
  /** Where the program is. */
  readonly repository: string;
  /** What of it is run: a branch, which the operator looks at again and again, or a commit. */
  readonly revision: { readonly branch: string } | { readonly commit: string };
  /** The folder of `fleet.yaml`, from the root of the repository. */
  readonly directory?: string;
  /** Name of the Secret that the repository is read with: its key `accessToken`, or `sshPrivateKey` for an SSH address. */
  readonly gitSecret?: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly backend?: string;
  readonly secretsProvider?: string;
  /** That of the stacks at Pulumi Cloud. */
  readonly organization?: string;
  /** Name of the Secret whose keys are environment variables of the program. */
  readonly secret: string;
  /** Only these of its keys; undefined: all. */
  readonly variables?: readonly string[];
  readonly image?: string;
  /** Seconds between two looks at the branch. */
  readonly resync: number;
  /** Also runs `up` again after these seconds where nothing has changed in Git. */
  readonly reapply: boolean;
}

/**
 * How long the success of a stack counts for those that need it, where a branch is followed: whoever sees a new commit first makes the stacks
 * that it needs run that commit first. Long enough for a workspace to start meanwhile, which is when the operator looks at it again.
 */
const SUCCESS_COUNTS = "15m";

/**
 * Resources for Pulumi Kubernetes Operator 2 that run the stacks: one `Stack` each, after the ones that it needs, and the service account of
 * their workspaces. Secrets are named, and never there. Deleting a `Stack` leaves its stack and everything at the portal as it is.
 *
 * @param stacks those that are written.
 */
export function operatorResources(
  all: readonly Pick<FleetStack, "name" | "needs">[],
  runs: (name: string) => boolean,
  options: OperatorOptions,
): string {
  const names = resourceNames(all.map(({ name }) => name));
  const stacks = all.filter(({ name }) => runs(name));
  return [...account(options), ...stacks.map((stack) => stackResource(stack, names, options))]
    .map((resource) => engineYaml(resource))
    .join("---\n");
}

/** The operator asks the workspaces as this account, and each workspace asks Kubernetes whether that is so. */
function account({ namespace, serviceAccount }: OperatorOptions): object[] {
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: serviceAccount, namespace, labels: LABELS } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: `${namespace}:${serviceAccount}:system:auth-delegator`, labels: LABELS },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:auth-delegator" },
      subjects: [{ kind: "ServiceAccount", name: serviceAccount, namespace }],
    },
  ];
}

const LABELS = { "app.kubernetes.io/managed-by": "pulumi-reseller" };

function stackResource(
  { name, needs }: Pick<FleetStack, "name" | "needs">,
  names: ReadonlyMap<string, string>,
  options: OperatorOptions,
): object {
  const { namespace, serviceAccount, backend, secretsProvider, organization, revision, resync, reapply } = options;
  return {
    apiVersion: "pulumi.com/v1",
    kind: "Stack",
    metadata: { name: names.get(name), namespace, labels: LABELS },
    spec: {
      stack: organization === undefined ? name : `${organization}/${name}`,
      ...(backend === undefined ? {} : { backend }),
      ...(secretsProvider === undefined ? {} : { secretsProvider }),
      ...source(options),
      ...(needs.length === 0
        ? {}
        : { prerequisites: needs.map((needed) => prerequisite(names.get(needed)!, revision)) }),
      ...("branch" in revision || reapply ? { resyncFrequencySeconds: resync } : {}),
      ...(reapply ? { continueResyncOnCommitMatch: true } : {}),
      serviceAccountName: serviceAccount,
      ...environment(options),
      // A workspace is a pod: hundreds of them would stay.
      workspaceReclaimPolicy: "Delete",
    },
  };
}

function source({ repository, revision, directory, gitSecret }: OperatorOptions): object {
  return {
    projectRepo: repository,
    ...revision,
    ...(directory === undefined ? {} : { repoDir: directory }),
    shallow: true,
    ...(gitSecret === undefined ? {} : { gitAuth: gitAuth(repository, gitSecret) }),
  };
}

function gitAuth(repository: string, secret: string): object {
  const isSsh = !/^https?:/.test(repository);
  return isSsh
    ? { sshAuth: { sshPrivateKey: keyOf(secret, "sshPrivateKey") } }
    : { accessToken: keyOf(secret, "accessToken") };
}

function keyOf(name: string, key: string): object {
  return { type: "Secret", secret: { name, key } };
}

/** A commit is written into every resource, so that the operator knows of each whether it has run it. */
function prerequisite(name: string, revision: OperatorOptions["revision"]): object {
  return { name, ...("commit" in revision ? {} : { requirement: { succeededWithinDuration: SUCCESS_COUNTS } }) };
}

function environment({ secret, variables, image }: OperatorOptions): object {
  const spec = {
    ...(image === undefined ? {} : { image }),
    ...(variables === undefined ? { envFrom: [{ secretRef: { name: secret } }] } : {}),
  };
  return {
    ...(variables === undefined
      ? {}
      : { envRefs: Object.fromEntries(variables.map((variable) => [variable, keyOf(secret, variable)])) }),
    ...(Object.keys(spec).length === 0 ? {} : { workspaceTemplate: { spec } }),
  };
}
