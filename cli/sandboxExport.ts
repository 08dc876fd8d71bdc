/** `pulumi-reseller/sandbox`: the sandbox's own package, for those who have it. */
export * from "pulumi-reseller-sandbox";
